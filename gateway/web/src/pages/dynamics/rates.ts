// What of a medium's new customers came to a viewing, a deposit, a deal.

import type { Figures } from '@/api/types'

export function percent(part: number, whole: number): string {
  return whole > 0 ? `${((100 * part) / whole).toFixed(1)}%` : '—'
}

export function ratesOf(figures: Figures): string {
  return [figures.viewed, figures.paid, figures.dealt].map((part) => percent(part, figures.customers)).join(' / ')
}
