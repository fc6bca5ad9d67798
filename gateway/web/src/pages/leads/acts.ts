// What may be done with a lead, and the sentences against it.

import type { Act } from '@/api/types'
import { said } from '@/composables/format'

export function against(acts: Act[], act: string): string[] {
  return (acts.find((one) => one.act === act)?.reasons_against ?? []).map(said)
}
