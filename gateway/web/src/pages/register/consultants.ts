// The consultants of an estate, as its rota has them.

import { ref, watch } from 'vue'
import { get } from '@/api/client'
import type { Rota, RotaPlace } from '@/api/types'
import { tellProblem } from '@/composables/tell'

/** Those who receive visitors at an estate, or nobody while there is none to ask for. */
export function useConsultants(estateId: () => string) {
  const consultants = ref<RotaPlace[]>([])
  watch(
    estateId,
    async (id) => {
      consultants.value = []
      const rota = id ? await get<Rota>('/rota', { estate_id: id }).catch(tellProblem) : undefined
      if (rota && id === estateId()) consultants.value = rota.places
    },
    { immediate: true },
  )
  return consultants
}
