import { describe, expect, it } from 'vitest'
import type { Attribution, Share } from '@/api/types'
import { candidates, isHeardLate, isWhole, rowsOf, sharesSaid, totalOf } from './shares'

const share = (consultant_id: string, consultant: string, percent: string): Share => ({ consultant_id, consultant, percent })

describe('shares', () => {
  it('are written with their names, and of somebody unknown with the beginning of the id', () => {
    expect(sharesSaid([share('a', '李强', '50.00'), share('0123456789', '', '50.00')])).toBe('李强 50%、01234567 50%')
  })

  it('begin as they are in force', () => {
    expect(rowsOf([share('a', '李强', '50.00'), share('b', '周敏', '33.30'), share('c', '何洁', '100')]).map((row) => row.percent)).toEqual(['50', '33.30', '100'])
  })

  it('come to a total without rounding', () => {
    const rows = ['33.33', '33.33', '33.34'].map((percent, at) => ({ consultant_id: `${at}`, percent }))
    expect(totalOf(rows)).toBe('100')
    expect(totalOf(rows.slice(0, 2))).toBe('66.66')
    expect(totalOf([{ consultant_id: 'a', percent: '0.05' }])).toBe('0.05')
    expect(totalOf([{ consultant_id: 'a', percent: '33.333' }])).toBeNull()
  })

  it('are whole when everybody is named, once, and together they make a hundred', () => {
    const both = [{ consultant_id: 'a', percent: '50' }, { consultant_id: 'b', percent: '50' }]
    expect(isWhole(both)).toBe(true)
    expect(isWhole([both[0]!, { consultant_id: 'a', percent: '50' }])).toBe(false)
    expect(isWhole([both[0]!, { consultant_id: '', percent: '50' }])).toBe(false)
    expect(isWhole([both[0]!, { consultant_id: 'b', percent: '49.99' }])).toBe(false)
  })

  it('can go to whom the verdicts name, who has left among them, and to the estate’s consultants', () => {
    const verdict = { shares: [share('a', '李强', '100')], weighed: [{ consultant_id: 'b', consultant: '周敏' }] }
    const deal = { verdicts: [verdict] } as unknown as Attribution
    expect(candidates(deal, [{ id: 'a', name: '李强' }, { id: 'c', name: '何洁' }]).map((one) => one.name)).toEqual(['李强', '周敏', '何洁'])
  })
})

describe('a deal', () => {
  it('was heard of late where part of the time to claim was over by then', () => {
    const deal = { closed_on: '2026-12-07', claim_until: '2026-12-10' as string | null, heard_on: '2026-12-09' }
    expect(isHeardLate(deal)).toBe(true)
    expect(isHeardLate({ ...deal, heard_on: '2026-12-07' })).toBe(false)
    expect(isHeardLate({ ...deal, claim_until: null })).toBe(false)
  })
})
