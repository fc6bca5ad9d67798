// The register of visitors as leasing shows it, and whose customer somebody would be.

import type { AttributionItem } from './attributions'
import type { SaidReason } from './common'
import type { Act } from './workOrders'

export interface RegistrationItem {
  id: string
  number: string
  estate_id: string
  customer_id: string
  consultant_id: string
  consultant: string
  /** Who works on the customer now. */
  caretaker_id: string
  caretaker: string
  channel: string
  channel_zh: string
  channel_en: string
  day: string
  name: string
  company: string
  phones: string[]
  state: string
  valid_from: string | null
  valid_until: string | null
  extensions: number
  version: number
}

export interface Relative {
  customer_id: string
  relation: string
  relation_zh: string
  relation_en: string
}

export interface Particulars {
  name: string
  phones: string[]
  company: string
  company_nature: string
  business: string
  area_from: string | null
  area_to: string | null
  layout: string
  budget: string | null
  building: string
  address: string
  medium: string
  intent: string
  features: string
  doubts: string
  relatives: Relative[]
  is_signed: boolean
}

export interface RegisterEntry {
  position: number
  kind: string
  at: string
  day: string
  by: string
  reason: string | null
  /** Of a correction: each particular that differs, before and after. */
  changed: Record<string, [before: unknown, after: unknown]>
  hash: string
}

export interface Suggestion {
  customer_id: string
  name: string
  number: string
  why: string
}

export interface Registration extends RegistrationItem {
  asked_for_id: string | null
  asked_for: string | null
  particulars: Particulars
  lacks: SaidReason[]
  entries: RegisterEntry[]
  suggestions: Suggestion[]
  may_do: Act[]
}

export interface Kin extends Relative {
  /** This customer is the other's relative, and not the other this one's. */
  is_theirs: boolean
}

export interface Visitor {
  customer_id: string
  registrations: RegistrationItem[]
  relatives: Kin[]
  /** Of the customer and the relatives, the newest first. */
  deals: AttributionItem[]
}

export interface Share {
  consultant_id: string
  consultant: string
  percent: string
}

export interface Weighed {
  registration_id: string
  number: string
  day: string
  consultant_id: string
  consultant: string
  channel: string
  standing: string
  standing_zh: string
  standing_en: string
  valid_until: string | null
}

export interface VerdictReason extends SaidReason {
  registration_id?: string
  number?: string
  consultant?: string
}

export interface Verdict {
  customer_id: string
  closer_id: string
  on: string
  rules: string[]
  reasons: VerdictReason[]
  weighed: Weighed[]
  shares: Share[]
  claimant_id: string | null
  claimant: string | null
  claim_until: string | null
}

export interface RegisterCheck {
  whole: boolean
  entries: number
  last_hash: string
  broken_at: number | null
  number: string | null
}

export interface HandOver {
  id: string
  estate_id: string
  day: string
  from_id: string
  from_name: string
  to_id: string
  to_name: string
  count: number
  reason: string
  by: string
}

/** What has just been handed over, with how much went along, and what did not. */
export interface HandedOver extends HandOver {
  viewings: number
  viewings_left: number
  concessions: number
}

export interface RotaPlace {
  consultant_id: string
  name: string
  on_duty: boolean
  last_turn: number | null
  is_next: boolean
}

export interface Rota {
  estate_id: string
  places: RotaPlace[]
}

export interface Reception {
  id: string
  estate_id: string
  at: string
  day: string
  channel: string
  channel_zh: string
  channel_en: string
  visitor: string
  customer_id: string | null
  asked_for_id: string | null
  consultant_id: string
  consultant: string
  /** The estate's turn that it took; none where somebody was asked for. */
  turn: number | null
  by: string
}
