// Word of the unit board as the live stream brings it, handed on to whichever pages show a board.

import { defineStore } from 'pinia'
import { onScopeDispose } from 'vue'
import type { BoardMove } from '@/api/types'

export interface BoardListener {
  /** A unit has another state. */
  moved: (move: BoardMove) => void
  /** Word may have been missed: what is shown is to be asked for again. */
  anew: () => void
}

export const useBoard = defineStore('board', () => {
  const listeners = new Set<BoardListener>()

  /** Listens for as long as the page is there. Each word is handed on by itself: of two in one moment neither is lost. */
  function listen(listener: BoardListener): void {
    listeners.add(listener)
    onScopeDispose(() => listeners.delete(listener))
  }

  function tell(move: BoardMove): void {
    for (const listener of [...listeners]) listener.moved(move)
  }

  function tellAnew(): void {
    for (const listener of [...listeners]) listener.anew()
  }

  return { listen, tell, tellAnew }
})
