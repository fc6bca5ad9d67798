// The inbox in groups: late, due today, due later, and what has no deadline.

import type { InboxItem } from '@/api/types'
import { lastDay } from '@/composables/format'
import { now, today } from '@/composables/now'

export type GroupName = 'late' | 'today' | 'later' | 'undated' | 'all'

export function isLate(item: InboxItem): boolean {
  if (item.closed_at !== null || item.due_at === null) return false
  return item.overdue_at !== null || new Date(item.due_at) <= now()
}

export function groupOf(item: InboxItem): GroupName {
  if (isLate(item)) return 'late'
  if (item.due_at === null) return 'undated'
  return lastDay(item.due_at) === today() ? 'today' : 'later'
}

/** The groups that have items, most pressing first; a list of what is over stays in one. */
export function inGroups(items: InboxItem[], asOne = false): { name: GroupName; items: InboxItem[] }[] {
  if (asOne) return [{ name: 'all', items }]
  const order: GroupName[] = ['late', 'today', 'later', 'undated']
  return order.map((name) => ({ name, items: items.filter((item) => groupOf(item) === name) })).filter((group) => group.items.length > 0)
}
