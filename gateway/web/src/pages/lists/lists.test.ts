import { afterEach, describe, expect, it } from 'vitest'
import type { ListedRow } from '@/api/types'
import { i18n, speak } from '@/i18n'
import { headingOf, listNamed, LISTS, MAY_SEE_LISTS, usualFilters } from './lists'
import { writtenAs } from './written'

const isSaid = (key: string) => (['zh', 'en'] as const).every((language) => i18n.global.te(key, language))

describe('the table of lists', () => {
  it('names each list once', () => {
    expect(new Set(LISTS.map((one) => one.name)).size).toBe(LISTS.length)
    expect(listNamed('owners')?.name).toBe('owners')
    expect(listNamed('gardens')).toBeUndefined()
  })

  it.each(LISTS)('says of $name what it is, what it is for, and what stands in each column, in both languages', (list) => {
    const wanted = [`liveList.${list.name}.title`, `liveList.${list.name}.note`, ...[...list.columns, ...list.filters].map(headingOf)]
    expect(wanted.filter((key) => !isSaid(key))).toEqual([])
  })

  it.each(LISTS)('offers only choices of $name that have words', (list) => {
    const offered = list.filters.flatMap((filter) => (filter.codes ?? []).map((code) => `${filter.group}.${code}`))
    expect(offered.filter((key) => !isSaid(key))).toEqual([])
  })

  it.each(LISTS)('has no column of $name twice', (list) => {
    const keys = list.columns.flatMap((one) => (one.under ? [one.key, one.under.key] : [one.key]))
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('opens to whoever may see one of them', () => expect(MAY_SEE_LISTS).toContain('sales_list.read'))
})

describe('the filters of a list', () => {
  it('keep nothing out until somebody chooses', () => {
    expect(usualFilters(listNamed('contracts')!)).toEqual({
      estate_id: 'all', consultant_id: 'all', kind: 'all', plan: 'all', state: 'all', since: '', until: '', clause: '',
    })
  })

  it('ask for a consultant only where the list has consultants', () => {
    expect(usualFilters(listNamed('changes-and-withdrawals')!)).toEqual({ estate_id: 'all', what: 'all' })
  })
})

describe('a value of a list', () => {
  const row: ListedRow = { id: '1', link: null, trace: null, state: 'closed', state_zh: '已成交', state_en: 'Closed', price: '2180000.00', area: '213.31', on: null }
  afterEach(() => speak('zh', false))

  it('that is a word is written in the reader’s language', () => {
    expect(writtenAs(row, { key: 'state', kind: 'word' })).toBe('已成交')
    speak('en', false)
    expect(writtenAs(row, { key: 'state', kind: 'word' })).toBe('Closed')
  })

  it('that is an amount is grouped, an area has its unit, and nothing is a dash', () => {
    const columns = [{ key: 'price', kind: 'yuan' }, { key: 'area', kind: 'area' }, { key: 'on', kind: 'day' }] as const
    expect(columns.map((column) => writtenAs(row, column))).toEqual(['2,180,000.00', '213.31 ㎡', '—'])
  })
})
