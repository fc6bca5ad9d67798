import { describe, expect, it } from 'vitest'
import { i18n, person, speak, word } from '.'

const sources = import.meta.glob<string>(['../**/*.vue', '../**/*.ts', '!../**/*.test.ts'], { query: '?raw', import: 'default', eager: true })
const messages = i18n.global.messages.value as Record<'zh' | 'en', Record<string, unknown>>

function keysUsed(): string[] {
  const calls = Object.values(sources).flatMap((text) => [...text.matchAll(/(?:\$t|\bt)\('([a-z]\w*(?:\.[\w-]+)+)'/gi)])
  return [...new Set(calls.map((call) => call[1]!))]
}

function leaves(tree: unknown, path = ''): string[] {
  if (typeof tree !== 'object' || tree === null) return [path]
  return Object.entries(tree).flatMap(([name, inner]) => leaves(inner, path ? `${path}.${name}` : name))
}

describe('the words of the page', () => {
  it('hold every text that a page asks for', () => {
    const used = keysUsed()
    expect(used.length).toBeGreaterThan(200)
    expect(used.filter((key) => !i18n.global.te(key, 'zh'))).toEqual([])
  })

  it('are there in both languages, none of them empty', () => {
    expect(leaves(messages.zh)).toEqual(leaves(messages.en))
    const empty = leaves(messages.zh).filter((key) => !i18n.global.t(key, 1, { locale: 'zh' }) || !i18n.global.t(key, 1, { locale: 'en' }))
    expect(empty).toEqual([])
  })

  it('name a title for every page', () => {
    const router = Object.entries(sources).find(([path]) => path.endsWith('/router.ts'))![1]
    const names = [...router.matchAll(/page\('[^']+', '([\w-]+)'/g)].map((match) => match[1]!)
    expect(names.length).toBeGreaterThan(20)
    expect(names.filter((name) => !i18n.global.te(`title.${name}`, 'zh'))).toEqual([])
  })

  it('show a code they do not know as it is', () => {
    speak('zh', false)
    expect([word('department', 'property'), word('department', 'garden'), word('department', null)]).toEqual(['物业部', 'garden', '—'])
  })

  it('say of a service that the system did it', () => {
    expect([person('finance'), person('王娟')]).toEqual(['系统', '王娟'])
  })
})
