// Sums of money as they are typed, to the cent, without putting them through a float.

const AMOUNT = /^\s*(\d+)(?:\.(\d{0,2}))?\s*$/

/** An amount in yuan as cents; null for what is no amount, or is finer than a cent. */
export function cents(amount: string | null | undefined): bigint | null {
  const [, whole, part = ''] = (amount ?? '').match(AMOUNT) ?? []
  return whole === undefined ? null : BigInt(whole + part.padEnd(2, '0'))
}

/** Cents as an amount: `1234.50`. */
export function written(sum: bigint): string {
  const digits = String(sum < 0n ? -sum : sum).padStart(3, '0')
  return `${sum < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

export interface Running {
  sum: string
  /** What is still to be placed; below zero where too much is. */
  rest: string
  isWhole: boolean
}

/** How far the payments of a plan have come towards its price; rows without an amount yet count as nothing. */
export function running(amounts: string[], price: string): Running {
  const sum = amounts.reduce((all, amount) => all + (cents(amount) ?? 0n), 0n)
  const rest = (cents(price) ?? 0n) - sum
  return { sum: written(sum), rest: written(rest), isWhole: rest === 0n && amounts.every((amount) => cents(amount) !== null) }
}
