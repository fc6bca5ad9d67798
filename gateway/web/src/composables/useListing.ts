// A list on the page: its filters live in the address, so that a link, the back button and a reload show the same rows.

import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { get, type Query } from '@/api/client'
import type { Page } from '@/api/types'

export interface ListingOptions {
  /** Filters this list understands, with the value each has until somebody chooses another. */
  filters?: Record<string, string>
  sort?: string | ((filters: Record<string, string>) => string)
  limit?: number
  /** Asked for on every page and not shown as a filter. */
  always?: (filters: Record<string, string>) => Query
}

/** The filters that keep something out: what is neither empty nor `all`. An export is asked for with the same. */
export function inForce(filters: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value && value !== 'all'))
}

export function useListing<Row>(path: string | (() => string), options: ListingOptions = {}) {
  const route = useRoute()
  const router = useRouter()
  const rows = shallowRef<Row[]>([])
  const total = ref<number | null>(null)
  const next = ref<string | null>(null)
  const loading = ref(true)
  const error = shallowRef<unknown>(null)
  const before = ref<string[]>([])
  const cursor = ref<string | null>(null)
  const known = { q: '', ...options.filters }
  let running: AbortController | null = null

  const filters = computed(() => {
    const chosen: Record<string, string> = {}
    for (const [name, usual] of Object.entries(known)) chosen[name] = String(route.query[name] ?? usual)
    return chosen
  })
  const usualSort = () => (typeof options.sort === 'function' ? options.sort(filters.value) : (options.sort ?? ''))
  const sort = computed(() => String(route.query.sort ?? usualSort()))
  const isFiltered = computed(() => Object.entries(known).some(([name, usual]) => filters.value[name] !== usual))

  function asked(): Query {
    return { ...inForce(filters.value), ...options.always?.(filters.value), sort: sort.value, limit: options.limit ?? 25, count: true, cursor: cursor.value }
  }

  async function load(): Promise<void> {
    running?.abort()
    const mine = (running = new AbortController())
    loading.value = true
    try {
      const page = await get<Page<Row>>(typeof path === 'string' ? path : path(), asked(), mine.signal)
      rows.value = page.items
      next.value = page.next ?? null
      total.value = page.total ?? null
      error.value = null
    } catch (problem) {
      if (mine.signal.aborted) return
      error.value = problem
    }
    if (running === mine) loading.value = false
  }

  function first(): Promise<void> {
    before.value = []
    cursor.value = null
    return load()
  }

  function set(name: string, value: string | null | undefined): void {
    const query: Record<string, string> = { ...(route.query as Record<string, string>) }
    const usual = name === 'sort' ? usualSort() : (known as Record<string, string>)[name]
    if (!value || value === usual) delete query[name]
    else query[name] = value
    void router.replace({ query })
  }

  function clear(): void {
    const kept = Object.entries(route.query).filter(([name]) => !(name in known))
    void router.replace({ query: Object.fromEntries(kept) })
  }

  async function forward(): Promise<void> {
    if (!next.value) return
    before.value.push(cursor.value ?? '')
    cursor.value = next.value
    await load()
  }

  async function back(): Promise<void> {
    cursor.value = before.value.pop() || null
    await load()
  }

  const home = route.name
  watch(() => JSON.stringify([filters.value, sort.value]), () => route.name === home && void first(), { immediate: true })
  onScopeDispose(() => running?.abort())
  const pageNumber = computed(() => before.value.length + 1)
  return { rows, total, next, loading, error, filters, sort, isFiltered, pageNumber, load, set, clear, forward, back }
}

export type Listing<Row> = ReturnType<typeof useListing<Row>>
