// The states of the board and of deals, in the order in which a unit goes through them, with their colours.

import type { Tone } from '@/components/StateTag.vue'

export const STATES = ['available', 'held', 'confirmed', 'sold', 'let', 'signed', 'withdrawn'] as const
export const DEAL_STATES = ['held', 'confirmed', 'closed', 'signed', 'lapsed', 'withdrawn'] as const

const TONES: Record<string, Tone> = { available: 'good', held: 'warn', confirmed: 'busy', closed: 'good', sold: 'bad', let: 'bad' }

export function stateTone(state: string): Tone {
  return TONES[state] ?? 'quiet'
}
