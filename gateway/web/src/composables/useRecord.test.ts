import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Problem } from '@/api/problem'
import { mounted, settled } from './testing'
import { useRecord } from './useRecord'

interface Order {
  id: string
  version: number
}
let answers: (() => Response)[]
let asked: { method: string; headers: Headers; body: unknown }[]
const asJson = (status: number, body: unknown) => () =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json' } })
const conflict = asJson(409, { type: '/problems/conflict', status: 409, detail: '此记录已被他人修改。' })

beforeEach(() => {
  asked = []
  answers = []
  vi.stubGlobal('fetch', async (_: string, init: RequestInit) => {
    asked.push({ method: init.method!, headers: new Headers(init.headers), body: init.body })
    return answers.shift()!()
  })
})

async function opened(reload = true) {
  const askToReload = vi.fn(async () => reload)
  answers.push(asJson(200, { id: 'w', version: 3 }))
  const { given } = await mounted(() => useRecord<Order>('/work-orders/w', askToReload))
  await settled()
  return { record: given, askToReload }
}

describe('a record', () => {
  it('is loaded when its page opens', async () => {
    const { record } = await opened()
    expect([record.thing.value, record.loading.value]).toEqual([{ id: 'w', version: 3 }, false])
  })

  it('is changed from the version that was read, and read again', async () => {
    const { record } = await opened()
    answers.push(asJson(200, {}), asJson(200, { id: 'w', version: 4 }))
    expect(await record.change('POST', '/work-orders/w/accept')).toBe(true)
    expect(asked[1]!.headers.get('If-Match')).toBe('"3"')
    expect(record.thing.value?.version).toBe(4)
  })

  it('offers to be loaded anew when somebody else was first', async () => {
    const { record, askToReload } = await opened()
    answers.push(conflict, asJson(200, { id: 'w', version: 9 }))
    expect(await record.change('POST', '/work-orders/w/accept')).toBe(false)
    expect(askToReload).toHaveBeenCalledWith('此记录已被他人修改。')
    expect(record.thing.value?.version).toBe(9)
  })

  it('stays as it is shown when the reader does not want it anew', async () => {
    const { record } = await opened(false)
    answers.push(conflict)
    expect(await record.change('POST', '/work-orders/w/accept')).toBe(false)
    expect(record.thing.value?.version).toBe(3)
  })

  it('passes every other refusal on', async () => {
    const { record } = await opened()
    answers.push(asJson(409, { type: '/problems/refused', status: 409, detail: '不行。' }))
    await expect(record.change('POST', '/work-orders/w/accept')).rejects.toBeInstanceOf(Problem)
  })

  it('sends a file as a form', async () => {
    const { record } = await opened()
    answers.push(asJson(200, {}), asJson(200, { id: 'w', version: 4 }))
    await record.change('POST', '/work-orders/w/photos', new FormData())
    expect(asked[1]!.body).toBeInstanceOf(FormData)
    expect(asked[1]!.headers.has('Content-Type')).toBe(false)
  })

  it('keeps what is shown when a quiet refresh fails', async () => {
    const { record } = await opened()
    answers.push(asJson(503, { type: '/problems/unavailable', status: 503 }))
    await record.load(true)
    expect([record.thing.value?.version, record.error.value]).toEqual([3, null])
  })
})
