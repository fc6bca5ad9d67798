// How the board writes what a unit costs.

import type { BoardItem } from '@/api/types'
import { yuan } from '@/composables/format'
import { currentLanguage, t } from '@/i18n'

type Priced = Pick<BoardItem, 'sale_price' | 'rent_per_sqm_day'>

/** Tariffs have four decimal places; those beyond the cents are written only where they say something. */
export function tariff(value: string | null): string {
  return value === null ? '—' : yuan(value.replace(/(\.\d\d)0+$/, '$1'))
}

/** A price short enough for a cell, in ten thousand yuan and exact to the yuan: `312.45` of 3,124,500. */
export function inTenThousands(value: string): string {
  const [whole = '0'] = value.split('.')
  const padded = whole.padStart(5, '0')
  const rest = padded.slice(-4).replace(/0+$/, '')
  return yuan(padded.slice(0, -4)).replace(/00$/, rest).replace(/\.$/, '')
}

function shortPrice(value: string): string {
  return currentLanguage() === 'en' ? yuan(value).replace(/\.00$/, '') : inTenThousands(value)
}

/** What a cell says of the price: for sale, for rent, or both. */
export function pricesOf(unit: Priced): string[] {
  const told: string[] = []
  if (unit.sale_price) told.push(t('board.priceShort', { price: shortPrice(unit.sale_price) }))
  if (unit.rent_per_sqm_day) told.push(t('board.rentShort', { rent: tariff(unit.rent_per_sqm_day) }))
  return told
}

/** What a unit can be held for: that which it has a price for. */
export function kindsOf(unit: Priced): string[] {
  return [...(unit.sale_price ? ['sale'] : []), ...(unit.rent_per_sqm_day ? ['lease'] : [])]
}
