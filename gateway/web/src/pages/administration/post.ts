// A person's post in words: department and rank, and the roles beside them.

import { listed } from '@/composables/format'
import { word } from '@/i18n'

export function postOf(person: { department: string | null; rank: string | null; roles: string[] }): string {
  const own = person.department ? [`${word('department', person.department)} ${word('rank', person.rank)}`] : []
  const beside = person.roles.filter((role) => !role.includes('.')).map((role) => word('role', role))
  return listed([...own, ...beside]) || '—'
}
