// Who listens: what of the form is told to the doors, and whether it says enough to ask.

import type { Query } from '@/api/client'

export interface Listener {
  audience: string
  customer_id: string
  broker_id: string
  client_name: string
}

export const AUDIENCES = ['visitor', 'stranger', 'broker']

export function listenerOf(customerId = ''): Listener {
  return { audience: 'visitor', customer_id: customerId, broker_id: '', client_name: '' }
}

/** Only what belongs to that audience: a stranger is no customer, whoever was chosen before. */
export function toldAs(one: Listener): Query {
  if (one.audience === 'stranger') return { audience: 'stranger' }
  if (one.audience === 'visitor') return { audience: 'visitor', customer_id: one.customer_id || undefined }
  const client = one.client_name.trim()
  return { audience: 'broker', broker_id: one.broker_id || undefined, customer_id: one.customer_id || undefined, client_name: client || undefined }
}

export function saysEnough(one: Listener): boolean {
  if (one.audience === 'visitor') return one.customer_id !== ''
  return one.audience === 'stranger' || one.broker_id !== ''
}
