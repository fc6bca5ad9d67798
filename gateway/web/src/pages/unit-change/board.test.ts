import { describe, expect, it } from 'vitest'
import type { CaseStep, StuckAt } from '@/api/types'
import { blockage, byStep, firstFor, isOwn } from './board'
import { difference, isBelow } from './steps/figures'
import { inTwoLines, linesOf, placed } from './tabs/layers'

const step = (name: string, owner: string, more: Partial<CaseStep> = {}): CaseStep =>
  ({ name, zh: name, en: name, owner: [{ code: owner, zh: owner, en: owner }], needs: [], state: 'waiting', may_do: false, may_sign: false, ...more }) as CaseStep

describe('the step that is shown first', () => {
  it('is the one to sign, then the one to do', () => {
    const steps = [step('clean', 'property', { state: 'open', may_do: true }), step('read', 'property', { state: 'awaiting_signatures', may_sign: true })]
    expect(firstFor(steps, 'engineering')).toBe('read')
    expect(firstFor(steps.slice(0, 1), 'property')).toBe('clean')
  })

  it('is the department’s own open one before another’s', () => {
    const steps = [step('repair', 'engineering', { state: 'open' }), step('keys', 'property', { state: 'open' })]
    expect(firstFor(steps, 'property')).toBe('keys')
    expect(firstFor(steps, 'finance')).toBe('repair')
  })

  it('is the last one when all is over', () => {
    expect(firstFor([step('a', 'x', { state: 'done' }), step('b', 'x', { state: 'done' })], 'x')).toBe('b')
    expect(firstFor([], 'x')).toBeNull()
  })
})

describe('what is waited for', () => {
  it('names each step once, with all departments it waits for', () => {
    const stuck = (department: string): StuckAt => ({ name: 'a', zh: '', en: '', step: 'acknowledge', kind: 'do', due_at: null, overdue: false, department: { code: department, zh: '', en: '' } })
    const waits = byStep([stuck('property'), stuck('finance')])
    expect(waits.map((one) => one.departments.map((department) => department.code))).toEqual([['property', 'finance']])
  })

  it('knows whose a step is', () => expect([isOwn(step('a', 'x'), 'x'), isOwn(step('a', 'x'), null)]).toEqual([true, false]))
})

describe('a new unit that another has', () => {
  const change = { state: 'open', issued_at: null, keeping: 'taken' as const }

  it('blocks the change until the notice is out', () => {
    expect(blockage(change)).toBe('taken')
    expect([blockage({ ...change, issued_at: '2026-12-14T09:00:00Z' }), blockage({ ...change, state: 'cancelled' })]).toEqual([null, null])
  })

  it('is another thing than one of which nothing was said yet', () => expect([blockage({ ...change, keeping: 'awaited' }), blockage({ ...change, keeping: 'kept' })]).toEqual(['awaited', null]))
})

describe('figures of meters', () => {
  it('are worked out to the hundredth', () => {
    expect(difference('0.3', '0.1')).toBe('0.20')
    expect(difference('123456789012345.67', '0.01')).toBe('123456789012345.66')
  })

  it('say nothing of what is no reading yet', () => expect([difference('', '1'), difference('12.', '1'), isBelow('x', '1')]).toEqual([null, null, false]))

  it('see a reading below the last one', () => expect([isBelow('99.99', '100'), isBelow('100', '100')]).toEqual([true, false]))
})

describe('the drawn procedure', () => {
  const drawn = placed([
    { name: 'inspect', needs: [] },
    { name: 'keys', needs: [] },
    { name: 'clean', needs: ['inspect'] },
    { name: 'hand_over', needs: ['clean', 'keys'] },
  ])

  it('puts each step behind the last one it needs', () => {
    expect([...drawn].map(([name, place]) => [name, place.column])).toEqual([['inspect', 0], ['keys', 0], ['clean', 1], ['hand_over', 2]])
  })

  it('gives no place twice', () => expect(new Set([...drawn.values()].map((place) => `${place.column}/${place.row}`)).size).toBe(4))

  it('draws no line that another way already tells', () => {
    const steps = [
      { name: 'read', needs: [] },
      { name: 'return', needs: ['read'] },
      { name: 'settle', needs: ['read', 'return'] },
    ]
    expect(linesOf(steps)).toEqual([{ from: 'read', to: 'return' }, { from: 'return', to: 'settle' }])
  })

  it('writes long names in two lines', () => {
    expect(inTwoLines('核对钥匙、整理入住表格', 9)).toEqual(['核对钥匙、整理入住', '表格'])
    expect(inTwoLines('Read the meters of both units', 19)).toEqual(['Read the meters of', 'both units'])
    expect(inTwoLines('保洁', 9)).toEqual(['保洁'])
  })
})
