// What may be asked of whose customer somebody would be: at which estates, and had who closed the deal.

import type { Person, RegistrationItem } from '@/api/types'

export interface Closer {
  id: string
  name: string
}

/** The consultants of a customer's registrations, and the reader, first of all, where the reader is one. */
export function closersOf(registrations: RegistrationItem[], me: Pick<Person, 'id' | 'name' | 'department'> | null): Closer[] {
  const found = new Map<string, string>()
  if (me?.department === 'leasing') found.set(me.id, me.name)
  for (const one of registrations) if (!found.has(one.consultant_id)) found.set(one.consultant_id, one.consultant)
  return [...found].map(([id, name]) => ({ id, name }))
}

/** The estates of the registrations, the newest first. */
export function estatesOf(registrations: RegistrationItem[]): string[] {
  return [...new Set(registrations.map((one) => one.estate_id).reverse())]
}

/** `50%` of `50.00`. */
export function percent(value: string): string {
  return `${value.replace(/\.0+$/, '')}%`
}
