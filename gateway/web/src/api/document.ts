// The API's own document: which services there are, and what each door is called in the reader's language.

import { currentLanguage, type Language } from '@/i18n'
import { get } from './client'

interface Operation {
  operationId?: string
  summary?: string
}
export interface ApiDocument {
  paths: Record<string, Record<string, Operation>>
}

const known = new Map<Language, Promise<ApiDocument>>()

function document(): Promise<ApiDocument> {
  const language = currentLanguage()
  const asked = known.get(language) ?? get<ApiDocument>('/openapi.json')
  known.set(language, asked)
  asked.catch(() => known.delete(language))
  return asked
}

/** The services that have operators' doors, so that a new department needs no line here. */
export async function servicesOfTheHouse(): Promise<string[]> {
  return servicesIn(await document())
}

export function servicesIn({ paths }: ApiDocument): string[] {
  const found = Object.keys(paths).map((path) => path.match(/\/operations\/([a-z_]+)\/depths$/)?.[1])
  return found.filter((name): name is string => name !== undefined).sort()
}

/** What each door does, in a few words, by `service.door`. */
export async function namesOfDoors(): Promise<Map<string, string>> {
  const operations = Object.values((await document()).paths).flatMap((methods) => Object.values(methods))
  return new Map(operations.map((one) => [one.operationId ?? '', one.summary ?? '']))
}
