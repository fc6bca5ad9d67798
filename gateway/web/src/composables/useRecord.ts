// One record on the page: loaded, changed from the version that was read, and offered anew when somebody else was first.

import { onScopeDispose, ref, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { ask, get } from '@/api/client'
import { Problem } from '@/api/problem'

/** Sends a change of a record, from the version shown; false when it was not made because the record had changed. */
export type Change = (method: string, where: string, body?: unknown, key?: string) => Promise<boolean>

/** Asked when somebody else changed the record first: whether to load it again. */
export type AskToReload = (sentence: string) => Promise<boolean>

function versionOf(thing: object | null): number | undefined {
  return thing && 'version' in thing && typeof thing.version === 'number' ? thing.version : undefined
}

/** How a thing is changed from the version that `version` gives; `reload` fetches what is shown anew. */
export function changing(version: () => number | undefined, askToReload: AskToReload, reload: () => Promise<void>): Change {
  return async (method, where, body = {}, key) => {
    try {
      const form = body instanceof FormData ? { form: body } : { body }
      await ask(method, where, { ...form, version: version(), key })
    } catch (problem) {
      if (!(problem instanceof Problem) || !problem.isConflict) throw problem
      if (await askToReload(problem.message)) await reload()
      return false
    }
    await reload()
    return true
  }
}

export function useRecord<Thing extends object>(path: MaybeRefOrGetter<string>, askToReload: AskToReload) {
  const thing = shallowRef<Thing | null>(null)
  const loading = ref(true)
  const error = shallowRef<unknown>(null)
  let running: AbortController | null = null

  /** Loads the record; `quietly` leaves what is shown in place, for refreshing behind an open form. */
  async function load(quietly = false): Promise<void> {
    running?.abort()
    const mine = (running = new AbortController())
    loading.value = !quietly
    try {
      thing.value = await get<Thing>(toValue(path), undefined, mine.signal)
      error.value = null
    } catch (problem) {
      if (mine.signal.aborted) return
      if (!quietly) error.value = problem
    }
    if (running === mine) loading.value = false
  }

  const change = changing(() => versionOf(thing.value), askToReload, () => load(true))
  watch(() => toValue(path), () => void load(), { immediate: true })
  onScopeDispose(() => running?.abort())
  return { thing, loading, error, load, change }
}
