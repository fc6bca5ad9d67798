// The moment it is in the house: the server's, since a training system may be started at another day than the browser's.

import { dayOf } from './format'

let ahead = 0

/** Learns how far the server's clock is from this browser's. */
export function learnNow(serverMoment: string | undefined | null): void {
  if (serverMoment) ahead = new Date(serverMoment).getTime() - Date.now()
}

export function now(): Date {
  return new Date(Date.now() + ahead)
}

export function today(): string {
  return dayOf(now())
}
