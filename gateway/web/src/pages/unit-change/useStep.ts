// Doing a step of a unit change: one sending at a time, the sentence at its field, and word of what was done.

import { inject, type InjectionKey } from 'vue'
import { doors } from '@/api/unitChanges'
import type { CaseStep, UnitChange } from '@/api/types'
import { said } from '@/composables/format'
import { tellDone, tellRefusal } from '@/composables/tell'
import { useForm } from '@/composables/useForm'
import type { Change } from '@/composables/useRecord'
import { t } from '@/i18n'

export const CHANGE: InjectionKey<Change> = Symbol('change')

export interface StepProps {
  unitChange: UnitChange
  step: CaseStep
}

/** The form of one step; `bodyOf` makes what is sent of what was filled in. */
export function useStep<Values extends object>(props: StepProps, initial: () => Values, bodyOf: (values: Values) => unknown = (values) => values) {
  const change = inject(CHANGE)!
  const form = useForm(initial, tellRefusal)

  async function send(): Promise<void> {
    const step = props.step
    const done = await form.submit((key) => change('POST', doors.step(props.unitChange.id, step.name), bodyOf(form.values), key))
    if (done) tellDone(t('step.saved', { step: said(step) }))
  }
  return { ...form, send }
}
