// The viewings of the days on show; which days, whose and of what unit stands in the address.

import { computed, shallowRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { get } from '@/api/client'
import type { Page, ViewingItem } from '@/api/types'
import { today } from '@/composables/now'
import { tellProblem } from '@/composables/tell'
import { daysShown } from './week'

export function useCalendar(usualEstate: () => string) {
  const route = useRoute()
  const router = useRouter()
  const viewings = shallowRef<ViewingItem[]>([])
  const toBeMoved = shallowRef<ViewingItem[]>([])
  const told = (name: string, usual = '') => computed(() => String(route.query[name] ?? usual))
  const day = computed(() => String(route.query.day ?? today()))
  const view = told('view', 'week')
  const estateId = computed(() => String(route.query.estate_id ?? usualEstate()))
  const consultantId = told('consultant_id')
  const unit = told('unit')
  const mine = told('mine')
  const days = computed(() => daysShown(day.value, view.value))

  function set(changed: Record<string, string>): void {
    const query = Object.fromEntries(Object.entries({ ...route.query, ...changed }).filter(([, value]) => value))
    void router.replace({ query: query as Record<string, string> })
  }

  const asked = computed(() => ({
    since: days.value[0], until: days.value.at(-1), estate_id: estateId.value,
    consultant_id: consultantId.value, unit_number: unit.value, mine: mine.value || undefined,
  }))

  async function load(): Promise<void> {
    const mineNow = JSON.stringify(asked.value)
    const found = await get<ViewingItem[]>('/appointments/calendar', asked.value).catch(tellProblem)
    if (found && mineNow === JSON.stringify(asked.value)) viewings.value = found
    const estate = estateId.value
    const left = await get<Page<ViewingItem>>('/appointments', { estate_id: estate, to_be_moved: 'true' }).catch(tellProblem)
    if (left && estate === estateId.value) toBeMoved.value = left.items
  }

  const home = route.name
  watch(() => JSON.stringify(asked.value), () => route.name === home && void load(), { immediate: true })
  const on = (one: string) => viewings.value.filter((viewing) => viewing.day === one)
  return { day, view, estateId, consultantId, unit, mine, days, viewings, toBeMoved, set, load, on }
}
