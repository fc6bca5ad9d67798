// The colours behind the states of registrations.

import type { Tone } from '@/components/StateTag.vue'

export function registrationTone(state: string): Tone {
  return state === 'valid' ? 'good' : state === 'expired' ? 'warn' : 'quiet'
}
