import { describe, expect, it } from 'vitest'
import { dayAfter, daysShown, minutesBetween, quarters, timeOf, timesOf, weekdayOf } from './week'

describe('the calendar', () => {
  it('shows a day, or its week from Monday', () => {
    expect(daysShown('2026-12-10', 'day')).toEqual(['2026-12-10'])
    const week = daysShown('2026-12-13', 'week')
    expect([week[0], week[6], week.length]).toEqual(['2026-12-07', '2026-12-13', 7])
    expect(daysShown('2026-12-07', 'week')[0]).toBe('2026-12-07')
  })

  it('goes over the ends of months and years', () => {
    expect([dayAfter('2026-12-31', 1), dayAfter('2026-03-01', -1), weekdayOf('2027-01-03')]).toEqual(['2027-01-01', '2026-02-28', 7])
  })

  it('offers every quarter of an hour of a working day', () => {
    const offered = quarters()
    expect([offered[0], offered[5], offered.at(-1), offered.length]).toEqual(['08:00', '09:15', '19:45', 48])
  })
})

describe('a viewing', () => {
  it('is told in the estate’s time, wherever the reader is', () => {
    expect(timesOf('2026-12-08', '10:00', 90)).toEqual({ starts_at: '2026-12-08T02:00:00.000Z', ends_at: '2026-12-08T03:30:00.000Z' })
    expect(timeOf('2026-12-08T02:00:00+00:00')).toBe('10:00')
  })

  it('lasts as long as it is shown to', () => expect(minutesBetween('2026-12-08T02:00:00+00:00', '2026-12-08T03:30:00+00:00')).toBe(90))
})
