// Who is logged in, and what they may do.

import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { ask, get, post } from '@/api/client'
import { Problem } from '@/api/problem'
import type { Person, Session } from '@/api/types'
import { learnNow } from '@/composables/now'
import { hasChosenLanguage, speak } from '@/i18n'

export const useSession = defineStore('session', () => {
  const shown = shallowRef<Session | null>(null)
  const asked = ref(false)
  const me = computed<Person | null>(() => shown.value?.person ?? null)
  const csrf = computed(() => shown.value?.csrf ?? null)
  const mustChangePassword = computed(() => shown.value?.must_change_password ?? false)
  const permissions = computed(() => new Set(me.value?.permissions ?? []))

  function take(session: Session | null): void {
    shown.value = session
    asked.value = true
    learnNow(session?.now)
    const language = session?.person.language
    if (language && !hasChosenLanguage()) speak(language === 'en' ? 'en' : 'zh', false)
  }

  /** Finds out whether the browser still holds a session; the answer is kept until log-out. */
  async function findOut(): Promise<void> {
    if (asked.value) return
    try {
      take(await get<Session>('/session'))
    } catch (error) {
      if (error instanceof Problem && error.status === 401) take(null)
      else throw error
    }
  }

  async function logIn(username: string, password: string, key?: string): Promise<void> {
    take(await post<Session>('/session', { username, password }, { key }))
  }

  async function choosePassword(password: string, newPassword: string, key?: string): Promise<void> {
    take(await ask<Session>('PUT', '/session/password', { body: { password, new_password: newPassword }, key }))
  }

  async function confirm(password: string): Promise<void> {
    take(await post<Session>('/session/confirm', { password }))
  }

  /** Ends the session. One that the server could not be told of is forgotten here and raised, so that it can be said. */
  async function logOut(): Promise<void> {
    try {
      await ask('DELETE', '/session')
    } finally {
      take(null)
    }
  }

  const may = (permission: string) => permissions.value.has(permission)
  const mayAny = (wanted: string[]) => wanted.length === 0 || wanted.some(may)
  return { me, csrf, mustChangePassword, asked, take, findOut, logIn, choosePassword, confirm, logOut, may, mayAny }
})
