// The colours behind the states of contracts, supplementary agreements and withdrawals.

import type { Tone } from '@/components/StateTag.vue'

const TONES: Record<string, Tone> = { submitted: 'warn', manager_approved: 'warn', approved: 'busy', signed: 'good', refused: 'bad', requested: 'warn', done: 'good' }

export function paperTone(state: string): Tone {
  return TONES[state] ?? 'quiet'
}
