// The board of an estate in numbers, counted anew when something on it has moved.

import { onScopeDispose, shallowRef, watch } from 'vue'
import { get } from '@/api/client'
import type { BoardSummary } from '@/api/types'
import { tellProblem } from '@/composables/tell'
import { useBoard } from '@/stores/board'
import { soon } from './soon'

export function useSummary(estateId: () => string) {
  const summary = shallowRef<BoardSummary | null>(null)

  async function load(): Promise<void> {
    const id = estateId()
    const found = id ? await get<BoardSummary>('/board/summary', { estate_id: id }).catch(tellProblem) : undefined
    if (found && id === estateId()) summary.value = found
  }

  const later = soon(load)
  useBoard().listen({ moved: (move) => void (move.estate_id === estateId() && later.ask()), anew: () => later.ask() })
  watch(
    estateId,
    () => {
      summary.value = null
      void load()
    },
    { immediate: true },
  )
  onScopeDispose(later.stop)
  return summary
}
