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
      { name: 'unit-changes', to: '/unit-changes', icon: 'swap', may: ['unit_change.list'] },
      { name: 'work-orders', to: '/work-orders', icon: 'tool', may: ['work_order.read'] },
    ],
  },
  {
    name: 'leasing',
    entries: [
      { name: 'reception', to: '/reception', icon: 'people', may: ['registration.read'] },
      { name: 'register', to: '/register', icon: 'visitor', may: ['registration.read'] },
      { name: 'leads', to: '/leads', icon: 'star', may: ['lead.read'] },
      { name: 'follow-ups', to: '/follow-ups', icon: 'clock', may: ['lead.read'] },
      { name: 'appointments', to: '/appointments', icon: 'calendar', may: ['appointment.read'] },
      { name: 'offers', to: '/offers', icon: 'search', may: ['offer.read'] },
      { name: 'quotations', to: '/quotations', icon: 'calculator', may: ['quotation.read'] },
      { name: 'concessions', to: '/concessions', icon: 'pen', may: ['concession.read'] },
      { name: 'waiting-list', to: '/waiting-list', icon: 'clock', may: ['waiting_list.read'] },
      { name: 'brokers', to: '/brokers', icon: 'visitor', may: ['broker.read', 'visit_report.read'] },
      { name: 'attributions', to: '/attributions', icon: 'scales', may: ['attribution.read'] },
      { name: 'dynamics', to: '/reports/dynamics', icon: 'chart', may: ['dynamics.read'] },
    ],
  },
  {
    name: 'sales',
    entries: [
      { name: 'board', to: '/board', icon: 'grid', may: ['board.read'] },
      { name: 'deals', to: '/deals', icon: 'deal', may: ['deal.read'] },
      { name: 'lists', to: '/lists', icon: 'list', may: MAY_SEE_LISTS },
      { name: 'sales-report', to: '/reports/sales', icon: 'chart', may: ['sales_list.read'] },
    ],
  },
  {
    name: 'money',
    entries: [
      { name: 'deposits', to: '/deposits', icon: 'check', may: ['deposit.read'] },
      { name: 'receivables', to: '/receivables', icon: 'clock', may: ['receivable.read'] },
      { name: 'commissions', to: '/commissions', icon: 'user', may: ['commission.read'] },
      { name: 'collection', to: '/reports/collection', icon: 'pulse', may: ['collection.read'] },
      { name: 'settlements', to: '/settlements', icon: 'calculator', may: ['settlement.read'] },
      { name: 'ledger', to: '/ledger', icon: 'ledger', may: ['ledger.read'] },
    ],
  },
  {
    name: 'books',
    entries: [
      { name: 'units', to: '/units', icon: 'building', may: ['unit.list'] },
      { name: 'leases', to: '/leases', icon: 'document', may: ['lease.read'] },
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
