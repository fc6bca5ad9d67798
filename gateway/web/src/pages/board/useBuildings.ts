// The buildings of the estate at hand, as property has them.

import { ref, watch } from 'vue'
import { get } from '@/api/client'
import { tellProblem } from '@/composables/tell'

interface Known {
  buildings: { name: string }[]
}

export function useBuildingsOf(estateId: () => string) {
  const buildings = ref<string[]>([])
  watch(
    estateId,
    async (id) => {
      buildings.value = []
      const known = id ? await get<Known>(`/estates/${id}`).catch(tellProblem) : undefined
      if (known && id === estateId()) buildings.value = known.buildings.map((building) => building.name)
    },
    { immediate: true },
  )
  return buildings
}
