import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Session } from '@/api/types'
import { useSession } from '@/stores/session'
import { mounted, settled } from './testing'
import { useEstate } from './useEstate'

const estates = ['e1', 'e2'].map((id) => ({ id, name: id, timezone: 'Asia/Shanghai' }))

beforeEach(() => {
  localStorage.clear()
  setActivePinia(createPinia())
  useSession().take({ person: { estates, permissions: [] } } as unknown as Session)
})

describe('the estate of a page', () => {
  it('is the first of the reader’s until another is chosen, which is remembered', async () => {
    const { given } = await mounted(useEstate)
    expect(given.estateId.value).toBe('e1')
    await given.choose('e2')
    await settled()
    expect(given.estateId.value).toBe('e2')
    expect((await mounted(useEstate)).given.estateId.value).toBe('e2')
  })

  it('is that of the address before all, where it is one of the reader’s', async () => {
    localStorage.setItem('atrium.estate', 'e2')
    expect((await mounted(useEstate, '/list?estate_id=e1')).given.estateId.value).toBe('e1')
    expect((await mounted(useEstate, '/list?estate_id=elsewhere')).given.estateId.value).toBe('e2')
  })

  it('takes along how the page is shown, and nothing that was asked of the one before', async () => {
    const { given, router } = await mounted(useEstate, '/list?view=list&building=A座&state=held')
    await given.choose('e2')
    expect(router.currentRoute.value.query).toEqual({ view: 'list', estate_id: 'e2' })
  })

  it('is not one that the reader works for no longer', async () => {
    localStorage.setItem('atrium.estate', 'gone')
    expect((await mounted(useEstate)).given.estateId.value).toBe('e1')
  })
})
