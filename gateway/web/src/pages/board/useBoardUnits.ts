// The units of one building as the grid shows them: page by page from the top floor down, kept up to date by the live stream.

import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { get } from '@/api/client'
import type { BoardItem, Page } from '@/api/types'
import { useBoard } from '@/stores/board'
import { floorsOf, patched, replaced, wholeFloors } from './floors'

export const AT_ONCE = 100
/** Where more units than this move together, a page is cheaper to ask for than each of them. */
const FEW = 12

export function useBoardUnits(estateId: () => string, building: () => string) {
  const board = useBoard()
  const units = shallowRef<readonly BoardItem[]>([])
  const next = ref<string | null>(null)
  const loading = ref(false)
  const error = shallowRef<unknown>(null)
  const moved = new Set<string>()
  let running: AbortController | null = null
  let asking = false

  const floors = computed(() => wholeFloors(floorsOf(units.value), next.value !== null))

  function page(cursor: string | null, signal: AbortSignal): Promise<Page<BoardItem>> {
    return get<Page<BoardItem>>('/board', { estate_id: estateId(), building: building(), sort: '-floor', limit: AT_ONCE, cursor }, signal)
  }

  /** Asks in the name of the newest wish only: what an earlier one brings is dropped. */
  async function asked(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    running?.abort()
    const mine = (running = new AbortController())
    loading.value = true
    try {
      await work(mine.signal)
      error.value = null
    } catch (problem) {
      if (!mine.signal.aborted) error.value = problem
    }
    if (running !== mine) return
    loading.value = false
    void freshen()
  }

  /** Loads from the top as far down as is shown already, at least one page; what is shown stays until it is there. */
  function load(): Promise<void> {
    const wanted = units.value.length
    return asked(async (signal) => {
      const found: BoardItem[] = []
      let cursor: string | null = null
      do {
        const one: Page<BoardItem> = await page(cursor, signal)
        found.push(...one.items)
        cursor = one.next
      } while (cursor && found.length < wanted)
      units.value = found
      next.value = cursor
    })
  }

  async function more(): Promise<void> {
    if (!next.value || loading.value) return
    const cursor = next.value
    await asked(async (signal) => {
      const one = await page(cursor, signal)
      units.value = [...units.value, ...one.items]
      next.value = one.next
    })
  }

  /** Asks for what became of the units that moved: one after the other, so that a later answer is never overtaken. */
  async function freshen(): Promise<void> {
    if (asking || loading.value) return
    asking = true
    while (moved.size > 0 && moved.size <= FEW) {
      const id = [...moved][0]!
      moved.delete(id)
      if (!units.value.some((unit) => unit.unit_id === id)) continue
      // One that cannot be had now keeps the state that the move told of.
      const now = await get<BoardItem>(`/board/${id}`).catch(() => null)
      if (now) units.value = replaced(units.value, now)
    }
    asking = false
    if (moved.size === 0) return
    moved.clear()
    await load()
  }

  board.listen({
    // What moves while a page is on its way may be older there: it is asked for again once the page has come.
    moved: (move) => {
      if (move.estate_id !== estateId()) return
      units.value = patched(units.value, move)
      moved.add(move.unit_id)
      void freshen()
    },
    anew: () => void (estateId() && building() && load()),
  })

  watch(
    () => [estateId(), building()],
    ([estate, named]) => {
      units.value = []
      next.value = null
      moved.clear()
      if (estate && named) void load()
    },
    { immediate: true },
  )
  onScopeDispose(() => running?.abort())
  return { units, floors, next, loading, error, load, more }
}
