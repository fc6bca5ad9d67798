// The rows of a quotation's form, as the door takes them.

export interface QuotedRow {
  id: string
  number: string
  parking: string
  phones: string
}

export interface OtherRow {
  name: string
  price: string
  quantity: string
}

/** Counts go as they were typed, so that the door names what is wrong with them. */
export function unitsOf(rows: QuotedRow[]) {
  return rows.map((row) => ({ unit_id: row.id, parking_spaces: row.parking.trim() || 0, phone_lines: row.phones.trim() || 0 }))
}

export function itemsOf(rows: OtherRow[]) {
  return rows
    .filter((row) => row.name.trim() || row.price.trim())
    .map((row) => ({ name: row.name.trim(), price: row.price.trim(), quantity: row.quantity.trim() || 1 }))
}
