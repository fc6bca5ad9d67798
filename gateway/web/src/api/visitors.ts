// Customers of the register, who have no door of their own to be found by: they are known by their registrations.

import { listed } from '@/composables/format'
import { get, type Query } from './client'
import type { Page, RegistrationItem } from './types'

/** How to ask the register for what somebody typed: a whole phone is looked for in every entry, all else in words. */
export function askedFor(typed: string): Query {
  const text = typed.trim()
  return /^\+?[\d\s()-]{7,}$/.test(text) ? { phone: text } : { q: text }
}

/** The newest registration of each customer, from registrations that come newest first. */
export function oncePerCustomer(rows: RegistrationItem[]): RegistrationItem[] {
  const seen = new Map<string, RegistrationItem>()
  for (const row of rows) if (!seen.has(row.customer_id)) seen.set(row.customer_id, row)
  return [...seen.values()]
}

export async function visitorsLike(typed: string): Promise<RegistrationItem[]> {
  return oncePerCustomer((await get<Page<RegistrationItem>>('/registrations', { ...askedFor(typed), limit: 30 })).items)
}

/** The newest registration of a customer, where it is one of the reader's estates. */
export async function newestOf(customerId: string): Promise<RegistrationItem | undefined> {
  return (await get<Page<RegistrationItem>>('/registrations', { customer_id: customerId, limit: 1 })).items[0]
}

/** What to call a customer: not everybody leaves a name. */
export function calledOf(one: Pick<RegistrationItem, 'name' | 'company' | 'number'>): string {
  return one.name || one.company || one.number
}

/** Every name that a customer gave, each once; failing that, what the newest registration has. */
export function namesOf(registrations: RegistrationItem[]): string {
  const newest = registrations.at(-1)
  return listed([...new Set(registrations.map((one) => one.name).filter(Boolean))]) || (newest ? calledOf(newest) : '')
}
