// The one way to the server: JSON over /api/v1 with language, session, CSRF, idempotency and version handled here.

import { newKey } from './keys'
import { Problem, type ProblemDocument } from './problem'

export const BASE = '/api/v1'

export type Query = Record<string, string | number | boolean | null | undefined>

export interface Asking {
  query?: Query
  body?: unknown
  form?: FormData
  /** The version the change was made from; another one in the database is a conflict. */
  version?: number | null
  /** Given when the same write may be sent again, so that it takes effect once. */
  key?: string
  signal?: AbortSignal
}

interface Surroundings {
  language: () => string
  csrf: () => string | null
  onLoggedOut: () => void
  /** Asks for the password once more before a dangerous act; gives whether it was given. */
  onConfirm: () => Promise<boolean>
}

const surroundings: Surroundings = { language: () => 'zh', csrf: () => null, onLoggedOut: () => undefined, onConfirm: async () => false }

/** Tells the client where language and session come from, without it knowing the stores. */
export function connect(given: Partial<Surroundings>): void {
  Object.assign(surroundings, given)
}

export function address(path: string, query: Query = {}): string {
  const asked = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '')
  const search = new URLSearchParams(asked.map(([name, value]) => [name, String(value)]))
  return BASE + path + (asked.length ? `?${search}` : '')
}

function headersFor(method: string, asking: Asking): Headers {
  const headers = new Headers({ 'Accept-Language': surroundings.language() })
  headers.set('Accept', 'application/json, application/problem+json')
  if (method !== 'GET') {
    headers.set('Idempotency-Key', asking.key ?? newKey())
    const csrf = surroundings.csrf()
    if (csrf) headers.set('X-CSRF-Token', csrf)
    // A write without a body says so too: some servers take one that is silent for plain text.
    if (!asking.form) headers.set('Content-Type', 'application/json')
  }
  if (asking.version !== undefined && asking.version !== null) headers.set('If-Match', `"${asking.version}"`)
  return headers
}

async function send(method: string, path: string, asking: Asking): Promise<Response> {
  const response = await reach(method, path, asking)
  if (response.ok) return response
  const problem = await problemIn(response)
  if (problem.status === 401 && path !== '/session') surroundings.onLoggedOut()
  if (problem.wantsPassword && path !== '/session/confirm' && (await surroundings.onConfirm())) return send(method, path, asking)
  throw problem
}

async function reach(method: string, path: string, asking: Asking): Promise<Response> {
  try {
    return await fetch(address(path, asking.query), {
      method,
      headers: headersFor(method, asking),
      body: asking.form ?? (asking.body === undefined ? undefined : JSON.stringify(asking.body)),
      credentials: 'same-origin',
      signal: asking.signal,
    })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw Problem.unreachable()
  }
}

async function problemIn(response: Response): Promise<Problem> {
  const type = response.headers.get('Content-Type') ?? ''
  if (!type.includes('json')) return new Problem({ status: response.status })
  return new Problem({ status: response.status, ...((await response.json()) as ProblemDocument) })
}

/** Asks the server and gives the JSON it answers with (`undefined` for an empty answer). */
export async function ask<T>(method: string, path: string, asking: Asking = {}): Promise<T> {
  const response = await send(method, path, asking)
  const text = await response.text()
  return (text ? JSON.parse(text) : undefined) as T
}

export const get = <T>(path: string, query?: Query, signal?: AbortSignal) => ask<T>('GET', path, { query, signal })
export const post = <T>(path: string, body: unknown = {}, asking: Asking = {}) => ask<T>('POST', path, { ...asking, body })

/** Fetches a file and hands it to the browser to save. */
export async function download(path: string, query?: Query): Promise<void> {
  const response = await send('GET', path, { query })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await response.blob())
  link.download = fileName(response.headers.get('Content-Disposition')) ?? path.split('/').pop() ?? 'file'
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 1000)
}

/** Fetches a text such as an SVG drawing. */
export async function text(path: string, query?: Query): Promise<string> {
  return (await send('GET', path, { query })).text()
}

export function fileName(disposition: string | null): string | null {
  const encoded = disposition?.match(/filename\*=UTF-8''([^;]+)/i)?.[1]
  if (encoded) return decodeURIComponent(encoded)
  return disposition?.match(/filename="?([^";]+)"?/i)?.[1] ?? null
}
