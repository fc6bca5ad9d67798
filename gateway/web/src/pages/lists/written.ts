// How the values of a live list are written.

import type { ListedRow } from '@/api/types'
import { orDash, said, yuan } from '@/composables/format'
import type { ListedColumn } from './lists'

export function isThere(row: ListedRow, column: ListedColumn): boolean {
  return orDash(row[column.key]) !== '—'
}

/** The value in the reader's language; a dash where there is none. */
export function writtenAs(row: ListedRow, column: ListedColumn): string {
  const value = row[column.key] as string | number | null
  if (!isThere(row, column)) return '—'
  if (column.kind === 'word') return said({ zh: String(row[`${column.key}_zh`] ?? value), en: String(row[`${column.key}_en`] ?? value) })
  if (column.kind === 'yuan') return yuan(value)
  return column.kind === 'area' ? `${value} ㎡` : String(value)
}
