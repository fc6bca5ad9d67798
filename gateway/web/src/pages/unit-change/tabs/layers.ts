// Where each step stands in the drawn procedure: in the column after the last step it needs, near the rows of those.

export interface Placed {
  column: number
  row: number
}

interface Needing {
  name: string
  needs: string[]
}

/** The column of each step: the longest way to it from a beginning. */
function columnsOf(steps: Needing[]): Map<string, number> {
  const byName = new Map(steps.map((step) => [step.name, step]))
  const columns = new Map<string, number>()
  function columnOf(name: string): number {
    const known = columns.get(name)
    if (known !== undefined) return known
    const needs = byName.get(name)!.needs.filter((need) => byName.has(need))
    const column = needs.length ? Math.max(...needs.map(columnOf)) + 1 : 0
    columns.set(name, column)
    return column
  }
  steps.forEach((step) => columnOf(step.name))
  return columns
}

/** What each step needs, without what one of its needs already needs: the lines worth drawing. */
export function linesOf(steps: Needing[]): { from: string; to: string }[] {
  const byName = new Map(steps.map((step) => [step.name, step]))
  function comesBefore(early: string, late: string): boolean {
    return byName.get(late)?.needs.some((need) => need === early || comesBefore(early, need)) ?? false
  }
  return steps.flatMap((step) =>
    step.needs
      .filter((need) => byName.has(need) && !step.needs.some((other) => other !== need && comesBefore(need, other)))
      .map((need) => ({ from: need, to: step.name })),
  )
}

/** The free row nearest to the wished one. */
function nearestFree(wished: number, taken: Set<number>): number {
  for (let away = 0; ; away += 1) {
    for (const row of [Math.round(wished) + away, Math.round(wished) - away]) if (row >= 0 && !taken.has(row)) return row
  }
}

export function placed(steps: Needing[]): Map<string, Placed> {
  const columns = columnsOf(steps)
  const taken = new Map<number, Set<number>>()
  const places = new Map<string, Placed>()
  const inOrder = [...steps].sort((one, other) => columns.get(one.name)! - columns.get(other.name)!)
  for (const step of inOrder) {
    const column = columns.get(step.name)!
    const rows = step.needs.flatMap((need) => places.get(need)?.row ?? [])
    const wished = rows.length ? rows.reduce((sum, row) => sum + row, 0) / rows.length : 0
    const inColumn = taken.get(column) ?? new Set<number>()
    const row = nearestFree(wished, inColumn)
    taken.set(column, inColumn.add(row))
    places.set(step.name, { column, row })
  }
  return places
}

/** A name in at most two lines: Chinese by letters, other words at blanks. */
export function inTwoLines(text: string, letters: number): string[] {
  const parts = text.includes(' ') ? text.split(/(?<= )/) : [...text]
  const lines = ['']
  for (const part of parts) {
    if ((lines.at(-1)! + part).trimEnd().length > letters && lines.at(-1) !== '') lines.push('')
    lines[lines.length - 1] += part
  }
  const whole = lines.map((line) => line.trimEnd())
  return whole.length <= 2 ? whole : [whole[0]!, `${whole[1]}…`]
}
