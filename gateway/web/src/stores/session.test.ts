import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Problem } from '@/api/problem'
import { visibleMenu } from '@/components/shell/menu'
import { now } from '@/composables/now'
import { useSession } from './session'

const SESSION = {
  now: '2026-12-07T01:00:00+00:00', session_id: 's', csrf: 'c', expires_at: '', confirmed_until: '', must_change_password: false,
  person: { id: 'p', username: 'property.clerk', name: '王娟', department: 'property', rank: 'clerk', roles: [], permissions: ['unit.list'], estates: [], every_estate: false, language: null },
}
const asJson = (status: number, body: unknown) => new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })

beforeEach(() => setActivePinia(createPinia()))

describe('a session', () => {
  it('is found once and kept', async () => {
    const fetched = vi.fn(async () => asJson(200, SESSION))
    vi.stubGlobal('fetch', fetched)
    const session = useSession()
    await session.findOut()
    await session.findOut()
    expect(fetched).toHaveBeenCalledOnce()
    expect([session.me?.name, session.csrf, session.may('unit.list'), session.may('unit.import')]).toEqual(['王娟', 'c', true, false])
  })

  it('brings the house’s clock with it', async () => {
    vi.stubGlobal('fetch', async () => asJson(200, SESSION))
    await useSession().findOut()
    expect(Math.abs(now().getTime() - Date.parse(SESSION.now))).toBeLessThan(5000)
  })

  it('that is not there is no failure', async () => {
    vi.stubGlobal('fetch', async () => asJson(401, { type: '/problems/unauthenticated', status: 401 }))
    const session = useSession()
    await session.findOut()
    expect([session.me, session.asked]).toEqual([null, true])
  })

  it('ends here even when the server cannot be told, and says so', async () => {
    vi.stubGlobal('fetch', async () => asJson(200, SESSION))
    const session = useSession()
    await session.findOut()
    vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('away')))
    await expect(session.logOut()).rejects.toBeInstanceOf(Problem)
    expect(session.me).toBeNull()
  })

  it('opens only the menu that its permissions open', async () => {
    vi.stubGlobal('fetch', async () => asJson(200, SESSION))
    const session = useSession()
    await session.findOut()
    const names = visibleMenu(session.mayAny).flatMap((group) => group.entries.map((entry) => entry.name))
    expect(names).toEqual(['inbox', 'units'])
  })
})
