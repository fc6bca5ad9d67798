// The estate that a page is about: the one in its address, else the one chosen last in this browser, else the reader's first.

import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useSession } from '@/stores/session'

const REMEMBERED = 'atrium.estate'

export function useEstate() {
  const session = useSession()
  const route = useRoute()
  const router = useRouter()
  const estates = computed(() => session.me?.estates ?? [])
  const isOne = (id: unknown): id is string => estates.value.some((estate) => estate.id === id)

  const estateId = computed<string>(() => {
    const wanted = [route.query.estate_id, localStorage.getItem(REMEMBERED)].find(isOne)
    return wanted ?? estates.value[0]?.id ?? ''
  })

  /** Chooses another; what the address says of the estate before does not go for it. */
  async function choose(id: string): Promise<void> {
    localStorage.setItem(REMEMBERED, id)
    const view = route.query.view ? { view: route.query.view } : {}
    await router.replace({ query: { ...view, estate_id: id } })
  }

  return { estates, estateId, choose }
}
