// What goes on in the house: traces and the audit trail.

export interface Listening {
  service: string
  state: 'on_its_way' | 'pending' | 'done' | 'parked' | 'discarded'
  attempts: number
  received_at: string | null
  done_at: string | null
  error: string | null
}

export interface TracedEvent {
  event_id: string
  type: string
  subject: string
  said_by: string
  said_at: string
  sent_at: string | null
  causation_id: string | null
  listeners: Listening[]
}

export interface Trace {
  correlation_id: string
  events: TracedEvent[]
  silent: string[]
}

export interface AuditLine {
  service: string
  position: number
  at: string
  door: string
  caller_id: string
  caller: string
  address: string | null
  params: Record<string, unknown>
  status: number
  refused: string | null
  changes: Record<string, unknown>[]
  correlation_id: string
}

export interface AuditCheck {
  service: string
  whole: boolean | null
  altered_at: number | null
}
