// What a report was asked for, kept in the address, and what the server answered.

import { computed, shallowRef, ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { get } from '@/api/client'

/** Asks `path` anew whenever the estate or one of the `usual` values, or what the address has in its place, changes. */
export function useAsked<Answer>(path: string, estateId: () => string, usual: Record<string, string> = {}) {
  const route = useRoute()
  const router = useRouter()
  const answer = shallowRef<Answer | null>(null)
  const error = shallowRef<unknown>(null)
  const loading = ref(true)
  let newest = 0

  const asked = computed(() => {
    const chosen = Object.entries(usual).map(([name, value]) => [name, String(route.query[name] ?? value)])
    return { estate_id: estateId(), ...Object.fromEntries(chosen) } as Record<string, string>
  })

  async function load(): Promise<void> {
    const mine = (newest += 1)
    loading.value = true
    try {
      const told = await get<Answer>(path, asked.value)
      if (mine !== newest) return
      answer.value = told
      error.value = null
    } catch (problem) {
      if (mine === newest) error.value = problem
    }
    if (mine === newest) loading.value = false
  }

  const set = (name: string, value: string) => router.replace({ query: { ...route.query, [name]: value } })
  const home = route.name
  watch(() => JSON.stringify(asked.value), () => route.name === home && void load(), { immediate: true })
  return { answer, asked, error, loading, load, set }
}
