// Choices that many lists offer above their rows.

import { computed } from 'vue'
import type { Choice } from '@/components/list/ListFilters.vue'
import { choicesOf, t } from '@/i18n'
import { useSession } from '@/stores/session'

export function everything(): { value: string; label: string } {
  return { value: 'all', label: t('list.all') }
}

/** A filter over a group of codes; `all` is not sent to the server. */
export function codeChoice(name: string, label: string, group: string, codes: string[]): Choice {
  return { name, label, options: [everything(), ...choicesOf(group, codes)] }
}

/** A filter by estate, where the reader works for more than one. */
export function useEstateChoice() {
  const session = useSession()
  return computed<Choice[]>(() => {
    const estates = session.me?.estates ?? []
    if (estates.length < 2) return []
    const options = estates.map((estate) => ({ value: estate.id, label: estate.name }))
    return [{ name: 'estate_id', label: t('common.estate'), options: [everything(), ...options] }]
  })
}

export function estateName(id: string | null | undefined): string {
  return useSession().me?.estates.find((estate) => estate.id === id)?.name ?? '—'
}

export const DEPARTMENTS = ['leasing', 'sales_control', 'customer_service', 'property', 'engineering', 'finance']
export const RANKS = ['clerk', 'supervisor', 'manager', 'director']
export const TRADES = ['power', 'low_voltage', 'air_conditioning', 'plumbing', 'lift', 'fit_out', 'doors_and_windows', 'other']
