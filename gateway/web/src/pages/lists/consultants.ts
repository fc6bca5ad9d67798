// The consultants of the estates that a list shows, to choose one's rows; for those who may look into the rota.

import { computed, ref, watch } from 'vue'
import { get } from '@/api/client'
import type { Rota } from '@/api/types'
import { everything } from '@/composables/choices'
import { tellProblem } from '@/composables/tell'
import type { Choice } from '@/components/list/ListFilters.vue'
import { t } from '@/i18n'
import { useSession } from '@/stores/session'

/** The filter by consultant: of the chosen estate, or of all of them. Nothing while there is nobody to choose. */
export function useConsultantChoice(estate: () => string) {
  const session = useSession()
  const names = ref(new Map<string, string>())

  async function load(chosen: string): Promise<void> {
    const estates = (session.me?.estates ?? []).filter((one) => chosen === 'all' || one.id === chosen)
    const rotas = await Promise.all(estates.map((one) => get<Rota>('/rota', { estate_id: one.id })))
    if (chosen !== estate()) return
    names.value = new Map(rotas.flatMap((rota) => rota.places.map((place) => [place.consultant_id, place.name] as const)))
  }
  watch(estate, (chosen) => session.may('registration.read') && void load(chosen).catch(tellProblem), { immediate: true })

  return computed<Choice[]>(() => {
    if (!names.value.size) return []
    const options = [...names.value].map(([value, label]) => ({ value, label }))
    return [{ name: 'consultant_id', label: t('column.consultant'), options: [everything(), ...options] }]
  })
}
