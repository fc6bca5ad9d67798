import { describe, expect, it } from 'vitest'
import { Problem } from './problem'

function refused(...reasons: { field?: string; sentence: string }[]): Problem {
  return new Problem({ status: 422, type: '/problems/invalid', detail: '填写有误。', reasons: reasons.map((reason) => ({ code: 'x', ...reason })) })
}

describe('the reasons of a refusal', () => {
  it('stand at their fields, the first of each', () => {
    const { fields, rest } = refused({ field: 'cost', sentence: 'cost:须为数字。' }, { field: 'cost', sentence: '第二句' }).byField(['cost'])
    expect(fields).toEqual({ cost: '须为数字。' })
    expect(rest).toEqual([])
  })

  it('stand at the place inside a field too', () => {
    const { fields } = refused({ field: 'readings.1.value', sentence: '低于上次。' }).byField(['readings'])
    expect(fields).toEqual({ readings: '低于上次。', 'readings.1.value': '低于上次。' })
  })

  it('are told apart from those that concern no field of the form', () => {
    const { fields, rest } = refused({ sentence: '该单元已有换房。' }, { field: 'other', sentence: '别处的。' }).byField(['date'])
    expect(fields).toEqual({})
    expect(rest).toEqual(['该单元已有换房。', '别处的。'])
  })

  it('are the whole sentence where there are none', () => {
    expect(refused().byField(['date']).rest).toEqual(['填写有误。'])
  })
})
