// The reader's inbox as the header and the inbox page need it: how much waits, and word of every change as it happens.

import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { address, get } from '@/api/client'
import type { InboxCounts } from '@/api/types'

export type Connection = 'none' | 'live' | 'lost'
const RETRY_AFTER = 5000
const BACKGROUND_FOR = 60_000

export const useInbox = defineStore('inbox', () => {
  const counts = ref<InboxCounts | null>(null)
  const connection = ref<Connection>('none')
  /** Counts what has moved, for pages that load anew when something does. */
  const moved = ref(0)
  let stream: EventSource | null = null
  let retry: ReturnType<typeof setTimeout> | undefined
  let away: ReturnType<typeof setTimeout> | undefined
  let soon: ReturnType<typeof setTimeout> | undefined

  const open = computed(() => counts.value?.todo ?? 0)
  const overdue = computed(() => counts.value?.overdue ?? 0)

  async function count(): Promise<void> {
    try {
      counts.value = await get<InboxCounts>('/inbox/counts')
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

  function listen(): void {
    stop()
    void count()
    if (typeof EventSource === 'undefined') return
    const mine = (stream = new EventSource(address('/inbox/stream'), { withCredentials: true }))
    mine.onopen = () => {
      if (connection.value === 'lost') hear()
      connection.value = 'live'
    }
    mine.addEventListener('inbox', hear)
    mine.addEventListener('reload', hear)
    mine.onerror = () => {
      connection.value = 'lost'
      // The browser tries again by itself, except after an answer that was no stream.
      if (mine.readyState === EventSource.CLOSED) retry = setTimeout(listen, RETRY_AFTER)
    }
  }

  /** A page in the background gives its connection back: a browser keeps only a few to one server. */
  function seen(): void {
    if (document.visibilityState === 'visible') {
      clearTimeout(away)
      if (!stream) listen()
    } else away = setTimeout(stop, BACKGROUND_FOR)
  }

  function begin(): void {
    document.addEventListener('visibilitychange', seen)
    listen()
  }

  function end(): void {
    document.removeEventListener('visibilitychange', seen)
    clearTimeout(away)
    stop()
    counts.value = null
  }

  function stop(): void {
    clearTimeout(retry)
    clearTimeout(soon)
    stream?.close()
    stream = null
    connection.value = 'none'
  }

  return { counts, connection, moved, open, overdue, count, begin, end }
})
