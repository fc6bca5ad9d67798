// The rota of the estate at hand, read anew after everything that moves it.

import { shallowRef, watch } from 'vue'
import { get } from '@/api/client'
import type { Rota } from '@/api/types'
import { tellProblem } from '@/composables/tell'

export function useRota(estateId: () => string) {
  const rota = shallowRef<Rota | undefined>()

  async function load(): Promise<void> {
    const id = estateId()
    const found = id ? await get<Rota>('/rota', { estate_id: id }).catch(tellProblem) : undefined
    if (id === estateId()) rota.value = found ?? undefined
  }

  watch(estateId, load, { immediate: true })
  return { rota, load }
}
