// Deals and the verdicts on them: whose customer each was about.

import type { Share, Verdict } from './register'
import type { Act } from './workOrders'

export interface AttributionItem {
  deal_id: string
  number: string
  estate_id: string
  unit_number: string
  deal_kind: string
  customer_id: string
  customer_name: string
  closer_id: string
  closer: string
  closed_at: string
  closed_on: string
  shares: Share[]
  state: string
  kind: string
  kind_zh: string
  kind_en: string
  claimant_id: string | null
  claimant: string | null
  claim_until: string | null
  /** The day on which the customer gave the unit back. */
  withdrawn_on: string | null
  /** The day on which leasing heard of the deal. */
  heard_on: string
  /** The position of the verdict in force. */
  version: number
}

export interface StoredVerdict extends Verdict {
  id: string
  position: number
  kind: string
  kind_zh: string
  kind_en: string
  at: string
  by: string
  /** The reason of whoever overruled. */
  why: string | null
  is_final: boolean
}

export interface Attribution extends AttributionItem {
  price: string
  is_on_site: boolean
  verdicts: StoredVerdict[]
  may_do: Act[]
}
