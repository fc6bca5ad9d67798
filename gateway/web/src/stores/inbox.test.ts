import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import type { BoardMove } from '@/api/types'
import { useBoard } from './board'
import { useInbox } from './inbox'

class Stream extends EventTarget {
  static opened: Stream[] = []
  static readonly CLOSED = 2
  readyState = 0
  onopen: (() => void) | null = null
  onerror: (() => void) | null = null
  closed = false
  constructor(readonly url: string) {
    super()
    Stream.opened.push(this)
  }
  close(): void {
    this.closed = true
  }
  say(event: string, data?: unknown): void {
    this.dispatchEvent(new MessageEvent(event, { data: JSON.stringify(data) }))
  }
  fail(state: number): void {
    this.readyState = state
    this.onerror?.()
  }
}

beforeEach(() => {
  vi.useFakeTimers()
  Stream.opened = []
  setActivePinia(createPinia())
  vi.stubGlobal('EventSource', Stream)
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify({ todo: 4, unread: 2, overdue: 1, revision: 9 }), { headers: { 'Content-Type': 'application/json' } }))
})
afterEach(() => vi.useRealTimers())

describe('the live inbox', () => {
  it('counts at the start and listens', async () => {
    const inbox = useInbox()
    inbox.begin()
    await vi.advanceTimersByTimeAsync(0)
    Stream.opened[0]!.onopen?.()
    expect([inbox.open, inbox.overdue, inbox.connection]).toEqual([4, 1, 'live'])
    expect(Stream.opened[0]!.url).toBe('/api/v1/inbox/stream')
  })

  it('answers many changes with one look', async () => {
    const inbox = useInbox()
    inbox.begin()
    for (let change = 0; change < 5; change += 1) Stream.opened[0]!.say('inbox')
    await vi.advanceTimersByTimeAsync(200)
    expect(inbox.moved).toBe(1)
  })

  it('says that the line is lost only when it stays lost', async () => {
    const inbox = useInbox()
    inbox.begin()
    Stream.opened[0]!.onopen?.()
    Stream.opened[0]!.fail(0)
    await vi.advanceTimersByTimeAsync(1000)
    expect(inbox.connection).toBe('live')
    await vi.advanceTimersByTimeAsync(6000)
    expect(inbox.connection).toBe('lost')
  })

  it('asks for what happened meanwhile when the line is back', async () => {
    const inbox = useInbox()
    inbox.begin()
    Stream.opened[0]!.onopen?.()
    Stream.opened[0]!.fail(0)
    Stream.opened[0]!.onopen?.()
    await vi.advanceTimersByTimeAsync(200)
    expect([inbox.moved, inbox.connection]).toEqual([1, 'live'])
  })

  it('opens another stream when the server refused the first', async () => {
    useInbox().begin()
    Stream.opened[0]!.fail(Stream.CLOSED)
    await vi.advanceTimersByTimeAsync(5000)
    expect(Stream.opened).toHaveLength(2)
  })

  it('is still after log-out', async () => {
    const inbox = useInbox()
    inbox.begin()
    inbox.end()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(Stream.opened.map((one) => one.closed)).toEqual([true])
    expect(inbox.counts).toBeNull()
  })
})

describe('word of the unit board', () => {
  const move = (unit: string): BoardMove => ({ estate_id: 'e', unit_id: unit, state: 'held' })
  const heard = () => {
    const told: (string | BoardMove)[] = []
    const page = effectScope()
    page.run(() => useBoard().listen({ moved: (one) => told.push(one), anew: () => told.push('anew') }))
    useInbox().begin()
    return { told, page, stream: Stream.opened[0]! }
  }

  it('goes to the pages that show a board, each by itself, and leaves the inbox alone', async () => {
    const { told, stream } = heard()
    stream.say('board', move('a'))
    stream.say('board', move('b'))
    expect(told).toEqual([move('a'), move('b')])
    await vi.advanceTimersByTimeAsync(200)
    expect(useInbox().moved).toBe(0)
  })

  it('may have been missed before the stream was there, and while it was not', () => {
    const { told, stream } = heard()
    stream.onopen?.()
    stream.fail(0)
    stream.onopen?.()
    stream.say('reload', {})
    expect(told).toEqual(['anew', 'anew', 'anew'])
  })

  it('is not told to a page that is gone', () => {
    const { told, page, stream } = heard()
    page.stop()
    stream.say('board', move('a'))
    expect(told).toEqual([])
  })
})
