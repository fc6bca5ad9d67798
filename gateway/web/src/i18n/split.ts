// Every text stands once, Chinese and English side by side; the two languages are parted here.

export type Pair = readonly [zh: string, en: string]
export interface Words {
  [name: string]: Pair | Words
}
export interface Messages {
  [name: string]: string | Messages
}

function isPair(words: Pair | Words): words is Pair {
  return Array.isArray(words)
}

export function split(words: Words, language: 0 | 1): Messages {
  return Object.fromEntries(
    Object.entries(words).map(([name, inner]) => [name, isPair(inner) ? inner[language] : split(inner, language)]),
  )
}
