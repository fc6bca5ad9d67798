// The colours behind the states of settlements.

import type { Tone } from '@/components/StateTag.vue'

export function settlementTone(state: string): Tone {
  return state === 'confirmed' ? 'good' : state === 'draft' ? 'warn' : 'quiet'
}
