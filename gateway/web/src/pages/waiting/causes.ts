// Why customers go elsewhere, and what those who wait look for, in a line.

import type { WaitingLead } from '@/api/types'

export const CAUSES = ['price', 'area', 'place', 'building', 'terms', 'put_off', 'other']

export function wantsOf(row: Pick<WaitingLead, 'area_from' | 'area_to' | 'layout' | 'budget'>): string {
  const ends = [row.area_from, row.area_to].filter((end): end is string => end !== null)
  const area = ends.length ? `${[...new Set(ends)].map((end) => end.replace(/\.?0+$/, '')).join('–')}㎡` : ''
  const budget = row.budget ? `¥${row.budget.replace(/\.00$/, '')}` : ''
  return [area, row.layout, budget].filter(Boolean).join(' · ')
}
