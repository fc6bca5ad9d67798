// The colours behind the states of leads and of what is due.

import type { Tone } from '@/components/StateTag.vue'

const GRADES: Record<string, Tone> = { A: 'good', B: 'busy', C: 'warn', D: 'quiet' }
const WHENS: Record<string, Tone> = { overdue: 'bad', today: 'warn', to_come: 'quiet' }

export const gradeTone = (grade: string | null): Tone => GRADES[grade ?? ''] ?? 'quiet'
export const whenTone = (when: string | null): Tone => WHENS[when ?? ''] ?? 'quiet'
