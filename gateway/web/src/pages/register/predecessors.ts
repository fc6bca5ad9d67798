// Whose leads can be handed over: whoever works on registrations of an estate, here still or gone.

import { ref, watch } from 'vue'
import { get } from '@/api/client'
import type { RegistrationItem } from '@/api/types'
import { tellProblem } from '@/composables/tell'

interface Predecessor {
  id: string
  name: string
}

/** Everybody who has these registrations in their care, once, in the order of the rows. */
export function inCare(rows: Pick<RegistrationItem, 'caretaker_id' | 'caretaker'>[]): Predecessor[] {
  return [...new Map(rows.map((one) => [one.caretaker_id, one.caretaker]))].map(([id, name]) => ({ id, name }))
}

/** The consultants whom the newest registrations name, or those that a name is searched in. */
export function usePredecessors(estateId: () => string) {
  const people = ref<Predecessor[]>([])

  async function search(q = ''): Promise<void> {
    const estate = estateId()
    const asked = { estate_id: estate, limit: 100, ...(q.trim() ? { q: q.trim() } : {}) }
    const page = estate ? await get<{ items: RegistrationItem[] }>('/registrations', asked).catch(tellProblem) : undefined
    if (estate === estateId()) people.value = inCare(page?.items ?? [])
  }

  watch(estateId, () => void search(), { immediate: true })
  return { people, search }
}
