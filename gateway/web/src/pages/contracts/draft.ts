// A contract before it is signed: as a form holds it, and as sales control's books are told.

import type { BoardUnit, Deal, Tariffs } from '@/api/types'
import { cents } from './cents'

export interface PartRow {
  due_on: string
  amount: string
  means: string
}
export interface ClauseRow {
  title: string
  text: string
}
export type TariffDraft = Record<keyof Tariffs, string>
export interface LeaseDraft {
  phone: string
  contact: string
  business: string
  payment: string
  tariffs: TariffDraft
}
export interface ContractDraft {
  number: string
  parties: string
  signed_on: string
  plan: string
  parts: PartRow[]
  clauses: ClauseRow[]
  starts_on: string
  ends_on: string
  lease: LeaseDraft
}

export const COUNTED: (keyof Tariffs)[] = ['parking_spaces', 'phone_lines']
export const TARIFFS: (keyof Tariffs)[] = [
  'rent_per_sqm_day', 'management_per_sqm_month', 'electricity_per_kwh', 'water_per_m3', 'parking_spaces', 'parking_per_month', 'phone_lines', 'phone_per_line_month',
]

/** A tariff without the zeros beyond its cents. */
function short(tariff: string | null | undefined): string {
  return (tariff ?? '').replace(/(\.\d\d)0+$/, '$1')
}

/** Tariffs as the list has them; the rent only where the deal kept to the list. */
function tariffsOf(deal: Deal, unit: BoardUnit | null): TariffDraft {
  const isAtList = deal.list_price !== null && cents(deal.price) === cents(deal.list_price)
  const known: Partial<TariffDraft> = {
    rent_per_sqm_day: isAtList ? short(unit?.rent_per_sqm_day) : '',
    management_per_sqm_month: short(unit?.management_per_sqm_month),
    parking_per_month: short(unit?.parking_per_month),
    phone_per_line_month: short(unit?.phone_per_line_month),
    parking_spaces: '0',
    phone_lines: '0',
  }
  return Object.fromEntries(TARIFFS.map((name) => [name, known[name] ?? ''])) as TariffDraft
}

/** A contract to begin with: one payment of the whole price on the day it is signed, and a sample unit's clause. */
export function draftOf(deal: Deal, unit: BoardUnit | null, today: string, sampleTitle: string): ContractDraft {
  const notes = unit?.is_sample ? unit.sample_notes : ''
  return {
    number: '',
    parties: '',
    signed_on: today,
    plan: deal.kind === 'lease' ? 'instalments' : 'lump_sum',
    parts: deal.kind === 'lease' ? [] : [{ due_on: today, amount: deal.price ?? '', means: 'bank' }],
    clauses: notes ? [{ title: sampleTitle, text: notes }] : [],
    starts_on: '',
    ends_on: '',
    lease: { phone: '', contact: '', business: '', payment: 'quarterly', tariffs: tariffsOf(deal, unit) },
  }
}

/** Takes rows away that nobody filled in, so that a refusal finds its row by the place that it names. */
export function tidy(draft: ContractDraft): void {
  draft.parts = draft.parts.filter((row) => row.amount.trim() || row.due_on)
  draft.clauses = draft.clauses.filter((row) => row.title.trim() || row.text.trim())
}

/** What the door is told; of a sale the plan, of a lease the term and the terms of the register of leases. */
export function toldOf(draft: ContractDraft, kind: string): Record<string, unknown> {
  const common = { number: draft.number, parties: draft.parties, signed_on: draft.signed_on || undefined, plan: draft.plan, clauses: draft.clauses }
  if (kind !== 'lease') return { ...common, parts: draft.parts.map((row) => ({ ...row, amount: row.amount.trim(), due_on: row.due_on || undefined })) }
  const { tariffs, ...lease } = draft.lease
  const told = Object.entries(tariffs).map(([name, value]) => [name, COUNTED.includes(name as keyof Tariffs) ? countOf(value) : value.trim()])
  return { ...common, starts_on: draft.starts_on || null, ends_on: draft.ends_on || null, lease: { ...lease, tariffs: Object.fromEntries(told) } }
}

/** A whole number as the door wants it; anything else is sent as typed, to be refused with its sentence. */
function countOf(typed: string): number | string {
  return /^\s*\d+\s*$/.test(typed) ? Number(typed) : typed
}

/** What stands against a group of fields as a whole, and not against a place in it that shows its own sentence. */
export function againstAll(errors: Record<string, string>, name: string): string | undefined {
  return Object.keys(errors).some((place) => place.startsWith(`${name}.`)) ? undefined : errors[name]
}
