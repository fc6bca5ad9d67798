// Comparing amounts as they are typed, without putting them through a float.

const AMOUNT = /^\s*(\d+)(?:\.(\d{1,2}))?\s*$/

function cents(amount: string): bigint | null {
  const [, whole, part = ''] = amount.match(AMOUNT) ?? []
  return whole === undefined ? null : BigInt(whole + part.padEnd(2, '0'))
}

/** Whether an amount is less than another; what is no amount yet is not less than anything. */
export function isBelow(amount: string, other: string | null): boolean {
  const [one, two] = [cents(amount), other === null ? null : cents(other)]
  return one !== null && two !== null && one < two
}
