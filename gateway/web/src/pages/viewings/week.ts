// The calendar's days, and the quarters of an hour in which a viewing may begin; all in the estates' own time.

import type { Tone } from '@/components/StateTag.vue'
import { dayOf, ZONE } from '@/composables/format'

const TONES: Record<string, Tone> = { planned: 'busy', done: 'good', cancelled: 'quiet' }
export const viewingTone = (state: string): Tone => TONES[state] ?? 'quiet'

const A_DAY = 86_400_000
/** Midday in Shanghai, so that no reckoning with days slips into the one beside it. */
const midday = (day: string) => new Date(`${day}T12:00:00+08:00`)

/** The day so many days on. */
export function dayAfter(day: string, count: number): string {
  return dayOf(new Date(midday(day).getTime() + count * A_DAY))
}

/** 1 for Monday to 7 for Sunday. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T12:00:00Z`).getUTCDay() || 7
}

/** The days that are shown: one, or its week from Monday. */
export function daysShown(day: string, view: string): string[] {
  if (view === 'day') return [day]
  const monday = dayAfter(day, 1 - weekdayOf(day))
  return [0, 1, 2, 3, 4, 5, 6].map((count) => dayAfter(monday, count))
}

/** `09:30` of a moment. */
export function timeOf(moment: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, hour: '2-digit', minute: '2-digit', hour12: false }).format(new Date(moment))
}

/** Every quarter of an hour of a working day. */
export function quarters(from = 8, until = 20): string[] {
  const two = (count: number) => String(count).padStart(2, '0')
  return Array.from({ length: (until - from) * 4 }, (_, at) => `${two(from + Math.floor(at / 4))}:${two((at % 4) * 15)}`)
}

export const LENGTHS = [15, 30, 45, 60, 90, 120, 180, 240]

/** When a viewing begins and ends, as the server takes it. */
export function timesOf(day: string, time: string, minutes: number): { starts_at: string; ends_at: string } {
  const start = new Date(`${day}T${time}:00+08:00`)
  return { starts_at: start.toISOString(), ends_at: new Date(start.getTime() + minutes * 60_000).toISOString() }
}

/** How many minutes lie between two moments. */
export function minutesBetween(from: string, until: string): number {
  return Math.round((new Date(until).getTime() - new Date(from).getTime()) / 60_000)
}
