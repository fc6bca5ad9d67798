// The doors of a unit change.

import { BASE } from './client'

const of = (id: string) => `/unit-changes/${id}`

export const doors = {
  one: of,
  check: '/unit-changes/check',
  step: (id: string, step: string) => `${of(id)}/steps/${step}`,
  sign: (id: string) => `${of(id)}/steps/read_meters/sign`,
  skip: (id: string) => `${of(id)}/skip`,
  sendBack: (id: string, step: string) => `${of(id)}/steps/${step}/send-back`,
  cancel: (id: string) => `${of(id)}/cancel`,
  paper: (id: string, paper: string) => `${BASE}${of(id)}/papers/${paper}`,
  recordPdf: (id: string) => `${of(id)}/record.pdf`,
  noticePdf: (id: string) => `${of(id)}/notice.pdf`,
}
