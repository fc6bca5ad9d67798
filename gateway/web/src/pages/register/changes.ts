// What a correction changed, written for a reader.

import { listed, yuan } from '@/composables/format'
import { t } from '@/i18n'

/** A particular as it stood before or after; of relatives, who are known by ids only, the page tells more. */
export function writtenOut(name: string, value: unknown): string {
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && !value.length)) return t('register.blank')
  if (name === 'is_signed') return t(value ? 'common.yes' : 'common.no')
  if (name === 'budget') return yuan(String(value))
  return Array.isArray(value) ? listed(value) : String(value)
}

/** An area from one number to another, of which either may be missing. */
export function areaOf(from: string | null, to: string | null): string {
  if (from && to) return `${from} – ${to} ㎡`
  if (from) return `≥ ${from} ㎡`
  return to ? `≤ ${to} ㎡` : ''
}
