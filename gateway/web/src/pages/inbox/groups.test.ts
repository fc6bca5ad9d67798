import { beforeEach, describe, expect, it } from 'vitest'
import type { InboxItem } from '@/api/types'
import { learnNow } from '@/composables/now'
import { inGroups } from './groups'

const item = (id: string, more: Partial<InboxItem>): InboxItem => ({ id, due_at: null, overdue_at: null, closed_at: null, ...more }) as InboxItem

beforeEach(() => learnNow('2026-12-07T02:00:00+00:00'))

describe('the inbox', () => {
  it('shows what is late first, then what is due today, later, and undated', () => {
    const items = [
      item('notice', {}),
      item('later', { due_at: '2026-12-20T16:00:00+00:00' }),
      item('today', { due_at: '2026-12-07T16:00:00+00:00' }),
      item('late', { due_at: '2026-12-06T16:00:00+00:00' }),
    ]
    expect(inGroups(items).map((group) => [group.name, ...group.items.map((one) => one.id)])).toEqual([
      ['late', 'late'], ['today', 'today'], ['later', 'later'], ['undated', 'notice'],
    ])
  })

  it('keeps what is over in one list', () => {
    const over = [item('a', { closed_at: '2026-12-01T00:00:00+00:00', due_at: '2026-11-01T00:00:00+00:00' })]
    expect(inGroups(over, true)).toEqual([{ name: 'all', items: over }])
  })
})
