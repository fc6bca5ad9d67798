import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { mounted, settled } from '@/composables/testing'
import { useCalendar } from './useCalendar'

const waiting = new Map<string, (answer: Response) => void>()
const asJson = (body: unknown) => new Response(JSON.stringify(body), { status: 200, headers: { 'Content-Type': 'application/json' } })
const toBeMoved = (unit: string) => asJson({ items: [{ unit_number: unit }], next: null, total: null })

beforeEach(() => {
  setActivePinia(createPinia())
  waiting.clear()
  vi.stubGlobal('fetch', (address: string) => {
    const asked = new URL(address, 'http://house')
    if (asked.pathname.endsWith('/calendar')) return Promise.resolve(asJson([]))
    return new Promise<Response>((resolve) => waiting.set(asked.searchParams.get('estate_id')!, resolve))
  })
})

it('shows what is to be moved at the estate that is chosen, whichever answer comes last', async () => {
  const { given } = await mounted(() => useCalendar(() => 'e1'))
  await settled()
  given.set({ estate_id: 'e2' })
  await settled()
  waiting.get('e2')!(toBeMoved('B0202'))
  await settled()
  waiting.get('e1')!(toBeMoved('A1109'))
  await settled()
  expect(given.toBeMoved.value.map((one) => one.unit_number)).toEqual(['B0202'])
})
