// What is offered, quoted and conceded, to whom, and who waits, as leasing shows it.

import type { BothLanguages, Page, SaidReason } from './common'
import type { Act } from './workOrders'

export interface Matter extends BothLanguages {
  code: string
}

export interface Authority {
  percent: string
  days: string
  fit_out: boolean
}

/** What may not be said to whoever listens is not there. */
export interface Offer {
  id: string
  estate_id: string
  number: string
  building: string
  floor: number
  layout: string
  aspect: string
  area_built: string
  area_usable: string
  usable_ratio: string | null
  fit_out: string
  sale_price?: string | null
  rent_per_sqm_day?: string | null
  rent_month?: string | null
  management_per_sqm_month?: string
  management_month?: string
  parking_per_month?: string
  phone_per_line_month?: string
  neighbours?: string[]
  floor_plan?: string | null
}

export interface OfferPage extends Page<Offer> {
  audience: string
  audience_zh: string
  audience_en: string
  said_as: string | null
  may_say: Matter[]
  flexible_terms?: Authority
  area_from: string | null
  area_to: string | null
}

export interface QuotationItem {
  id: string
  number: string
  estate_id: string
  at: string
  day: string
  valid_until: string
  is_over: boolean
  dealing: string
  audience: string
  audience_zh: string
  audience_en: string
  said_as: string
  said_as_zh: string
  said_as_en: string
  customer_id: string | null
  broker_id: string | null
  addressee: string
  unit_numbers: string[]
  term_months: number | null
  monthly: string
  once: string
  by: string
  stale: SaidReason[]
}

export interface QuotedUnit {
  id: string
  number: string
  building: string
  floor: number
  layout: string
  aspect: string
  fit_out: string
  area_built: string
  usable_ratio: string | null
  parking_spaces: number
  phone_lines: number
  price: string
}

export interface QuotationLine extends BothLanguages {
  kind: string
  unit_number: string
  working: string
  amount: string
  is_monthly: boolean
}

export interface CarriedConcession extends BothLanguages {
  id: string
  number: string
  unit_number: string
  valid_until: string
  worth?: string
}

export interface Quotation extends QuotationItem {
  estate: string
  units: QuotedUnit[]
  lines: QuotationLine[]
  concessions: CarriedConcession[]
  note: string
}

export interface BrokerItem {
  id: string
  estate_id: string
  name: string
  company: string
  phone: string
  kind: string
  may_say: Matter[]
  may_say_for_client: Matter[]
  registered_at: string
  registered_by: string
  version: number
}

export interface Broker extends BrokerItem {
  history: { at: string; by: string; before: string | null; after: string; reason: string }[]
}

export interface VisitReport {
  id: string
  estate_id: string
  at: string
  broker: string | null
  looks: string
  by: string
}

export interface ConcessionItem extends BothLanguages {
  id: string
  number: string
  estate_id: string
  customer_id: string
  customer: string
  unit_id: string
  unit_number: string
  dealing: string
  kind: string
  asked: string | null
  granted: string | null
  listed: string | null
  expected_price: string | null
  reason: string
  is_put: boolean
  state: string
  decided_by: string | null
  valid_until: string | null
  is_over: boolean
  at: string
  consultant: string
  version: number
}

export interface Concession extends ConcessionItem {
  history: { at: string; by: string; act: string; after: string; reason: string; granted?: string | null }[]
  may_do: Act[]
}

export interface FoundOffer {
  id: string
  unit_id: string
  unit_number: string
  building: string
  floor: number
  area_built: string
  layout: string
  at: string
  price: string
  is_free: boolean
}

export interface WaitingLead {
  id: string
  estate_id: string
  customer_id: string
  customer: string
  consultant: string
  lost_on: string
  dealing: string
  cause: string
  cause_zh: string
  cause_en: string
  reason: string
  rival_building: string
  rival_price: string | null
  rival_term_months: number | null
  expected_price: string | null
  area_from: string | null
  area_to: string | null
  layout: string
  budget: string | null
  is_waiting: boolean
  left_reason: string | null
  offers: FoundOffer[]
  may_do: Act[]
  version: number
}
