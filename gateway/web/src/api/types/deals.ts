// The money of deals, as finance shows it.

export interface DepositItem {
  id: string
  deal_id: string
  number: string
  kind: string | null
  estate_id: string
  customer_id: string
  customer_name: string | null
  unit_number: string | null
  amount: string
  purse: string
  taken_at: string
  confirm_by: string
  is_late: boolean
  state: string
  receipt_number: string | null
  invoice_number: string | null
  received_on: string | null
  closed_at: string | null
  closed_by: string | null
  reason: string | null
}

export interface Deposit extends DepositItem {
  terms: string
  in_capitals: string
  reasons_against: string[]
}

export interface Commission {
  id: string
  deal_id: string
  number: string
  kind: string | null
  unit_number: string | null
  estate_id: string
  consultant_id: string
  consultant: string | null
  price: string
  rate: string
  percent: string
  amount: string
  state: string
  month: string
  accrued_at: string
  payable_on: string | null
  paid_at: string | null
  paid_by: string | null
  reason: string | null
}

export interface CommissionRun {
  settled: Commission[]
  total: string
  left_out: string[]
}

export interface Receivable {
  id: string
  deal_id: string
  number: string
  contract_number: string | null
  kind: string | null
  estate_id: string
  customer_id: string
  customer_name: string | null
  unit_number: string | null
  position: number
  due_on: string
  pays_by: string
  is_deferred: boolean
  is_asked: boolean
  days_late: number
  means: string
  amount: string
  paid: string
  open: string
}

export interface Deferral {
  id: string
  instalment_id: string
  instalment: Receivable
  old_date: string
  new_date: string
  reason: string
  state: string
  asked_at: string
  asked_by: string
  decided_at: string | null
  decided_by: string | null
  note: string | null
  reasons_against: string[]
}

export interface SuspenseItem {
  id: string
  estate_id: string
  amount: string
  remaining: string
  purse: string
  received_on: string
  age_days: number
  payer: string
  memo: string
  deal_id: string | null
  deposit_id: string | null
  recorded_at: string
  by: string
  taken_back: boolean
}

export interface SuspenseMatch {
  id: string
  purpose: string
  number: string
  lease_id: string | null
  deal_id: string | null
  amount: string
  at: string
  by: string
  reversed_at: string | null
  reversed_by: string | null
  reason: string | null
}

export interface Suspense extends SuspenseItem {
  matches: SuspenseMatch[]
  reasons_against_taking_back: string[]
}

export interface Refund {
  id: string
  deal_id: string
  number: string
  estate_id: string
  customer_name: string | null
  unit_number: string | null
  amount: string
  evidence: string
  state: string
  approved_at: string
  paid_at: string | null
  paid_by: string | null
  reasons_against: string[]
}

export interface Collected {
  month: string
  estate_id: string
  estate_name: string
  due: string
  received: string
  open: string
}

export interface Collection {
  since: string
  until: string
  items: Collected[]
  due: string
  received: string
  open: string
}
