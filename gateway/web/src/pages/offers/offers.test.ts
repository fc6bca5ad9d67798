import { describe, expect, it } from 'vitest'
import { listenerOf, saysEnough, toldAs } from './listener'
import { itemsOf, unitsOf } from './quoted'

const one = (more = {}) => ({ ...listenerOf('c'), broker_id: 'b', client_name: ' 远航 ', ...more })

describe('who listens', () => {
  it('is told as what they are and nothing else', () => {
    expect(toldAs(one({ audience: 'stranger' }))).toEqual({ audience: 'stranger' })
    expect(toldAs(one())).toEqual({ audience: 'visitor', customer_id: 'c' })
    expect(toldAs(one({ audience: 'broker' }))).toEqual({ audience: 'broker', broker_id: 'b', customer_id: 'c', client_name: '远航' })
  })

  it('says enough once customer or broker is chosen', () => {
    expect(saysEnough(listenerOf())).toBe(false)
    expect(saysEnough(listenerOf('c'))).toBe(true)
    expect(saysEnough({ ...listenerOf(), audience: 'stranger' })).toBe(true)
    expect(saysEnough({ ...listenerOf('c'), audience: 'broker' })).toBe(false)
  })
})

describe('what is quoted', () => {
  it('has whole numbers of spaces and lines, none where nothing was typed', () => {
    expect(unitsOf([{ id: 'u', number: 'A1', parking: ' 2 ', phones: '' }])).toEqual([{ unit_id: 'u', parking_spaces: '2', phone_lines: 0 }])
  })

  it('leaves rows out that say nothing', () => {
    const rows = [{ name: '前台留言', price: '120', quantity: '' }, { name: ' ', price: '', quantity: '' }]
    expect(itemsOf(rows)).toEqual([{ name: '前台留言', price: '120', quantity: 1 }])
  })
})
