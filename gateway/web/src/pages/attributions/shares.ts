// Shares as they are written and as they are given anew, and the colours behind the states of deals.

import type { Attribution, Share } from '@/api/types'
import type { Tone } from '@/components/StateTag.vue'
import { percent } from '@/pages/register/deals'

export interface ShareRow {
  consultant_id: string
  percent: string
}

export interface Named {
  id: string
  name: string
}

export function attributionTone(state: string): Tone {
  return state === 'open_claim' ? 'warn' : 'good'
}

/** Whether part of the time to claim was over when leasing heard of the deal. */
export function isHeardLate(deal: { claim_until: string | null; closed_on: string; heard_on: string }): boolean {
  return deal.claim_until !== null && deal.heard_on > deal.closed_on
}

/** `李强 50%、周敏 50%`; of somebody unknown the beginning of the id. */
export function sharesSaid(shares: Share[]): string {
  return shares.map((one) => `${one.consultant || one.consultant_id.slice(0, 8)} ${percent(one.percent)}`).join('、')
}

/** The shares in force, to begin with. */
export function rowsOf(shares: Share[]): ShareRow[] {
  return shares.map((one) => ({ consultant_id: one.consultant_id, percent: one.percent.replace(/\.?0+$/, (zeros) => (zeros.startsWith('.') ? '' : zeros)) }))
}

/** Hundredths of a percent, so that nothing is put through a float; NaN for what is no percentage of two places. */
function hundredths(value: string): number {
  const [, whole, part = ''] = value.trim().match(/^(\d{1,3})(?:\.(\d{1,2}))?$/) ?? []
  return whole === undefined ? NaN : Number(whole) * 100 + Number(part.padEnd(2, '0'))
}

/** What the rows come to, as it is written; null while one of them is no percentage. */
export function totalOf(rows: ShareRow[]): string | null {
  const total = rows.reduce((sum, row) => sum + hundredths(row.percent), 0)
  if (Number.isNaN(total)) return null
  return `${Math.floor(total / 100)}${total % 100 ? `.${String(total % 100).padStart(2, '0')}` : ''}`
}

/** Whether the rows can be sent: everybody named, once, and together a hundred. */
export function isWhole(rows: ShareRow[]): boolean {
  const named = rows.map((row) => row.consultant_id)
  return named.every(Boolean) && new Set(named).size === named.length && totalOf(rows) === '100'
}

/** Whom a share can go to: those whom the verdicts name, then the consultants of the estate. */
export function candidates(deal: Attribution, consultants: Named[]): Named[] {
  const found = new Map<string, string>()
  const verdict = deal.verdicts.at(-1)
  for (const one of [...(verdict?.shares ?? []), ...(verdict?.weighed ?? [])]) found.set(one.consultant_id, one.consultant || one.consultant_id.slice(0, 8))
  for (const one of consultants) found.set(one.id, one.name)
  return [...found].map(([id, name]) => ({ id, name }))
}
