// How dates, moments and amounts are written, the same on every page and in the estates' own time zone.

import { currentLanguage } from '@/i18n'

/** Every estate so far keeps this zone's time; a reader elsewhere must see the estate's deadlines, not their own. */
export const ZONE = 'Asia/Shanghai'

interface Parts {
  date: string
  time: string
}

function partsOf(moment: string | Date): Parts {
  const at = typeof moment === 'string' ? new Date(moment) : moment
  const written = new Intl.DateTimeFormat('sv-SE', {
    timeZone: ZONE,
    year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hour12: false,
  }).format(at)
  const [date = '', time = ''] = written.split(' ')
  return { date, time }
}

/** `2026-12-07 14:05`. */
export function moment(value: string | null | undefined): string {
  if (!value) return '—'
  const { date, time } = partsOf(value)
  return `${date} ${time}`
}

/** The local day of a moment, `2026-12-07`. */
export function dayOf(value: string | Date): string {
  return partsOf(value).date
}

/** A deadline: midnight is written as 24:00 of the day that it ends, as the departments speak of it. */
export function deadline(value: string | null | undefined): string {
  if (!value) return '—'
  const { date, time } = partsOf(value)
  if (time !== '00:00') return `${date} ${time}`
  return `${dayOf(new Date(new Date(value).getTime() - 60_000))} 24:00`
}

/** The last day on which a deadline can still be kept. */
export function lastDay(value: string): string {
  return dayOf(new Date(new Date(value).getTime() - 60_000))
}

/** `1,234.50`, or with the currency sign. Amounts come as decimal strings and are never put through a float. */
export function yuan(value: string | number | null | undefined, sign = false): string {
  if (value === null || value === undefined || value === '') return '—'
  const [, minus = '', whole = '0', cents = ''] = String(value).match(/^(-?)(\d+)(?:\.(\d+))?$/) ?? []
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return `${minus}${sign ? '¥' : ''}${grouped}.${cents.padEnd(2, '0')}`
}

export function orDash(value: unknown): string {
  return value === null || value === undefined || value === '' ? '—' : String(value)
}

/** The text in the reader's language of a thing that carries both. */
export function said(thing: { zh?: string; en?: string } | null | undefined): string {
  if (!thing) return ''
  return (currentLanguage() === 'en' ? thing.en || thing.zh : thing.zh || thing.en) ?? ''
}

/** Several names as one text. */
export function listed(names: readonly (string | number)[]): string {
  return names.join(currentLanguage() === 'en' ? ', ' : '、')
}
