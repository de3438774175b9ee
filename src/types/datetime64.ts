/**
 * Text of NumPy's datetime64 and timedelta64: a count of ticks since 1970-01-01T00:00 (proleptic Gregorian, no leap seconds),
 * one tick being `count` units. All arithmetic is on bigint, because `ns` ticks and far years exceed a double.
 */

/** What the smallest int64 means: not a time. */
export const NAT = -(2n ** 63n);

const SECOND_FRACTIONS = ['ms', 'us', 'ns', 'ps', 'fs', 'as'];
const NAMES: Record<string, string> = {
  Y: 'years',
  M: 'months',
  W: 'weeks',
  D: 'days',
  h: 'hours',
  m: 'minutes',
  s: 'seconds',
  ms: 'milliseconds',
  us: 'microseconds',
  ns: 'nanoseconds',
  ps: 'picoseconds',
  fs: 'femtoseconds',
  as: 'attoseconds',
  generic: 'generic time units',
};
/** 10^18: attoseconds in a second. */
const SECOND = 10n ** 18n;
const DAY = 86400n * SECOND;
const ATTOSECONDS: Record<string, bigint> = {
  W: 7n * DAY,
  D: DAY,
  h: 3600n * SECOND,
  m: 60n * SECOND,
  s: SECOND,
  ms: 10n ** 15n,
  us: 10n ** 12n,
  ns: 10n ** 9n,
  ps: 10n ** 6n,
  fs: 1000n,
  as: 1n,
};

/** True for a unit code of NumPy's, `'generic'` included. */
export function isTimeUnit(unit: string): boolean {
  return Object.hasOwn(NAMES, unit);
}

/** Length in attoseconds, or in months for the units of the calendar (`'Y'`, `'M'`), and which of the two it is. */
export function timedelta64Length(
  ticks: bigint,
  unit: string,
  count: number,
): { length: bigint; scale: 'attosecond' | 'month' | 'generic' } {
  const units = ticks * BigInt(count);
  if (unit === 'generic') return { length: units, scale: 'generic' };
  if (unit === 'Y' || unit === 'M') return { length: unit === 'Y' ? units * 12n : units, scale: 'month' };
  return { length: units * ATTOSECONDS[unit], scale: 'attosecond' };
}

/** Attoseconds since 1970-01-01T00:00: equal instants are equal, whatever their unit. */
export function datetime64Instant(ticks: bigint, unit: string, count: number): bigint {
  const { length, scale } = timedelta64Length(ticks, unit, count);
  if (scale !== 'month') return length;
  const year = floorDivide(length, 12n);
  return daysFromCivil(1970n + year, length - year * 12n + 1n) * DAY;
}

/** Python's `str(datetime64)`: ISO 8601 to the precision of the unit, years beyond 0..9999 as NumPy writes them. */
export function datetime64Text(ticks: bigint, unit: string, count: number): string {
  if (ticks === NAT) return 'NaT';
  const units = ticks * BigInt(count);
  if (unit === 'generic') return String(units);
  if (unit === 'Y') return yearText(1970n + units);
  const instant = datetime64Instant(ticks, unit, count);
  const days = floorDivide(instant, DAY);
  const [year, month, day] = civilFromDays(days);
  const yearMonth = `${yearText(year)}-${two(month)}`;
  if (unit === 'M') return yearMonth;
  const date = `${yearMonth}-${two(day)}`;
  if (unit === 'W' || unit === 'D') return date;
  const time = instant - days * DAY;
  const seconds = time / SECOND;
  const hour = `${date}T${two(seconds / 3600n)}`;
  if (unit === 'h') return hour;
  const minute = `${hour}:${two((seconds / 60n) % 60n)}`;
  if (unit === 'm') return minute;
  const second = `${minute}:${two(seconds % 60n)}`;
  if (unit === 's') return second;
  const digits = 3 * (SECOND_FRACTIONS.indexOf(unit) + 1);
  return `${second}.${String(time % SECOND)
    .padStart(18, '0')
    .slice(0, digits)}`;
}

/** Python's `str(timedelta64)`, for instance `'125 seconds'`. */
export function timedelta64Text(ticks: bigint, unit: string, count: number): string {
  return ticks === NAT ? 'NaT' : `${ticks * BigInt(count)} ${NAMES[unit]}`;
}

function two(value: bigint): string {
  return String(value).padStart(2, '0');
}

/** C's `%04d`: the sign counts as one of four places. */
function yearText(year: bigint): string {
  return year < 0n ? `-${String(-year).padStart(3, '0')}` : String(year).padStart(4, '0');
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return quotient * b > a ? quotient - 1n : quotient;
}

/** Days from 1970-01-01 to the first of a month; years are counted from March, so that the leap day comes last. */
function daysFromCivil(year: bigint, month: bigint): bigint {
  const marchYear = month <= 2n ? year - 1n : year;
  const era = floorDivide(marchYear, 400n);
  const yearOfEra = marchYear - era * 400n;
  const dayOfYear = (153n * (month > 2n ? month - 3n : month + 9n) + 2n) / 5n;
  return era * 146097n + yearOfEra * 365n + yearOfEra / 4n - yearOfEra / 100n + dayOfYear - 719468n;
}

/** Year, month and day of a day number; the inverse of `daysFromCivil`. */
function civilFromDays(days: bigint): [year: bigint, month: bigint, day: bigint] {
  const shifted = days + 719468n;
  const era = floorDivide(shifted, 146097n);
  const dayOfEra = shifted - era * 146097n;
  const yearOfEra = (dayOfEra - dayOfEra / 1460n + dayOfEra / 36524n - dayOfEra / 146096n) / 365n;
  const dayOfYear = dayOfEra - (365n * yearOfEra + yearOfEra / 4n - yearOfEra / 100n);
  const marchMonth = (5n * dayOfYear + 2n) / 153n;
  const month = marchMonth < 10n ? marchMonth + 3n : marchMonth - 9n;
  return [yearOfEra + era * 400n + (month <= 2n ? 1n : 0n), month, dayOfYear - (153n * marchMonth + 2n) / 5n + 1n];
}
