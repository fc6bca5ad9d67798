// What became of a list that was sent as a file.

import type { BothLanguages } from './common'

export interface RowReason extends BothLanguages {
  code: string
  sentence: string
  field: string | null
  cell: string | null
}

export interface RowChange extends BothLanguages {
  column: string
  before: string | number | boolean | null
  after: string | number | boolean | null
}

export interface PreviewedRow {
  sheet: string
  line: number
  outcome: 'created' | 'updated' | 'unchanged' | 'refused'
  key: string[]
  changes: RowChange[]
  reasons: RowReason[]
  doubts: RowReason[]
}

export interface ImportAnswer {
  applied: boolean
  created: number
  updated: number
  unchanged: number
  refused_count: number
  refused_file_id: string | null
  unknown_columns: string[]
  passed_over: string[]
  other_sheets: string[]
}

export interface PreviewAnswer extends ImportAnswer {
  rows: PreviewedRow[]
}
