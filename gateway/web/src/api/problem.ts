// What the server answers when it does not do what was asked: a sentence, and a reason for each field at fault.

export interface Reason {
  code: string
  sentence: string
  field?: string
  rule?: string
}

export interface ProblemDocument {
  type?: string
  title?: string
  status?: number
  detail?: string
  reasons?: Reason[]
  version?: number
}

const UNREACHABLE = 'unreachable'

export class Problem extends Error {
  readonly status: number
  readonly kind: string
  readonly reasons: Reason[]
  readonly version: number | null

  constructor(document: ProblemDocument) {
    super(document.detail || document.title || '')
    this.status = document.status ?? 0
    this.kind = (document.type ?? '').split('/').pop() ?? ''
    this.reasons = document.reasons ?? []
    this.version = document.version ?? null
  }

  static unreachable(): Problem {
    return new Problem({ type: UNREACHABLE })
  }

  get isConflict(): boolean {
    return this.kind === 'conflict'
  }

  /** A dangerous act: the server wants to see the password again first. */
  get wantsPassword(): boolean {
    return this.status === 403 && this.reasons.some((reason) => reason.code === 'confirm')
  }

  get isUnreachable(): boolean {
    return this.kind === UNREACHABLE
  }

  /** The first sentence against each field and each place in it (`readings`, `readings.0.value`), and the sentences that name none of the `known` fields. */
  byField(known: string[]): { fields: Record<string, string>; rest: string[] } {
    const fields: Record<string, string> = {}
    const rest: string[] = []
    for (const reason of this.reasons) {
      const field = reason.field && known.find((name) => reason.field === name || reason.field?.startsWith(`${name}.`))
      if (!field) rest.push(reason.sentence)
      else for (const name of [reason.field!, field]) fields[name] ??= withoutField(reason.sentence, reason.field!)
    }
    return { fields, rest: rest.length || this.reasons.length ? rest : [this.message] }
  }
}

/** A sentence shown beside its field need not begin with the field's name in the API. */
function withoutField(sentence: string, field: string): string {
  return sentence.startsWith(`${field}:`) ? sentence.slice(field.length + 1).trim() : sentence
}
