// Tasks and notices, as notify shows them.

import type { BothLanguages, SaidReason } from './common'

export interface InboxCounts {
  todo: number
  unread: number
  overdue: number
  revision: number
}

export interface InboxItem {
  id: string
  kind: 'task' | 'signature' | 'notice' | 'reminder' | 'escalation'
  asks: boolean
  department: string | null
  rank: string | null
  person_id: string | null
  estate_id: string | null
  notice_id: string | null
  number: string | null
  title_zh: string
  title_en: string
  body_zh: string
  body_en: string
  link: string
  opened_at: string
  due_at: string | null
  overdue_at: string | null
  closed_at: string | null
  outcome: string | null
  read_at: string | null
}

export interface NoticeItem {
  id: string
  type: string
  subject_id: string
  estate_id: string | null
  number: string | null
  title_zh: string
  title_en: string
  body_zh: string
  body_en: string
  link: string
  sent_at: string
  asked: number
  acknowledged: number
}

export interface Recipient extends BothLanguages {
  department: string
  acknowledged_at: string | null
  acknowledged_by_name: string | null
  reminders: number
  remind_at: string | null
}

export interface Notice extends NoticeItem {
  recipients: Recipient[]
  reasons_not_to_acknowledge: SaidReason[]
}

export interface Subscription {
  event_type: string
  says: string
  departments: string[]
  asks_acknowledgement: boolean
  person: string | null
  desk: string | null
  template: { title_zh: string; title_en: string; body_zh: string; body_en: string; link: string } | null
  fields: string[]
  usual: boolean
  version: number
}
