// The buildings of the reader's estates, for choosing among them.

import { onMounted, ref } from 'vue'
import { get } from '@/api/client'
import { useSession } from '@/stores/session'

export function useBuildings() {
  const session = useSession()
  const buildings = ref<{ value: string; label: string }[]>([])

  onMounted(async () => {
    const estates = session.me?.estates ?? []
    const known = await Promise.all(
      estates.map((estate) => get<{ buildings: { name: string }[] }>(`/estates/${estate.id}`).catch(() => ({ buildings: [] }))),
    )
    const names = new Set(known.flatMap((estate) => estate.buildings.map((building) => building.name)))
    buildings.value = [...names].map((name) => ({ value: name, label: name }))
  })
  return buildings
}
