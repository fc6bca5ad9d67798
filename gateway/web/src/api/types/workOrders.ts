// Work orders and readings to sign, as engineering shows them.

import type { BothLanguages, SaidReason } from './common'

export interface WorkOrderItem {
  id: string
  number: string
  estate_id: string
  unit_id: string | null
  unit_number: string | null
  building: string | null
  floor: number | null
  place: string | null
  trade: string
  trade_zh: string
  trade_en: string
  description: string
  priority: string
  state: string
  state_zh: string
  state_en: string
  technician_id: string | null
  technician: string | null
  unit_change_id: string | null
  opened_at: string
  due_at: string | null
  overdue: boolean
  version: number
}

export interface Ranked {
  technician: string
  reasons: SaidReason[]
}

export interface Reasoning {
  mode: string | null
  technician: string | null
  reasons: SaidReason[]
  others: Ranked[]
}

export interface WorkOrderLine {
  at: string
  who: string
  act: string
  before: string | null
  after: string
  note_zh: string
  note_en: string
}

export interface Act extends BothLanguages {
  act: string
  reasons_against: SaidReason[]
}

export interface Material {
  name: string
  quantity: string
  unit: string
}

export interface Photo {
  id: string
  name: string
  content_type: string
  at: string
  added_by: string
}

export interface WorkOrder extends WorkOrderItem {
  customer_id: string | null
  about_customer: boolean
  opened_by: string
  accepted_at: string | null
  started_at: string | null
  finished_at: string | null
  cost: string | null
  materials: Material[]
  reasoning: Reasoning | null
  history: WorkOrderLine[]
  photos: Photo[]
  may_do: Act[]
}

export interface Technician {
  id: string
  staff_number: string
  name: string
  history: string
  on_duty: boolean
  skills: { trade: string; trade_zh: string; trade_en: string; level: number }[]
  areas: { text: string; estate_id: string | null; building: string | null; lowest: number | null; highest: number | null }[]
  load: number
  version: number
}

export interface SignatureTask {
  id: string
  case_id: string
  procedure: string
  step: string
  round: number
  number: string
  title_zh: string
  title_en: string
  link: string
  estate_id: string | null
  opened_at: string
  due_at: string | null
  closed_at: string | null
  outcome: string | null
}
