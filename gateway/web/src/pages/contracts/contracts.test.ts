import { describe, expect, it } from 'vitest'
import type { BoardUnit, Deal } from '@/api/types'
import { cents, running, written } from './cents'
import { againstAll, draftOf, tidy, toldOf } from './draft'

const SALE = { id: 'd', kind: 'sale', price: '2000000.00', list_price: '2000000.00', version: 3 } as Deal
const LEASE = { ...SALE, kind: 'lease', price: '48661.34', list_price: '48661.34' } as Deal
const UNIT = { rent_per_sqm_day: '7.5', management_per_sqm_month: '32.5000', parking_per_month: '1000', phone_per_line_month: '80', is_sample: true, sample_notes: '家具不随房出售' } as BoardUnit

describe('an amount', () => {
  it('is read to the cent', () => {
    expect([cents('1234.5'), cents(' 7 '), cents('0.01'), cents('12.')]).toEqual([123450n, 700n, 1n, 1200n])
  })

  it('is none where it is finer than a cent, or no number', () => {
    expect([cents('0.001'), cents('two'), cents('-1'), cents(''), cents(null)]).toEqual([null, null, null, null, null])
  })

  it('is written as it would be read', () => {
    expect([written(123450n), written(5n), written(0n), written(-123n)]).toEqual(['1234.50', '0.05', '0.00', '-1.23'])
  })
})

describe('the running sum of a plan', () => {
  it('adds up where floats would not', () => {
    expect(running(['0.1', '0.2'], '0.30')).toEqual({ sum: '0.30', rest: '0.00', isWhole: true })
    expect(running(['90071992547409.91', '0.01'], '90071992547409.92').isWhole).toBe(true)
  })

  it('says what is missing and what is too much', () => {
    expect(running(['600000', ''], '2000000.00')).toEqual({ sum: '600000.00', rest: '1400000.00', isWhole: false })
    expect(running(['600000', '1400000.01'], '2000000.00').rest).toBe('-0.01')
  })

  it('is not whole while a payment has no amount', () => expect(running(['2000000', ''], '2000000.00').isWhole).toBe(false))
})

describe('a contract before it is signed', () => {
  it('of a sale begins with one payment of the whole price', () => {
    expect(draftOf(SALE, null, '2026-12-07', '装修说明').parts).toEqual([{ due_on: '2026-12-07', amount: '2000000.00', means: 'bank' }])
  })

  it('of a sample unit begins with the clause that it has to have', () => {
    expect(draftOf(SALE, UNIT, '2026-12-07', '装修说明').clauses).toEqual([{ title: '装修说明', text: '家具不随房出售' }])
  })

  it('of a lease takes the tariffs of the list, and its rent only where the deal kept to it', () => {
    const { tariffs } = draftOf(LEASE, UNIT, '2026-12-07', '').lease
    expect([tariffs.rent_per_sqm_day, tariffs.management_per_sqm_month, tariffs.water_per_m3]).toEqual(['7.5', '32.50', ''])
    expect(draftOf({ ...LEASE, price: '45000.00' }, UNIT, '2026-12-07', '').lease.tariffs.rent_per_sqm_day).toBe('')
  })

  it('of a sale tells the plan and nothing of a lease', () => {
    const draft = draftOf(SALE, null, '2026-12-07', '')
    draft.parts.push({ due_on: '', amount: ' ', means: 'bank' })
    tidy(draft)
    expect(toldOf(draft, 'sale')).toEqual({
      number: '', parties: '', signed_on: '2026-12-07', plan: 'lump_sum', clauses: [], parts: [{ due_on: '2026-12-07', amount: '2000000.00', means: 'bank' }],
    })
  })

  it('of a lease tells the term and counts, and leaves the rents to the house', () => {
    const draft = draftOf(LEASE, UNIT, '2026-12-07', '')
    Object.assign(draft, { starts_on: '2027-01-01', ends_on: '2027-12-31' })
    const told = toldOf(draft, 'lease') as { parts?: unknown; starts_on: string; lease: { tariffs: Record<string, unknown> } }
    expect([told.parts, told.starts_on, told.lease.tariffs.parking_spaces]).toEqual([undefined, '2027-01-01', 0])
  })
})

describe('a refusal', () => {
  it('of the whole plan is shown under it, and one of a payment at that payment only', () => {
    expect(againstAll({ parts: '合计不符。' }, 'parts')).toBe('合计不符。')
    expect(againstAll({ parts: '必填。', 'parts.0.amount': '必填。' }, 'parts')).toBeUndefined()
  })
})
