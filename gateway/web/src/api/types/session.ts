// Who is logged in, and the people who work here.

export interface Estate {
  id: string
  name: string
  timezone: string
}

export interface Person {
  id: string
  username: string
  name: string
  department: string | null
  rank: string | null
  roles: string[]
  permissions: string[]
  estates: Estate[]
  every_estate: boolean
  language: string | null
}

export interface Session {
  now: string
  session_id: string
  csrf: string
  expires_at: string
  confirmed_until: string
  must_change_password: boolean
  person: Person
}

export interface OpenSession {
  id: string
  opened_at: string
  seen_at: string
  address: string | null
  program: string | null
  current: boolean
}

export interface PersonRow {
  id: string
  staff_number: string | null
  username: string
  name: string
  department: string | null
  rank: string | null
  position: string | null
  phone: string | null
  roles: string[]
  estates: string[]
  language: string | null
  active: boolean
  has_password: boolean
  version: number
}

export interface OneTimePassword {
  username: string
  one_time_password: string
}
