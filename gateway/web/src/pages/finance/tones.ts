// The colours behind the states of settlements and of the money of deals.

import type { Tone } from '@/components/StateTag.vue'

export function settlementTone(state: string): Tone {
  return state === 'confirmed' ? 'good' : state === 'draft' ? 'warn' : 'quiet'
}

export function depositTone(state: string): Tone {
  const tones: Record<string, Tone> = { awaiting: 'warn', expired: 'bad', confirmed: 'good', suspense: 'warn' }
  return tones[state] ?? 'quiet'
}

export function commissionTone(state: string): Tone {
  const tones: Record<string, Tone> = { accrued: 'busy', payable: 'warn', paid: 'good', clawed_back: 'bad' }
  return tones[state] ?? 'quiet'
}

export function decisionTone(state: string): Tone {
  const tones: Record<string, Tone> = { asked: 'warn', approved: 'good', waiting: 'bad', owed: 'warn', paid: 'good' }
  return tones[state] ?? 'quiet'
}
