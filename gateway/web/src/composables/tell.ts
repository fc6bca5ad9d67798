// Messages at the top of the page, in whole sentences, and the questions asked before something is done.

import { ElMessage, ElMessageBox } from 'element-plus'
import { Problem } from '@/api/problem'
import { t } from '@/i18n'

/** What went wrong, as a sentence for the reader. */
export function sentenceOf(problem: unknown): string {
  if (problem instanceof Problem) {
    if (problem.isUnreachable) return t('problem.unreachable')
    return problem.message || t('problem.other', { status: problem.status })
  }
  console.error(problem)
  return t('problem.page')
}

export function tellDone(sentence: string): void {
  ElMessage.success({ message: sentence, duration: 3500, grouping: true })
}

export function tellProblem(problem: unknown): void {
  tellRefusal([sentenceOf(problem)])
}

export function tellRefusal(sentences: string[]): void {
  const message = sentences.map((sentence) => sentence || t('problem.unreachable')).join('\n')
  ElMessage.error({ message, duration: 8000, showClose: true, grouping: true, customClass: 'several-lines' })
}

/** Runs a write and says how it went; gives whether it was done. */
export async function attempt(work: () => Promise<unknown>, done?: string): Promise<boolean> {
  try {
    if ((await work()) === false) return false
  } catch (problem) {
    tellProblem(problem)
    return false
  }
  if (done) tellDone(done)
  return true
}

/** Asks for a yes; gives false when the reader thinks better of it. */
export async function confirmed(title: string, sentence: string, yes: string, dangerous = false): Promise<boolean> {
  try {
    await ElMessageBox.confirm(sentence, title, {
      confirmButtonText: yes,
      cancelButtonText: t('do.back'),
      confirmButtonType: dangerous ? 'danger' : 'primary',
      autofocus: false,
    })
    return true
  } catch {
    return false
  }
}

/** Asks for a reason in words; gives null when the reader thinks better of it. */
export async function askReason(title: string, sentence: string, yes: string): Promise<string | null> {
  try {
    const given = await ElMessageBox.prompt(sentence, title, {
      confirmButtonText: yes,
      cancelButtonText: t('do.back'),
      inputType: 'textarea',
      inputPlaceholder: t('ask.reason'),
      inputValidator: (text: string) => text?.trim().length > 0 || t('ask.reasonNeeded'),
    })
    return given.value.trim()
  } catch {
    return null
  }
}

export function askToReload(sentence: string): Promise<boolean> {
  return confirmed(t('ask.changedTitle'), `${sentence || t('ask.changed')}`, t('do.reload'))
}

/** Asks for the password once more, as dangerous acts want it; gives whether it was given and right. */
export async function confirmIdentity(confirm: (password: string) => Promise<void>): Promise<boolean> {
  try {
    const given = await ElMessageBox.prompt(t('ask.password'), t('ask.passwordTitle'), {
      confirmButtonText: t('do.confirm'),
      cancelButtonText: t('do.back'),
      inputType: 'password',
      inputValidator: (text: string) => text?.length > 0 || t('ask.password'),
    })
    await confirm(given.value)
    return true
  } catch (problem) {
    if (problem instanceof Problem) tellProblem(problem)
    return false
  }
}
