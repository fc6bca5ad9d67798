// Units, what belongs to them and who has them, as property shows them.

export interface UnitItem {
  id: string
  estate_id: string
  estate_name: string
  number: string
  building: string
  floor: number
  area_built: string
  area_usable: string
  layout: string
  aspect: string
  fit_out: string
  use: string
  remark: string
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
