import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, ref, type EffectScope } from 'vue'
import type { BoardItem } from '@/api/types'
import { settled } from '@/composables/testing'
import { speak } from '@/i18n'
import { useBoard } from '@/stores/board'
import { floorsOf, patched, replaced, wholeFloors } from './floors'
import { inTenThousands, kindsOf, pricesOf, tariff } from './prices'
import { soon } from './soon'
import { useBoardUnits } from './useBoardUnits'

const unit = (number: string, more: Partial<BoardItem> = {}) =>
  ({ unit_id: number, number, floor: Number(number.slice(1, -2)), state: 'available', estate_id: 'e', ...more }) as BoardItem
const asJson = (body: unknown) => new Response(JSON.stringify(body), { headers: { 'Content-Type': 'application/json' } })
const moveOf = (number: string, state = 'held', estate = 'e') => ({ estate_id: estate, unit_id: number, state })

describe('the floors of a building', () => {
  it('stand from the top down, and their units in the order of their numbers', () => {
    const floors = floorsOf([unit('A0902'), unit('A1001'), unit('A0901'), unit('A1010'), unit('A1002')])
    expect(floors.map((one) => [one.floor, one.units.map((each) => each.number)])).toEqual([
      [10, ['A1001', 'A1002', 'A1010']],
      [9, ['A0901', 'A0902']],
    ])
  })

  it('below the ground come last', () => {
    expect(floorsOf([unit('B0101', { floor: -1 }), unit('A0101')]).map((one) => one.floor)).toEqual([1, -1])
  })

  it('are not drawn while units of them may be missing, unless there is only one', () => {
    const floors = floorsOf([unit('A1001'), unit('A0901')])
    expect(wholeFloors(floors, true).map((one) => one.floor)).toEqual([10])
    expect(wholeFloors(floors, false)).toHaveLength(2)
    expect(wholeFloors(floors.slice(0, 1), true)).toHaveLength(1)
  })
})

describe('a move', () => {
  const units = [unit('A1001'), unit('A1002')]

  it('changes the state of its unit at once and leaves the others as they are', () => {
    const after = patched(units, moveOf('A1002'))
    expect(after.map((one) => one.state)).toEqual(['available', 'held'])
    expect(after[0]).toBe(units[0])
  })

  it('of a unit that is not shown, or that says nothing new, changes nothing', () => {
    expect(patched(units, moveOf('A0101'))).toBe(units)
    expect(patched(units, moveOf('A1001', 'available'))).toBe(units)
  })

  it('is completed by the unit as it stands now', () => {
    const now = unit('A1001', { state: 'held', consultant: '马丽' })
    expect(replaced(units, now)[0]!.consultant).toBe('马丽')
    expect(replaced(units, unit('A0101'))).toHaveLength(2)
  })
})

describe('a price on the board', () => {
  afterEach(() => speak('zh', false))

  it('is short and exact', () => {
    expect(['3124500.00', '3120000', '1234.00', '120000000.00', '10000'].map(inTenThousands)).toEqual(['312.45', '312', '0.1234', '12,000', '1'])
    expect([tariff('6.5000'), tariff('6.1250'), tariff(null)]).toEqual(['6.50', '6.1250', '—'])
  })

  it('is that of a sale, of a lease, of both or of neither', () => {
    const both = { sale_price: '3124500.00', rent_per_sqm_day: '6.5000' }
    expect(pricesOf(both)).toEqual(['312.45 万', '6.50 元/㎡·天'])
    expect([kindsOf(both), kindsOf({ ...both, sale_price: null }), kindsOf({ sale_price: null, rent_per_sqm_day: null })]).toEqual([['sale', 'lease'], ['lease'], []])
    speak('en', false)
    expect(pricesOf(both)).toEqual(['¥3,124,500', '¥6.50/㎡·day'])
  })
})

describe('work asked for by many changes', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  it('is done once, and is not put off by further ones', async () => {
    const work = vi.fn()
    const later = soon(work)
    for (let change = 0; change < 5; change += 1) {
      later.ask()
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(work).toHaveBeenCalledOnce()
    await vi.advanceTimersByTimeAsync(300)
    expect(work).toHaveBeenCalledTimes(2)
  })

  it('is not done for a page that is gone', async () => {
    const work = vi.fn()
    const later = soon(work)
    later.ask()
    later.stop()
    await vi.advanceTimersByTimeAsync(1000)
    expect(work).not.toHaveBeenCalled()
  })
})

describe('the units of a building', () => {
  let page: EffectScope
  let asked: string[]
  const house = new Map<string, BoardItem>()

  beforeEach(() => {
    setActivePinia(createPinia())
    page = effectScope()
    asked = []
    house.clear()
    for (let at = 0; at < 250; at += 1) {
      const number = `A${String(25 - Math.floor(at / 10)).padStart(2, '0')}${String((at % 10) + 1).padStart(2, '0')}`
      house.set(number, unit(number))
    }
    vi.stubGlobal('fetch', async (url: string) => {
      asked.push(url)
      const { pathname, searchParams } = new URL(url, 'http://house')
      const one = house.get(pathname.split('/').pop()!)
      if (one) return asJson(one)
      const from = Number(searchParams.get('cursor') ?? 0)
      const items = [...house.values()].slice(from, from + Number(searchParams.get('limit')))
      return asJson({ items, next: from + items.length < house.size ? String(from + items.length) : null, total: null })
    })
  })
  afterEach(() => page.stop())

  async function opened(building = ref('A座')) {
    const shown = page.run(() => useBoardUnits(() => 'e', () => building.value))!
    await settled()
    return shown
  }
  const pagesAsked = () => asked.filter((url) => url.includes('/board?')).length

  it('are fetched page by page, only as far down as somebody looks', async () => {
    const shown = await opened()
    expect([pagesAsked(), shown.units.value.length, shown.floors.value.length]).toEqual([1, 100, 9])
    await shown.more()
    expect([pagesAsked(), shown.floors.value.length]).toEqual([2, 19])
    await shown.more()
    await shown.more()
    expect([pagesAsked(), shown.floors.value.length, shown.next.value]).toEqual([3, 25, null])
  })

  it('change at once when one of them moves, and then say who has it', async () => {
    const shown = await opened()
    house.set('A2501', unit('A2501', { state: 'held', consultant: '马丽' }))
    useBoard().tell(moveOf('A2501'))
    const first = () => shown.floors.value[0]!.units[0]!
    expect([first().state, first().consultant]).toEqual(['held', undefined])
    await settled()
    expect([first().state, first().consultant]).toEqual(['held', '马丽'])
    expect(pagesAsked()).toBe(1)
  })

  it('leave alone what moves elsewhere', async () => {
    const shown = await opened()
    useBoard().tell(moveOf('A2501', 'held', 'another'))
    useBoard().tell(moveOf('A0101'))
    await settled()
    expect(asked).toHaveLength(1)
    expect(shown.units.value.every((one) => one.state === 'available')).toBe(true)
  })

  it('that move while their page is on its way are asked for once it has come', async () => {
    const coming = opened()
    useBoard().tell(moveOf('A2501'))
    house.set('A2501', unit('A2501', { state: 'held' }))
    const shown = await coming
    await settled()
    expect(shown.units.value[0]!.state).toBe('held')
    expect(asked.at(-1)).toMatch(/board\/A2501$/)
  })

  it('that move in great number are asked for by the page', async () => {
    const shown = await opened()
    for (const number of [...house.keys()].slice(0, 40)) {
      house.set(number, unit(number, { state: 'held' }))
      useBoard().tell(moveOf(number))
    }
    await settled()
    await settled()
    expect(asked.length).toBeLessThan(5)
    expect(shown.units.value.filter((one) => one.state === 'held')).toHaveLength(40)
  })

  it('are loaded anew, as far down as they were shown, when word may have been missed', async () => {
    const shown = await opened()
    await shown.more()
    house.set('A2501', unit('A2501', { state: 'sold' }))
    useBoard().tellAnew()
    await settled()
    expect([pagesAsked(), shown.units.value.length, shown.units.value[0]!.state]).toEqual([4, 200, 'sold'])
  })

  it('of another building take their place', async () => {
    const building = ref('A座')
    await opened(building)
    building.value = 'B座'
    await settled()
    expect(new URL(asked.at(-1)!, 'http://house').searchParams.get('building')).toBe('B座')
  })
})
