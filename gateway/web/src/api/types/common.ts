// Shapes that every part of the API shares.

export interface Page<Row> {
  items: Row[]
  next: string | null
  total: number | null
}

/** A text side by side in both languages. */
export interface BothLanguages {
  zh: string
  en: string
}

/** A reason that a view carries in both languages. */
export interface SaidReason extends BothLanguages {
  code: string
  field?: string | null
  rule?: string | null
}
