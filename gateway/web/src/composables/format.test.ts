import { afterEach, describe, expect, it } from 'vitest'
import { speak } from '@/i18n'
import { dayOf, deadline, lastDay, moment, said, yuan } from './format'

afterEach(() => speak('zh', false))

describe('moments', () => {
  it('are those of the estate, wherever the reader is', () => {
    expect(moment('2026-12-07T01:05:00+00:00')).toBe('2026-12-07 09:05')
    expect(dayOf('2026-12-06T16:30:00+00:00')).toBe('2026-12-07')
  })

  it('at midnight are the end of the day, where they are deadlines', () => {
    expect(deadline('2026-12-07T16:00:00+00:00')).toBe('2026-12-07 24:00')
    expect(lastDay('2026-12-07T16:00:00+00:00')).toBe('2026-12-07')
    expect(deadline('2026-12-07T10:00:00+00:00')).toBe('2026-12-07 18:00')
  })

  it('are a dash where there are none', () => expect([moment(null), deadline(undefined)]).toEqual(['—', '—']))
})

describe('amounts', () => {
  it('are grouped and have two places, without going through a float', () => {
    expect(yuan('1234567890123456.7')).toBe('1,234,567,890,123,456.70')
    expect(yuan('-80', true)).toBe('-¥80.00')
    expect(yuan('999.99')).toBe('999.99')
  })

  it('are a dash where there are none', () => expect(yuan(null)).toBe('—'))
})

describe('what carries both languages', () => {
  it('is said in the reader’s', () => {
    expect(said({ zh: '保洁', en: 'Clean' })).toBe('保洁')
    speak('en', false)
    expect(said({ zh: '保洁', en: 'Clean' })).toBe('Clean')
    expect(said({ zh: '保洁', en: '' })).toBe('保洁')
  })
})
