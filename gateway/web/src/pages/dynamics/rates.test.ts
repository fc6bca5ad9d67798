import { describe, expect, it } from 'vitest'
import type { Figures } from '@/api/types'
import { percent, ratesOf } from './rates'

describe('the rates of a medium', () => {
  it('are of the customers whom it brought', () => {
    expect(ratesOf({ customers: 3, viewed: 2, paid: 1, dealt: 0 } as Figures)).toBe('66.7% / 33.3% / 0.0%')
  })

  it('are a dash where it brought nobody', () => expect(percent(0, 0)).toBe('—'))
})
