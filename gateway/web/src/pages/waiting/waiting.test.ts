import { describe, expect, it } from 'vitest'
import { wantsOf } from './causes'

const row = (more = {}) => ({ area_from: null, area_to: null, layout: '', budget: null, ...more })

describe('what those who wait look for', () => {
  it('stands in one line, with what was said of it', () => {
    expect(wantsOf(row({ area_from: '110.00', area_to: '130.50', layout: '开间', budget: '20000.00' }))).toBe('110–130.5㎡ · 开间 · ¥20000')
    expect(wantsOf(row({ area_from: '110.00', area_to: '110.00' }))).toBe('110㎡')
    expect(wantsOf(row())).toBe('')
  })
})
