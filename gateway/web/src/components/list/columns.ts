// One column of a table.

export interface Column {
  key: string
  label: string
  /** The name the server sorts by; a column without one cannot be sorted. */
  sort?: string
  width?: string
  align?: 'right' | 'center'
  /** On a small screen: left out, or without its label in front. */
  phone?: 'phone-hide' | 'phone-plain'
}
