import { beforeEach, describe, expect, it, vi } from 'vitest'
import { address, ask, connect, fileName, get, post } from './client'
import { Problem } from './problem'

const answers: Response[] = []
const asked: { url: string; init: RequestInit; headers: Headers }[] = []

function answer(status: number, body?: unknown, type = 'application/json'): void {
  answers.push(new Response(body === undefined ? null : JSON.stringify(body), { status, headers: { 'Content-Type': type } }))
}

function problem(status: number, kind: string, code = 'x'): void {
  answer(status, { type: `/problems/${kind}`, status, detail: '不行。', reasons: [{ code, sentence: '不行。' }] }, 'application/problem+json')
}

beforeEach(() => {
  answers.length = asked.length = 0
  connect({ language: () => 'zh', csrf: () => 'secret', onLoggedOut: () => undefined, onConfirm: async () => false })
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    asked.push({ url, init, headers: new Headers(init.headers) })
    const next = answers.shift()
    if (!next) throw new TypeError('no network')
    return next
  })
})

describe('asking the server', () => {
  it('leaves out of the address what was not asked', () => {
    expect(address('/units', { q: '', state: undefined, floor: 0, sort: 'number' })).toBe('/api/v1/units?floor=0&sort=number')
  })

  it('says the language, and gives a write its key and its CSRF value', async () => {
    answer(201, {})
    await post('/unit-changes', {})
    const { headers, init } = asked[0]!
    expect(headers.get('Accept-Language')).toBe('zh')
    expect(headers.get('X-CSRF-Token')).toBe('secret')
    expect(headers.get('Idempotency-Key')).toMatch(/^[0-9a-f-]{36}$/)
    expect(init.credentials).toBe('same-origin')
  })

  it('gives a query neither key nor CSRF value', async () => {
    answer(200, {})
    await get('/units')
    expect(asked[0]!.headers.has('Idempotency-Key')).toBe(false)
    expect(asked[0]!.headers.has('X-CSRF-Token')).toBe(false)
  })

  it('sends the version that a change was made from', async () => {
    answer(200, {})
    await ask('POST', '/x', { version: 7 })
    expect(asked[0]!.headers.get('If-Match')).toBe('"7"')
  })

  it('turns a refusal into a problem with its reasons', async () => {
    problem(409, 'refused', 'not_free')
    const refused = (await get('/x').catch((error: unknown) => error)) as Problem
    expect(refused).toBeInstanceOf(Problem)
    expect([refused.status, refused.kind, refused.message, refused.reasons[0]!.code]).toEqual([409, 'refused', '不行。', 'not_free'])
  })

  it('tells a server that cannot be reached from one that refuses', async () => {
    const lost = (await get('/x').catch((error: unknown) => error)) as Problem
    expect(lost.isUnreachable).toBe(true)
  })

  it('says that the session is over, but not while it is being looked for', async () => {
    const onLoggedOut = vi.fn()
    connect({ onLoggedOut })
    problem(401, 'unauthenticated')
    await get('/session').catch(() => undefined)
    expect(onLoggedOut).not.toHaveBeenCalled()
    problem(401, 'unauthenticated')
    await get('/units').catch(() => undefined)
    expect(onLoggedOut).toHaveBeenCalledOnce()
  })

  it('asks for the password before a dangerous act, and then does it under the same key', async () => {
    connect({ onConfirm: async () => true })
    problem(403, 'forbidden', 'confirm')
    answer(200, { done: true })
    expect(await post('/people', {}, { key: 'k' })).toEqual({ done: true })
    expect(asked.map((one) => one.headers.get('Idempotency-Key'))).toEqual(['k', 'k'])
  })

  it('leaves a dangerous act undone when the password is not given', async () => {
    problem(403, 'forbidden', 'confirm')
    await expect(post('/people')).rejects.toBeInstanceOf(Problem)
    expect(asked).toHaveLength(1)
  })
})

describe('the name of a downloaded file', () => {
  it('is read in Chinese', () => {
    expect(fileName("attachment; filename=x.pdf; filename*=UTF-8''%E9%80%9A%E7%9F%A5%E5%8D%95.pdf")).toBe('通知单.pdf')
  })

  it('is read in plain letters', () => {
    expect(fileName('attachment; filename="units.xlsx"')).toBe('units.xlsx')
  })
})
