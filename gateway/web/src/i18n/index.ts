// The page in Chinese and English: Chinese first, the reader's choice remembered in this browser.

import { createI18n } from 'vue-i18n'
import { split } from './split'
import { administration } from './words/administration'
import { attributions } from './words/attributions'
import { board } from './words/board'
import { codes } from './words/codes'
import { common } from './words/common'
import { deals } from './words/deals'
import { departments } from './words/departments'
import { leads } from './words/leads'
import { offers } from './words/offers'
import { contracts } from './words/contracts'
import { lists } from './words/lists'
import { reception } from './words/reception'
import { register } from './words/register'
import { unitChanges } from './words/unitChanges'

export type Language = 'zh' | 'en'
const REMEMBERED = 'atrium.language'
const WORDS = { ...common, ...codes, ...unitChanges, ...departments, ...deals, ...offers, ...reception, ...register, ...leads, ...board, ...contracts, ...lists, ...attributions, ...administration }

function remembered(): Language | null {
  const found = localStorage.getItem(REMEMBERED)
  return found === 'zh' || found === 'en' ? found : null
}

export const i18n = createI18n({
  legacy: false,
  locale: remembered() ?? 'zh',
  fallbackLocale: 'zh',
  messages: { zh: split(WORDS, 0), en: split(WORDS, 1) },
})

export const t = i18n.global.t

export function currentLanguage(): Language {
  return i18n.global.locale.value as Language
}

export function hasChosenLanguage(): boolean {
  return remembered() !== null
}

export function speak(language: Language, remember = true): void {
  i18n.global.locale.value = language
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  if (remember) localStorage.setItem(REMEMBERED, language)
}

/** The words for a code (a state, a kind); an unknown code is shown as it is rather than hidden. */
export function word(group: string, code: string | null | undefined): string {
  if (!code) return '—'
  const key = `${group}.${code}`
  return i18n.global.te(key, 'zh') ? t(key) : code
}

/** Who did something; what a service did by itself when it heard an event was nobody's hand. */
export function person(name: string | null | undefined): string {
  if (!name) return '—'
  return i18n.global.te(`service.${name}`, 'zh') ? t('common.system') : name
}

/** The choices of a filter or a select over a group of codes. */
export function choicesOf(group: string, codes: string[]): { value: string; label: string }[] {
  return codes.map((code) => ({ value: code, label: word(group, code) }))
}
