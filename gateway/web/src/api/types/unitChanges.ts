// Unit changes as property shows them.

import type { Case, DepartmentName } from './cases'
import type { BothLanguages, SaidReason } from './common'
import type { Item, MeterNow, UnitBrief } from './units'

export interface Waiting extends BothLanguages {
  step: string
  departments: DepartmentName[]
  kind: 'do' | 'sign'
  due_at: string | null
  overdue: boolean
}

/** Whether sales control keeps the new unit for the change. */
export type Keeping = 'awaited' | 'kept' | 'taken'

export interface UnitChangeItem {
  id: string
  number: string
  estate_id: string
  estate_name: string
  customer_name: string
  lease_number: string
  old_unit_number: string
  new_unit_number: string
  change_date: string
  cause: string
  state: string
  requested_at: string
  requested_by: string
  keeping: Keeping
  issued_at: string | null
  stuck_at: Waiting[]
}

export interface Fault {
  id: string
  trade: string
  place: string
  description: string
  state: string
  work_order_number: string | null
  technician: string | null
  closed_at: string | null
  outcome: string | null
}

export interface Inspection {
  round: number
  clear: boolean
  inspected_at: string
  inspected_by: string
  faults: Fault[]
}

export interface Paper {
  id: string
  step: string
  name: string
  content_type: string
  size: number
  sha256: string
  added_at: string
  added_by: string
}

export interface UnitChange {
  id: string
  version: number
  number: string
  state: string
  estate: { id: string; name: string; timezone: string }
  customer_id: string
  customer_name: string
  lease_id: string
  lease_number: string
  old_unit: UnitBrief
  new_unit: UnitBrief
  change_date: string
  cause: string
  note: string
  requested_at: string
  requested_by: string
  keeping: Keeping
  taken_zh: string
  taken_en: string
  issued_at: string | null
  issued_by: string | null
  closed_at: string | null
  cancel_reason: string | null
  procedure: Case
  inspections: Inspection[]
  meters: MeterNow[]
  keys_on_list: string[]
  items_to_return: Item[]
  items_returned: Item[]
  items_handed_over: Item[]
  papers: Paper[]
  acknowledgements: { department: DepartmentName; at: string }[]
  may_cancel: boolean
  reasons_against_cancelling: SaidReason[]
}

export interface RequestCheck {
  may: boolean
  reasons: SaidReason[]
}
