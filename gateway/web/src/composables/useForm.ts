// A form: its values, the sentence against each field, and one sending at a time.

import { reactive, ref, type Ref } from 'vue'
import { newKey } from '@/api/keys'
import { Problem } from '@/api/problem'

export function useForm<Values extends object>(initial: () => Values, tell: (sentences: string[]) => void) {
  const values = reactive(initial()) as Values
  const errors = ref<Record<string, string>>({})
  const busy = ref(false)
  let key = newKey()

  function reset(): void {
    Object.assign(values, initial())
    errors.value = {}
    key = newKey()
  }

  /**
   * Sends the form. The same key goes with every attempt until one is answered, so that a form sent again after
   * the line broke takes effect once. Gives what `sending` gave, or undefined when it was refused.
   */
  async function submit<T>(sending: (key: string) => Promise<T>): Promise<T | undefined> {
    if (busy.value) return undefined
    busy.value = true
    errors.value = {}
    try {
      const given = await sending(key)
      key = newKey()
      return given
    } catch (problem) {
      refuse(problem)
      return undefined
    } finally {
      busy.value = false
    }
  }

  function refuse(problem: unknown): void {
    if (!(problem instanceof Problem)) throw problem
    if (!problem.isUnreachable) key = newKey()
    const { fields, rest } = problem.byField(Object.keys(values))
    errors.value = fields
    if (rest.length) tell(rest)
  }

  return { values, errors: errors as Ref<Record<string, string>>, busy, submit, reset }
}
