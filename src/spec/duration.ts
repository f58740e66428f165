/** Milliseconds in the units of time that features speak of. */
export const unitsOfTime: Readonly<Record<string, number>> = {
  ms: 1,
  millisecond: 1,
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
}

/** `10 minutes`, `1 day`, `0.5 seconds`: in the greatest unit, from seconds to days, that it is a whole number of. */
export function durationInWords(milliseconds: number): string {
  const unit = ['day', 'hour', 'minute'].find(one => milliseconds % unitsOfTime[one]! === 0) ?? 'second'
  const count = milliseconds / unitsOfTime[unit]!
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
