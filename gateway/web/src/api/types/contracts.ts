// Contracts, what is added to them and what ends them, and sales in numbers, as contracts shows them.

import type { Coded } from './board'
import type { Act } from './workOrders'

export interface PlanPart {
  position: number
  due_on: string
  amount: string
  means: Coded
}

export interface SpecialClause {
  position: number
  title: string
  text: string
}

export interface SupplementDecision {
  at: string
  by: string
  rank: string
  is_approved: boolean
  reason: string
}

export interface Supplement {
  id: string
  contract_id: string
  title: string
  text: string
  text_hash: string
  state: Coded
  submitted_at: string
  by: string
  signed_at: string | null
  signed_by: string | null
  decisions: SupplementDecision[]
  may_do: Act[]
  version: number
}

export interface Contract {
  id: string
  number: string
  deal_id: string
  deal_number: string
  estate_id: string
  unit_id: string
  unit_number: string
  kind: Coded
  state: Coded
  customer_id: string
  customer_name: string
  parties: string
  area: string
  price: string
  plan: Coded
  starts_on: string | null
  ends_on: string | null
  signed_on: string
  lease_id: string | null
  recorded_at: string
  by: string
  trace: string
  parts: PlanPart[]
  clauses: SpecialClause[]
  supplements: Supplement[]
}

export interface Withdrawal {
  id: string
  deal_id: string
  deal_number: string
  estate_id: string
  unit_number: string
  customer_name: string
  state: Coded
  why: Coded
  reason: string
  refund: string
  evidence: string
  terms: string
  requested_at: string
  requested_by: string
  decided_at: string | null
  decided_by: string | null
  decision: string
  withdrawn_on: string | null
  may_do: Act[]
  version: number
}

/** What has come of a deal, beside the deal itself. */
export interface DealPapers {
  contract_id?: string | null
  withdrawal_id?: string | null
}

export interface SalesRow {
  value: string
  units: number
  available: number
  held: number
  confirmed: number
  sold: number
  let: number
  signed: number
  withdrawn: number
  taken_percent: string
  amount: string
}

export interface SalesCounted {
  estate_id: string
  dimension: Coded
  rows: SalesRow[]
}

export interface SalesFigures {
  sales: number
  leases: number
  amount: string
  withdrawn: number
  refunds: string
}

export interface SalesPeriod extends SalesFigures {
  since: string
}

export interface SalesReport {
  estate_id: string
  by: Coded
  rows: SalesPeriod[]
  total: SalesFigures
}

export interface WithdrawalReasons {
  reasons: { why: Coded; withdrawals: number; refund: string }[]
}

/** A row of any live list: what it tells of, where that is seen, which request made it, and its columns. */
export interface ListedRow {
  id: string
  link: string | null
  trace: string | null
  [column: string]: unknown
}
