// What operators see of a service's outbox and inbox.

export interface Depths {
  unsent: number
  oldest_unsent: string | null
  unhandled: number
  oldest_unhandled: string | null
  parked: number
  replays: number
}

export interface ParkedItem {
  position: number
  event_id: string
  type: string
  subject: string
  correlation_id: string
  attempts: number
  received_at: string
  error: string | null
  waiting_behind: number
}

export interface ParkedEvent extends Omit<ParkedItem, 'waiting_behind'> {
  body: string
  note: string | null
}
