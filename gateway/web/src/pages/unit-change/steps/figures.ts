// Sums with meter readings in whole hundredths, so that nothing is lost to binary fractions.

function hundredths(text: string | undefined): bigint | null {
  const [, whole, cents = ''] = text?.trim().match(/^(\d+)(?:\.(\d{1,2}))?$/) ?? []
  return whole === undefined ? null : BigInt(whole) * 100n + BigInt(cents.padEnd(2, '0') || '0')
}

/** What was used since the last reading, or null where either is no reading, or the new one is lower. */
export function difference(now: string | undefined, before: string): string | null {
  const [later, earlier] = [hundredths(now), hundredths(before)]
  if (later === null || earlier === null || later < earlier) return null
  const used = later - earlier
  return `${used / 100n}.${String(used % 100n).padStart(2, '0')}`
}

export function isBelow(now: string | undefined, before: string): boolean {
  const [later, earlier] = [hundredths(now), hundredths(before)]
  return later !== null && earlier !== null && later < earlier
}
