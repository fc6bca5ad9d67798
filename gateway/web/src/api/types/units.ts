// Estates, units, meters and items, as property shows them.

export interface UnitBrief {
  id: string
  estate_id: string
  building: string
  floor: number
  number: string
  area_built: string
  area_usable: string
  usable_ratio: string
  layout: string
  aspect: string
  fit_out: string
  use: string
  remark: string
}

export interface UnitItem extends UnitBrief {
  estate_name: string
  state: string
  lease_id: string | null
  lease_number: string | null
  customer_id: string | null
  customer_name: string | null
  occupied_since: string | null
  let_until: string | null
  unit_change_id: string | null
  unit_change_number: string | null
}

export interface MeterNow {
  meter_id: string
  kind: string
  unit: string
  number: string
  unit_id: string
  unit_number: string
  installed_on: string
  last_value: string | null
  last_read_on: string | null
}

export interface Item {
  id: string
  version: number
  kind: string
  number: string
  person: string | null
  state: string
  unit_id: string
  unit_number: string
  lease_id: string
  lease_number: string
  customer_id: string
  customer_name: string
  issued_on: string
  issued_by: string
  closed_on: string | null
  closed_by: string | null
  charge: string | null
  note: string | null
}

export interface Occupancy {
  since: string
  until: string
  lease_id: string
  lease_number: string
  customer_id: string
  customer_name: string
  unit_change_id: string | null
}

export interface Unit extends UnitItem {
  version: number
  meters: MeterNow[]
  keys: string[]
  items: Item[]
  occupancies: Occupancy[]
}

export interface Reading {
  id: string
  meter_id: string
  value: string
  read_on: string
  source: string
  source_zh: string
  source_en: string
  unit_change_id: string | null
  recorded_at: string
  recorded_by: string
  signers: { role: string | null; name: string; at: string }[]
  superseded: { reason: string; superseded_at: string; superseded_by: string } | null
}

export interface Meter {
  id: string
  kind: string
  unit: string
  number: string
  unit_number: string
  installed_on: string
  retired_on: string | null
  readings: Reading[]
}
