// The live lists: of each its columns in order, its filters, and who may see it. A further list is a further entry here and its
// title, note and headings in i18n/words/lists.ts; the doors are GET /lists/<name> and /lists/<name>/export.

import { defineAsyncComponent, type Component } from 'vue'
import { PLANS, RISKS, WHYS } from '../contracts/codes'

/** How a value is written; `word` is one that comes with its names, `long` may run over several lines. */
export type Kind = 'text' | 'word' | 'long' | 'day' | 'yuan' | 'number' | 'area'

export interface ListedColumn {
  key: string
  kind: Kind
  /** The heading, where it is not named like the column. */
  label?: string
  sort?: boolean
  phone?: 'phone-hide'
  /** What is written small below the value, so that a wide list fits. */
  under?: ListedColumn
}

export interface ListedFilter {
  name: string
  label?: string
  takes?: 'day' | 'text'
  /** The group of words and the codes in it that may be chosen. */
  group?: string
  codes?: string[]
}

export interface LiveList {
  name: string
  may: string[]
  columns: ListedColumn[]
  filters: ListedFilter[]
  /** Where the list has consultants: it may be asked for those of one. */
  byConsultant?: boolean
  sort?: string
  /** A button at the end of each row; it gets the `row` and says `changed`. */
  act?: Component
}

const column = (key: string, kind: Kind = 'text', more: Partial<ListedColumn> = {}): ListedColumn => ({ key, kind, ...more })
const choice = (name: string, group: string, codes: string[], label = name): ListedFilter => ({ name, label, group, codes })
const days = (from: string, to: string): ListedFilter[] => [{ name: 'since', label: from, takes: 'day' }, { name: 'until', label: to, takes: 'day' }]

const NUMBER = column('number', 'text', { label: 'deal', sort: true })
const ESTATE = column('estate')
const UNIT = column('unit_number')
const CUSTOMER = column('customer_name')
const CONSULTANT = column('consultant')
const WHO = [NUMBER, ESTATE, UNIT, CUSTOMER, CONSULTANT]
const PRICE = column('price', 'yuan')
const STATE = column('state', 'word')
const CLOSED = column('closed_on', 'day', { sort: true })
const CLOSED_AS = column('closed_on', 'day', { sort: true, under: STATE })
const CLOSED_BETWEEN = days('closedFrom', 'closedTo')
const SALES = { may: ['sales_list.read'] }

export const LISTS: LiveList[] = [
  {
    ...SALES,
    name: 'contracts',
    byConsultant: true,
    sort: '-signed_on',
    columns: [
      column('number', 'text', { label: 'contract', sort: true, under: column('kind', 'word') }), ESTATE, column('unit_number', 'text', { label: 'unitAndArea', under: column('area', 'area') }), CUSTOMER,
      column('price', 'yuan', { label: 'priceOrRent', sort: true, under: column('plan', 'word') }), column('starts_on', 'day', { label: 'term', under: column('ends_on', 'day') }),
      column('signed_on', 'day', { sort: true }), CONSULTANT, STATE, column('clauses', 'long'),
    ],
    filters: [
      choice('kind', 'dealKind', ['sale', 'lease']), choice('plan', 'contractPlan', PLANS), choice('state', 'contractState', ['signed', 'withdrawn']),
      ...days('signedFrom', 'signedTo'), { name: 'clause', takes: 'text' },
    ],
  },
  {
    ...SALES,
    name: 'unsigned',
    byConsultant: true,
    sort: 'consultant',
    columns: [column('consultant', 'text', { sort: true }), NUMBER, ESTATE, UNIT, CUSTOMER, PRICE, CLOSED, column('sign_by', 'day', { sort: true })],
    filters: CLOSED_BETWEEN,
  },
  {
    ...SALES,
    name: 'owners',
    byConsultant: true,
    sort: '-number',
    columns: [
      NUMBER, ESTATE, column('building'), column('floor', 'number'), column('unit_number', 'text', { sort: true, under: column('layout') }), column('area_built', 'number'),
      CUSTOMER, CONSULTANT, PRICE, column('deposit', 'yuan'), CLOSED_AS,
    ],
    filters: CLOSED_BETWEEN,
  },
  {
    ...SALES,
    name: 'special-discounts',
    byConsultant: true,
    sort: '-number',
    columns: [...WHO, column('price', 'yuan', { label: 'priceAndList', under: column('list_price', 'yuan') }), column('discount', 'yuan'), column('discount_reason', 'long'), CLOSED_AS],
    filters: CLOSED_BETWEEN,
  },
  {
    ...SALES,
    name: 'withdrawals',
    byConsultant: true,
    sort: '-at',
    columns: [
      NUMBER, ESTATE, UNIT, column('customer_name', 'text', { label: 'customerAndConsultant', under: CONSULTANT }), column('why', 'word', { label: 'whyWithdrawn', under: column('reason', 'long') }), column('refund', 'yuan', { label: 'refundAndEvidence', under: column('evidence', 'long') }),
      column('requested_by', 'text', { label: 'requestedAndDecided', under: column('decided_by') }), column('state', 'word', { under: column('withdrawn_on', 'day') }),
    ],
    filters: [choice('state', 'withdrawalState', ['requested', 'approved', 'done', 'refused']), choice('why', 'withdrawalWhy', WHYS, 'whyWithdrawn')],
  },
  {
    ...SALES,
    name: 'changes-and-withdrawals',
    sort: '-on',
    columns: [
      column('number', 'text', { sort: true }), column('what', 'word'), ESTATE, CUSTOMER, column('old_unit_number'), column('new_unit_number'),
      column('on', 'day', { sort: true }), column('why', 'word'),
    ],
    filters: [choice('what', 'changeWhat', ['unit_change', 'withdrawal'])],
  },
  {
    ...SALES,
    name: 'problem-customers',
    byConsultant: true,
    sort: '-at',
    columns: [
      ...WHO, column('text', 'long', { label: 'problem' }), column('reported_by', 'text', { under: column('reported_on', 'day') }), column('resolution', 'long', { under: column('resolved_by') }), STATE,
    ],
    filters: [choice('state', 'problemState', ['open', 'resolved'])],
    act: defineAsyncComponent(() => import('./ResolveButton.vue')),
  },
  {
    ...SALES,
    name: 'promises',
    byConsultant: true,
    sort: '-at',
    columns: [...WHO, column('promised_on', 'day'), column('text', 'long', { label: 'promised' }), column('risk', 'word'), column('risk_note', 'long'), column('by')],
    filters: [choice('risk', 'promiseRisk', RISKS)],
  },
  {
    name: 'payments',
    may: ['receivable.read'],
    byConsultant: true,
    sort: 'pays_by',
    columns: [
      column('number', 'text', { label: 'deal', under: column('contract_number', 'text', { label: 'contract' }) }), ESTATE, UNIT, CUSTOMER, column('position', 'number'), column('means', 'word'),
      column('pays_by', 'day', { sort: true, under: column('due_on', 'day') }), column('amount', 'yuan', { sort: true }), column('paid', 'yuan'), column('open', 'yuan'),
    ],
    filters: [choice('means', 'means', ['cash', 'bank', 'mortgage']), ...days('payFrom', 'payTo')],
  },
  {
    name: 'late-payments',
    may: ['receivable.read'],
    byConsultant: true,
    sort: 'new_date',
    columns: [
      column('number', 'text', { label: 'deal', under: column('contract_number', 'text', { label: 'contract' }) }), ESTATE, UNIT, CUSTOMER, column('position', 'number'),
      column('old_date', 'day', { sort: true }), column('new_date', 'day', { sort: true }), column('reason', 'long'), column('asked_by', 'text', { under: column('decided_by') }),
      column('amount', 'yuan'), column('paid', 'yuan'), column('open', 'yuan'),
    ],
    filters: [],
  },
]

/** Whoever may see any of the lists. */
export const MAY_SEE_LISTS = [...new Set(LISTS.flatMap((one) => one.may))]

export function listNamed(name: string): LiveList | undefined {
  return LISTS.find((one) => one.name === name)
}

export function headingOf(one: { key?: string; name?: string; label?: string }): string {
  return `column.${one.label ?? one.key ?? one.name}`
}

/** What a list can be asked for, with the value each filter has until somebody chooses. */
export function usualFilters(list: LiveList): Record<string, string> {
  const own = list.filters.map((filter) => [filter.name, filter.codes ? 'all' : ''])
  return Object.fromEntries([['estate_id', 'all'], ...(list.byConsultant ? [['consultant_id', 'all']] : []), ...own])
}
