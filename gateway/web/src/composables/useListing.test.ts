import { beforeEach, describe, expect, it, vi } from 'vitest'
import { mounted, settled } from './testing'
import { inForce, useListing } from './useListing'

interface Row {
  id: string
}
let asked: URLSearchParams[]
let pages: { items: Row[]; next: string | null; total: number }[]

beforeEach(() => {
  asked = []
  pages = []
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(new URL(url, 'http://house').searchParams)
    return new Response(JSON.stringify(pages.shift() ?? { items: [], next: null, total: 0 }), { headers: { 'Content-Type': 'application/json' } })
  })
})

const listed = (at?: string) => mounted(() => useListing<Row>('/units', { filters: { state: 'all', show: 'todo' }, sort: 'number' }), at)

describe('a list', () => {
  it('asks for its first page with its usual filters; “all” is no filter', async () => {
    pages = [{ items: [{ id: 'a' }], next: null, total: 1 }]
    const { given } = await listed()
    await settled()
    expect(Object.fromEntries(asked[0]!)).toEqual({ show: 'todo', sort: 'number', limit: '25', count: 'true' })
    expect(given.rows.value).toEqual([{ id: 'a' }])
    expect([given.total.value, given.loading.value, given.isFiltered.value]).toEqual([1, false, false])
  })

  it('shows what the address says', async () => {
    const { given } = await listed('/list?state=vacant&q=A05&sort=-floor')
    await settled()
    expect([asked[0]!.get('state'), asked[0]!.get('q'), asked[0]!.get('sort')]).toEqual(['vacant', 'A05', '-floor'])
    expect(given.isFiltered.value).toBe(true)
  })

  it('puts a choice into the address, and begins at the first page again', async () => {
    pages = [{ items: [{ id: 'a' }], next: 'c2', total: 2 }, { items: [{ id: 'b' }], next: null, total: 2 }]
    const { given, router } = await listed()
    await settled()
    await given.forward()
    expect([asked[1]!.get('cursor'), given.pageNumber.value]).toEqual(['c2', 2])
    given.set('state', 'vacant')
    await settled()
    expect(router.currentRoute.value.query).toEqual({ state: 'vacant' })
    expect([asked[2]!.get('cursor'), given.pageNumber.value]).toEqual([null, 1])
  })

  it('goes back to the page before', async () => {
    pages = [{ items: [], next: 'c2', total: 9 }, { items: [], next: 'c3', total: 9 }]
    const { given } = await listed()
    await settled()
    await given.forward()
    await given.forward()
    await given.back()
    expect(asked.map((one) => one.get('cursor'))).toEqual([null, 'c2', 'c3', 'c2'])
  })

  it('clears its own filters and nothing else of the address', async () => {
    const { given, router } = await listed('/list?state=vacant&tab=history')
    await settled()
    given.clear()
    await settled()
    expect(router.currentRoute.value.query).toEqual({ tab: 'history' })
  })

  it('keeps still when another page is opened', async () => {
    const { router } = await listed('/list?state=vacant')
    await settled()
    await router.push('/elsewhere')
    await settled()
    expect(asked).toHaveLength(1)
  })

  it('says what went wrong', async () => {
    vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('away')))
    const { given } = await listed()
    await settled()
    expect(given.error.value).toMatchObject({ isUnreachable: true })
    expect(given.loading.value).toBe(false)
  })
})

describe('the filters in force', () => {
  it('are those that keep something out', () => {
    expect(inForce({ q: '', state: 'all', estate_id: 'e1', since: '2026-12-01' })).toEqual({ estate_id: 'e1', since: '2026-12-01' })
  })
})
