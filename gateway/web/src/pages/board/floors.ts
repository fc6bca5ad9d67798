// The board as a drawing of a building: floors from the top, the units of each in the order of their numbers.

import type { BoardItem, BoardMove } from '@/api/types'

export interface Floor {
  floor: number
  units: BoardItem[]
}

const byNumber = (one: BoardItem, other: BoardItem) => one.number.localeCompare(other.number, 'zh', { numeric: true })

export function floorsOf(units: readonly BoardItem[]): Floor[] {
  const floors = new Map<number, BoardItem[]>()
  for (const unit of units) floors.set(unit.floor, [...(floors.get(unit.floor) ?? []), unit])
  return [...floors].sort(([one], [other]) => other - one).map(([floor, those]) => ({ floor, units: those.sort(byNumber) }))
}

/** The floors that are known whole: while more is to come, the lowest may still lack units, and one alone is shown as it is. */
export function wholeFloors(floors: Floor[], moreToCome: boolean): Floor[] {
  return moreToCome && floors.length > 1 ? floors.slice(0, -1) : floors
}

/** What a move says at once of a unit that is shown; who has it and until when is asked for. A unit not shown is left out. */
export function patched(units: readonly BoardItem[], move: BoardMove): readonly BoardItem[] {
  return units.some((unit) => unit.unit_id === move.unit_id && unit.state !== move.state)
    ? units.map((unit) => (unit.unit_id === move.unit_id ? { ...unit, state: move.state } : unit))
    : units
}

/** The units with one of them as it stands now; one that is not among them is not added. */
export function replaced(units: readonly BoardItem[], now: BoardItem): readonly BoardItem[] {
  return units.map((unit) => (unit.unit_id === now.unit_id ? now : unit))
}
