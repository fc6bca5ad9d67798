import { describe, expect, it } from 'vitest'
import { isBelow } from './amounts'

describe('an amount', () => {
  it('is compared to the cent, however it is written', () => {
    expect([isBelow('1999999.99', '2000000.00'), isBelow('2000000', '2000000.00'), isBelow(' 2000000.1 ', '2000000.00')]).toEqual([true, false, false])
  })

  it('beyond what a float holds is compared too', () => {
    expect(isBelow('90071992547409.91', '90071992547409.92')).toBe(true)
  })

  it('that is none yet is not below anything, and nothing is below no price', () => {
    expect([isBelow('', '1.00'), isBelow('two', '1.00'), isBelow('1', null)]).toEqual([false, false, false])
  })
})
