// Settlements and the ledger, as finance shows them.

import type { BothLanguages } from './common'

export interface SettlementItem {
  id: string
  number: string
  unit_change_id: string
  estate_id: string
  customer_id: string
  customer_name: string
  lease_id: string
  lease_number: string
  unit_id: string
  unit_number: string
  change_date: string
  state: string
  total: string
  drafted_at: string
}

export interface SettlementLine extends BothLanguages {
  id: string
  income: string
  amount: string
  reason: string | null
  added_by: string | null
}

export interface Settlement extends SettlementItem {
  version: number
  lines: SettlementLine[]
  closed_at: string | null
  closed_by: string | null
  void_reason: string | null
  entry_id: string | null
  reasons_against: string[]
  reasons_against_taking_back: string[]
}

export interface Posting {
  account: string
  account_zh: string
  account_en: string
  amount: string
}

export interface Entry {
  id: string
  estate_id: string
  kind: string
  customer_id: string | null
  lease_id: string | null
  deal_id: string | null
  unit_number: string | null
  happened_on: string
  recorded_at: string
  by: string
  cause: string | null
  rule: string
  memo: string
  trace: string
  reverses: string | null
  reversed_by: string | null
  postings: Posting[]
}

export interface Balances {
  customer_id: string
  customer_name: string
  receivable: string
  refunds_payable: string
  deposits_held: string
  leases: { lease_id: string; lease_number: string; receivable: string; refunds_payable: string }[]
  deals: { deal_id: string; number: string; receivable: string; refunds_payable: string; deposits_held: string }[]
}
