// Leases as contracts shows them.

import type { BothLanguages } from './common'

export interface LeaseItem {
  id: string
  number: string
  estate_id: string
  unit_id: string
  unit_number: string
  building: string
  customer_id: string
  customer_name: string
  phone: string
  business: string
  starts_on: string
  ends_on: string
  payment: string
  state: string
}

export interface Tariffs {
  rent_per_sqm_day: string
  management_per_sqm_month: string
  electricity_per_kwh: string
  water_per_m3: string
  parking_spaces: number
  parking_per_month: string
  phone_lines: number
  phone_per_line_month: string
}

export interface Stay {
  unit_id: string
  unit_number: string
  since: string
  until: string | null
  unit_change_id: string | null
  unit_change_number: string | null
}

export interface LeaseChange extends BothLanguages {
  at: string
  by: string
  change: string
  details: Record<string, unknown>
  unit_change_id: string | null
}

export interface Lease extends LeaseItem {
  version: number
  contact: string
  registered_at: string
  tariffs: Tariffs
  stays: Stay[]
  history: LeaseChange[]
}

export interface Customer {
  id: string
  name: string
}

export interface UnitState {
  unit_id: string
  estate_id: string
  number: string
  building: string
  floor: number
  area_built: string
  state: string
  kept_for: string | null
}
