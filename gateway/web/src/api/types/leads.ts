// Leads as their consultants work on them, viewings, and the dynamics report.

import type { Act } from './workOrders'

export interface LeadItem {
  customer_id: string
  estate_id: string
  number: string
  name: string
  company: string
  phones: string[]
  channel: string
  channel_zh: string
  channel_en: string
  medium: string
  consultant_id: string
  consultant: string
  state: string
  grade: string | null
  heard_on: string
  visited_on: string | null
  contacted_on: string | null
  stage: string | null
  due_from: string | null
  due_until: string | null
  when: string | null
  version: number
}

export interface FollowUpItem extends LeadItem {
  may_do: Act[]
}

export interface Grading {
  at: string
  grade: string
  note: string
  by: string
}

export interface Contact {
  id: string
  at: string
  day: string
  kind: string
  outcome: string
  said: string
  customer_asked: boolean
  by: string
}

export interface Viewing {
  id: string
  estate_id: string
  customer_id: string
  customer: string
  consultant_id: string
  consultant: string
  unit_id: string | null
  unit_number: string
  starts_at: string
  ends_at: string
  day: string
  state: string
  reason: string | null
  by: string
  version: number
}

export interface ViewingItem extends Viewing {
  /** It is to come, and its consultant has handed their work over since: it did not go along. */
  to_be_moved: boolean
  may_do: Act[]
}

export interface Lead extends LeadItem {
  gradings: Grading[]
  contacts: Contact[]
  appointments: Viewing[]
  may_do: Act[]
}

export interface Figures {
  visits: number
  calls: number
  others: number
  questions: number
  viewings: number
  deposits: number
  deals: number
  customers: number
  viewed: number
  paid: number
  dealt: number
}

export interface MediumFigures extends Figures {
  channel: string
  channel_zh: string
  channel_en: string
  medium: string
}

export interface DynamicsRow extends MediumFigures {
  day: string
}

export interface Dynamics {
  since: string
  until: string
  by: string
  rows: DynamicsRow[]
  media: MediumFigures[]
  total: Figures
  questions: { question: string; count: number }[]
}
