// The reader's inbox as the header and the inbox page need it: how much waits, and word of every change as it happens.
// The one live stream brings word of the unit board too, which goes to the board's own store.

import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { address, get } from '@/api/client'
import type { BoardMove, InboxCounts } from '@/api/types'
import { useBoard } from './board'

export type Connection = 'none' | 'live' | 'lost'
const RETRY_AFTER = 5000
const BACKGROUND_FOR = 60_000
const LOST_AFTER = 6000

export const useInbox = defineStore('inbox', () => {
  const counts = ref<InboxCounts | null>(null)
  const connection = ref<Connection>('none')
  /** Counts what has moved, for pages that load anew when something does. */
  const moved = ref(0)
  const board = useBoard()
  let stream: EventSource | null = null
  let retry: ReturnType<typeof setTimeout> | undefined
  let interrupted = false
  let turn = 0
  let losing: ReturnType<typeof setTimeout> | undefined
  let away: ReturnType<typeof setTimeout> | undefined
  let soon: ReturnType<typeof setTimeout> | undefined

  const open = computed(() => counts.value?.todo ?? 0)
  const overdue = computed(() => counts.value?.overdue ?? 0)

  async function count(): Promise<void> {
    const mine = turn
    try {
      const counted = await get<InboxCounts>('/inbox/counts')
      if (mine === turn) counts.value = counted
    } catch {
      // The header keeps its last figures; pages say for themselves what cannot be loaded.
    }
  }

  /** Many changes often come together: one look answers them all. */
  function hear(): void {
    clearTimeout(soon)
    soon = setTimeout(() => {
      moved.value += 1
      void count()
    }, 150)
  }

  function hearAgain(): void {
    hear()
    board.tellAnew()
  }

  function connect(): void {
    if (typeof EventSource === 'undefined') return
    stream?.close()
    const mine = (stream = new EventSource(address('/inbox/stream'), { withCredentials: true }))
    mine.addEventListener('inbox', hear)
    mine.addEventListener('board', (event) => board.tell(JSON.parse((event as MessageEvent<string>).data) as BoardMove))
    mine.addEventListener('reload', hearAgain)
    mine.onopen = () => {
      clearTimeout(losing)
      losing = undefined
      // What happened while nobody listened is asked for now.
      if (interrupted) hear()
      interrupted = false
      // A board may have been loaded before anybody listened.
      board.tellAnew()
      connection.value = 'live'
    }
    mine.onerror = () => {
      interrupted = true
      losing ??= setTimeout(() => (connection.value = 'lost'), LOST_AFTER)
      // The browser tries again by itself, except after an answer that was no stream.
      if (mine.readyState === EventSource.CLOSED) retry = setTimeout(tryAgain, RETRY_AFTER)
    }
  }

  function tryAgain(): void {
    void count()
    connect()
  }

  function close(): void {
    for (const timer of [retry, soon, losing]) clearTimeout(timer)
    losing = undefined
    stream?.close()
    stream = null
    interrupted = true
    connection.value = 'none'
  }

  /** A page in the background gives its connection back: a browser keeps only a few to one server. */
  function seen(): void {
    clearTimeout(away)
    if (document.visibilityState !== 'visible') away = setTimeout(close, BACKGROUND_FOR)
    else if (!stream) tryAgain()
  }

  function begin(): void {
    document.addEventListener('visibilitychange', seen)
    interrupted = false
    tryAgain()
  }

  function end(): void {
    document.removeEventListener('visibilitychange', seen)
    clearTimeout(away)
    close()
    turn += 1
    counts.value = null
  }

  return { counts, connection, moved, open, overdue, count, begin, end }
})
