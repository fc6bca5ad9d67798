// What is written down of a visitor: as a form holds it, and as the register is told.

import type { Particulars, Relative } from '@/api/types'

export const TEXTS = ['name', 'company', 'company_nature', 'business', 'layout', 'building', 'address', 'medium', 'intent', 'features', 'doubts'] as const
export const NUMBERS = ['area_from', 'area_to', 'budget'] as const
export const CHANNELS = ['walk_in', 'phone', 'exhibition', 'referral', 'outreach', 'broker']
export const RELATIONS = ['spouse', 'parent', 'parent_in_law', 'son', 'daughter', 'son_in_law', 'daughter_in_law']

export type Line = (typeof TEXTS)[number] | (typeof NUMBERS)[number]
export type RelativeRow = Pick<Relative, 'customer_id' | 'relation'>

export interface Draft extends Record<Line, string> {
  phones: string[]
  relatives: RelativeRow[]
  is_signed: boolean
}

/** A form to begin with: what is written down already, or nothing but a line for the phone. */
export function draftOf(known?: Particulars): Draft {
  const lines = Object.fromEntries([...TEXTS, ...NUMBERS].map((name) => [name, known?.[name] ?? ''])) as Record<Line, string>
  return {
    ...lines,
    phones: known?.phones.length ? [...known.phones] : [''],
    relatives: (known?.relatives ?? []).map(({ customer_id, relation }) => ({ customer_id, relation })),
    is_signed: known?.is_signed ?? true,
  }
}

/** Takes rows away that nobody filled in, so that a refusal finds its row by the place that it names. */
export function tidy(draft: Draft): void {
  const phones = draft.phones.filter((phone) => phone.trim())
  draft.phones = phones.length ? phones : ['']
  draft.relatives = draft.relatives.filter((row) => row.customer_id || row.relation)
}

/** What the register is told; a number that is not given is none, and a row's missing half is left for it to ask for. */
export function toldOf(draft: Draft): Record<string, unknown> {
  return {
    ...Object.fromEntries(TEXTS.map((name) => [name, draft[name].trim()])),
    ...Object.fromEntries(NUMBERS.map((name) => [name, draft[name].trim() || null])),
    phones: draft.phones.map((phone) => phone.trim()).filter(Boolean),
    relatives: draft.relatives.map((row) => ({ customer_id: row.customer_id || undefined, relation: row.relation || undefined })),
    is_signed: draft.is_signed,
  }
}

/** What a correction names: only the particulars that differ. */
export function changesIn(before: Draft, after: Draft): Record<string, unknown> {
  const was = toldOf(before)
  const same = (name: string, value: unknown) => JSON.stringify(was[name]) === JSON.stringify(value)
  return Object.fromEntries(Object.entries(toldOf(after)).filter(([name, value]) => !same(name, value)))
}
