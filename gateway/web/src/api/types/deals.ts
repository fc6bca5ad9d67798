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
