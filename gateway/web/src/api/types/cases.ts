// A procedure's case as `kit.procedure.view` shows it.

import type { BothLanguages, SaidReason } from './common'

export interface Named extends BothLanguages {
  name: string
}

export interface DepartmentName extends BothLanguages {
  code: string
}

export interface Missing extends Named {
  kind: 'step' | 'record' | 'signature'
}

export interface SignerName extends Named {
  outside: boolean
}

export interface GivenSignature {
  role: string
  name: string
  person_id: string | null
  department: string | null
  rank: string | null
  at: string
  image: string | null
}

export interface StuckAt extends Named {
  step: string
  kind: 'do' | 'sign'
  department: DepartmentName
  due_at: string | null
  overdue: boolean
}

export interface CaseStep extends Named {
  owner: DepartmentName[]
  needs: string[]
  rule: string | null
  state: 'waiting' | 'open' | 'awaiting_signatures' | 'done' | 'skipped' | 'cancelled'
  round: number
  opened_at: string | null
  due_at: string | null
  overdue: boolean
  not_before: string | null
  records: (Named & { required: boolean })[]
  signers: SignerName[]
  missing: Missing[]
  recorded: Record<string, unknown> | null
  signatures: GivenSignature[]
  reason: string | null
  done_at: string | null
  done_by: string | null
  may_do: boolean
  reasons_against: SaidReason[]
  may_sign: boolean
  may_skip: boolean
  may_send_back: boolean
}

export interface CaseLine extends BothLanguages {
  position: number
  at: string
  kind: string
  step: string | null
  step_zh: string | null
  step_en: string | null
  round: number | null
  by: string
  department: DepartmentName | null
  recorded: Record<string, unknown> | null
  before: Record<string, unknown>
  after: Record<string, unknown>
  reason: string | null
  note_zh: string | null
  note_en: string | null
  correlation_id: string
}

export interface Case extends BothLanguages {
  id: string
  procedure: string
  number: string
  link: string
  estate_id: string | null
  state: 'open' | 'done' | 'cancelled'
  version: number
  dates: Record<string, string>
  opened_at: string
  closed_at: string | null
  stuck_at: StuckAt[]
  may_cancel: boolean
  steps: CaseStep[]
  history: CaseLine[]
}
