// Which services there are: those whose operators' doors the API document names, so that a new department needs no line here.

import { get } from '@/api/client'

export async function servicesOfTheHouse(): Promise<string[]> {
  const document = await get<{ paths: Record<string, unknown> }>('/openapi.json')
  const found = Object.keys(document.paths).map((path) => path.match(/\/operations\/([a-z_]+)\/depths$/)?.[1])
  return found.filter((name): name is string => name !== undefined).sort()
}
