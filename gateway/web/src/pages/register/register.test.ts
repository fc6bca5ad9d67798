import { describe, expect, it } from 'vitest'
import type { Particulars, RegistrationItem } from '@/api/types'
import { askedFor, calledOf, namesOf, oncePerCustomer } from '@/api/visitors'
import { speak } from '@/i18n'
import { areaOf, writtenOut } from './changes'
import { closersOf, estatesOf, percent } from './deals'
import { changesIn, draftOf, tidy, toldOf } from './particulars'
import { inCare } from './predecessors'

const row = (id: string, customer: string, more: Partial<RegistrationItem> = {}) => ({ id, customer_id: customer, ...more }) as RegistrationItem
const known = (more: Partial<Particulars> = {}) =>
  ({ name: '王伟', phones: ['13800138000'], area_from: '80.00', area_to: null, budget: null, relatives: [], is_signed: false, ...more }) as Particulars

describe('the particulars of a visitor', () => {
  it('begin signed, with a line for a phone', () => {
    expect(draftOf()).toMatchObject({ name: '', phones: [''], relatives: [], is_signed: true })
  })

  it('tell no number where none is given, and no phone where a line is blank', () => {
    const draft = { ...draftOf(), name: ' 王伟 ', phones: ['', ' 138 0013 8000 '], area_from: ' 80 ' }
    expect(toldOf(draft)).toMatchObject({ name: '王伟', phones: ['138 0013 8000'], area_from: '80', area_to: null, budget: null })
  })

  it('leave it to the register to ask for the missing half of a relation', () => {
    const draft = { ...draftOf(), relatives: [{ customer_id: 'c', relation: '' }, { customer_id: '', relation: '' }] }
    tidy(draft)
    expect(JSON.stringify(toldOf(draft).relatives)).toBe('[{"customer_id":"c"}]')
  })

  it('lose their blank lines before a refusal names a place among them', () => {
    const draft = { ...draftOf(), phones: ['', '12345'] }
    tidy(draft)
    expect(draft.phones).toEqual(['12345'])
    draft.phones = [' ']
    tidy(draft)
    expect(draft.phones).toEqual([''])
  })
})

describe('a correction', () => {
  it('names nothing where nothing differs', () => {
    expect(changesIn(draftOf(known()), draftOf(known()))).toEqual({})
  })

  it('names only what differs, an emptied field too', () => {
    const after = { ...draftOf(known()), area_from: '', phones: ['13800138000', '010-65001234'], is_signed: true }
    expect(changesIn(draftOf(known()), after)).toEqual({ area_from: null, phones: ['13800138000', '010-65001234'], is_signed: true })
  })

  it('is written out before and after', () => {
    speak('zh', false)
    expect([writtenOut('phones', []), writtenOut('name', null), writtenOut('is_signed', false)]).toEqual(['空', '空', '否'])
    expect([writtenOut('phones', ['138', '139']), writtenOut('budget', '90000.00')]).toEqual(['138、139', '90,000.00'])
  })
})

describe('the customers of the register', () => {
  it('are looked for by a phone once it is long enough to be one', () => {
    expect([askedFor('138 0013 8000'), askedFor('+852 2345 6789'), askedFor(' 王伟 '), askedFor('LF000012'), askedFor('138')]).toEqual([
      { phone: '138 0013 8000' }, { phone: '+852 2345 6789' }, { q: '王伟' }, { q: 'LF000012' }, { q: '138' },
    ])
  })

  it('are offered once each, as they were registered last', () => {
    expect(oncePerCustomer([row('3', 'a'), row('2', 'b'), row('1', 'a')]).map((one) => one.id)).toEqual(['3', '2'])
  })

  it('are called by what they left', () => {
    expect([calledOf({ name: '', company: '金桥投资', number: 'LF000001' }), calledOf({ name: '', company: '', number: 'LF000001' })]).toEqual(['金桥投资', 'LF000001'])
  })

  it('keep every name that they gave', () => {
    const named = (...names: string[]) => namesOf(names.map((name, at) => row(String(at), 'a', { name, company: '', number: `LF${at}` })))
    expect([named('王伟', '', '王先生', '王伟'), named('', '')]).toEqual(['王伟、王先生', 'LF1'])
  })
})

describe('whose customer', () => {
  const registrations = [row('1', 'a', { consultant_id: 'li', consultant: '李强', estate_id: 'e1' }), row('2', 'a', { consultant_id: 'zhou', consultant: '周敏', estate_id: 'e2' }), row('3', 'a', { consultant_id: 'li', consultant: '李强', estate_id: 'e2' })]

  it('may be asked of the consultants who registered, and of oneself first', () => {
    const closers = (department: string, id = 'he') => closersOf(registrations, { id, name: '何洁', department }).map((one) => one.id)
    expect([closers('leasing'), closers('leasing', 'zhou'), closers('sales_control')]).toEqual([['he', 'li', 'zhou'], ['zhou', 'li'], ['li', 'zhou']])
  })

  it('is asked at the estate of the newest registration first', () => expect(estatesOf(registrations)).toEqual(['e2', 'e1']))

  it('is told in whole percents', () => expect([percent('100'), percent('50.00'), percent('33.5')]).toEqual(['100%', '50%', '33.5%']))
})

describe('an area', () => {
  it('may be open at either end', () => {
    expect([areaOf('80.00', '120.00'), areaOf('80.00', null), areaOf(null, '120.00'), areaOf(null, null)]).toEqual(['80.00 – 120.00 ㎡', '≥ 80.00 ㎡', '≤ 120.00 ㎡', ''])
  })
})

describe('whose leads can be handed over', () => {
  it('is everybody who works on some, once', () => {
    const rows = [{ caretaker_id: 'a', caretaker: '李强' }, { caretaker_id: 'b', caretaker: '周敏' }, { caretaker_id: 'a', caretaker: '李强' }]
    expect(inCare(rows)).toEqual([{ id: 'a', name: '李强' }, { id: 'b', name: '周敏' }])
  })
})
