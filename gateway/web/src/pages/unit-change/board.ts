// Which step of the board to show first to whom.

import type { CaseStep, DepartmentName, StuckAt, UnitChange } from '@/api/types'

const WAITING_FOR_SOMEBODY = ['open', 'awaiting_signatures']

/** The step that the reader can act on now: one to sign, or one to do. */
export function nextFor(steps: CaseStep[]): string | null {
  return (steps.find((step) => step.may_sign) ?? steps.find((step) => step.may_do))?.name ?? null
}

/** The first step that this department can act on now; failing that its own open one; failing that any open one. */
export function firstFor(steps: CaseStep[], department: string | null): string | null {
  const own = steps.find((step) => WAITING_FOR_SOMEBODY.includes(step.state) && step.owner.some((owner) => owner.code === department))
  const any = steps.find((step) => WAITING_FOR_SOMEBODY.includes(step.state))
  return nextFor(steps) ?? (own ?? any ?? steps.at(-1))?.name ?? null
}

/** Whether a step is one that this department does. */
export function isOwn(step: CaseStep, department: string | null | undefined): boolean {
  return step.owner.some((owner) => owner.code === department)
}

/** What is waited for, each step once with all the departments that it waits for. */
export function byStep(stuck: StuckAt[]): (StuckAt & { departments: DepartmentName[] })[] {
  const steps = new Map<string, StuckAt & { departments: DepartmentName[] }>()
  for (const one of stuck) {
    const known = steps.get(one.step + one.kind)
    if (known) known.departments.push(one.department)
    else steps.set(one.step + one.kind, { ...one, departments: [one.department] })
  }
  return [...steps.values()]
}

/** What keeps the change from being finished, where its new unit is not kept for it: nothing once the notice is out. */
export function blockage(change: Pick<UnitChange, 'state' | 'issued_at' | 'keeping'>): 'awaited' | 'taken' | null {
  if (change.state !== 'open' || change.issued_at || change.keeping === 'kept') return null
  return change.keeping
}
