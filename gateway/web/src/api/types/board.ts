// The unit board, deals and an estate's permits, as contracts shows them.

import type { BothLanguages } from './common'
import type { Act } from './workOrders'

/** A word of the services: its code and its names. */
export interface Coded extends BothLanguages {
  code: string
}

export interface BoardItem {
  unit_id: string
  estate_id: string
  number: string
  building: string
  floor: number
  layout: string
  aspect: string
  fit_out: string
  use: string
  area_built: string
  area_usable: string | null
  sale_price: string | null
  rent_per_sqm_day: string | null
  management_per_sqm_month: string
  parking_per_month: string
  phone_per_line_month: string
  state: string
  state_zh: string
  state_en: string
  state_since: string | null
  is_sample: boolean
  kept_for: string | null
  deal_id: string | null
  deal_number: string | null
  consultant_id: string | null
  consultant: string | null
  until: string | null
  leased_until: string | null
}

export interface BoardChange {
  at: string
  by: string
  before: Coded
  state: Coded
  cause: Coded
  reason: string
  deal_id: string | null
  price: string | null
}

export interface BoardUnit extends BoardItem {
  sample_notes: string
  history: BoardChange[]
  may_do: Act[]
}

export interface BoardSummary {
  estate_id: string
  states: { state: Coded; units: number }[]
  units: number
  released_percent: string | null
}

/** What the live stream says of a unit: it has another state now. */
export interface BoardMove {
  estate_id: string
  unit_id: string
  state: string
}

export interface DealItem {
  id: string
  number: string
  estate_id: string
  unit_id: string
  unit_number: string
  kind: string
  kind_zh: string
  kind_en: string
  state: string
  state_zh: string
  state_en: string
  customer_id: string
  customer_name: string
  consultant_id: string
  consultant: string
  held_at: string
  due_at: string | null
  /** What the list asks: as it stood when the deal was confirmed, and as it stands until then. */
  list_price: string | null
  price: string | null
  deposit: string | null
  taken_at: string | null
  receipt_number: string | null
  closed_on: string | null
  sign_by: string | null
  version: number
}

export interface Deal extends DealItem {
  confirmed_at: string | null
  confirm_by: string | null
  ended_at: string | null
  terms: string
  is_on_site: boolean
  discount_reason: string
  purse: string | null
  history: BoardChange[]
  may_do: Act[]
}

export interface Permit {
  permit: Coded
  number: string | null
  since: string | null
  until: string | null
  recorded_at: string | null
  by: string | null
  in_force: boolean
}

export interface Permits {
  estate_id: string
  permits: Permit[]
  may_sell: boolean
}
