// The menu: every entry with the permissions that open it. What a role may not do is not in its menu.

import { MAY_SEE_LISTS } from '@/pages/lists/lists'

export interface Entry {
  name: string
  to: string
  icon: string
  may: string[]
}

export interface Group {
  name: string
  entries: Entry[]
}

export const MENU: Group[] = [
  {
    name: 'work',
    entries: [
      { name: 'inbox', to: '/inbox', icon: 'inbox', may: [] },
      { name: 'reception', to: '/reception', icon: 'people', may: ['registration.read'] },
      { name: 'register', to: '/register', icon: 'visitor', may: ['registration.read'] },
      { name: 'unit-changes', to: '/unit-changes', icon: 'swap', may: ['unit_change.list'] },
      { name: 'work-orders', to: '/work-orders', icon: 'tool', may: ['work_order.read'] },
    ],
  },
  {
    name: 'books',
    entries: [
      { name: 'units', to: '/units', icon: 'building', may: ['unit.list'] },
      { name: 'leases', to: '/leases', icon: 'document', may: ['lease.read'] },
      { name: 'settlements', to: '/settlements', icon: 'calculator', may: ['settlement.read'] },
      { name: 'lists', to: '/lists', icon: 'list', may: MAY_SEE_LISTS },
      { name: 'sales-report', to: '/reports/sales', icon: 'chart', may: ['sales_list.read'] },
      { name: 'ledger', to: '/ledger', icon: 'ledger', may: ['ledger.read'] },
    ],
  },
  {
    name: 'system',
    entries: [
      { name: 'operations', to: '/operations', icon: 'pulse', may: ['operations.read'] },
      { name: 'people', to: '/people', icon: 'people', may: ['person.list'] },
      { name: 'subscriptions', to: '/subscriptions', icon: 'bell', may: ['subscription.read'] },
      { name: 'audit', to: '/audit', icon: 'shield', may: ['audit.read'] },
    ],
  },
]

/** The groups with the entries that `mayAny` opens; empty groups are left out. */
export function visibleMenu(mayAny: (wanted: string[]) => boolean): Group[] {
  return MENU.map((group) => ({ ...group, entries: group.entries.filter((entry) => mayAny(entry.may)) })).filter(
    (group) => group.entries.length > 0,
  )
}
