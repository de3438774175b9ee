/**
 * NumPy's datetime64 and timedelta64: a count of ticks since 1970-01-01T00:00 (proleptic Gregorian, no leap seconds),
 * one tick being `count` units. Arithmetic is on bigint, because `ns` ticks and far years exceed a double.
 */

/** What the smallest int64 means: not a time. */
export const NAT: bigint = -0x8000_0000_0000_0000n;

const SECOND = 1_000_000_000_000_000_000n;
/** The Gregorian calendar repeats itself: 400 years, in months and in attoseconds. */
const CYCLE_MONTHS = 4800n;
const CYCLE = 146_097n * 86_400n * SECOND;

/**
 * Unit → its length, in months for `Y` and `M`, else in attoseconds, and how much of `-MM-DDTHH:MM:SS.…` its text has.
 */
const UNITS: Readonly<Record<string, readonly [length: bigint, text: number]>> = {
  Y: [12n, 0],
  M: [1n, 3],
  W: [604_800n * SECOND, 6],
  D: [86_400n * SECOND, 6],
  h: [3600n * SECOND, 9],
  m: [60n * SECOND, 12],
  s: [SECOND, 15],
  ms: [SECOND / 1000n, 19],
  us: [SECOND / 1_000_000n, 22],
  ns: [1_000_000_000n, 25],
  ps: [1_000_000n, 28],
  fs: [1000n, 31],
  as: [1n, 34],
  generic: [1n, 0],
};

/** True for a unit code of NumPy's, `'generic'` included. */
export function isTimeUnit(unit: string): boolean {
  return Object.hasOwn(UNITS, unit);
}

/** What decides equality of timedelta64 values: the scale, and the length in it; zero has no scale. */
export function timedelta64Key(ticks: bigint, unit: string, count: number): [scale: string, length: bigint] {
  const length = ticks * BigInt(count) * UNITS[unit][0];
  return [length === 0n ? '' : unit === 'generic' ? unit : unit === 'Y' || unit === 'M' ? 'M' : 's', length];
}

/** Attoseconds since 1970-01-01T00:00: equal instants are equal, whatever their unit. */
export function datetime64Instant(ticks: bigint, unit: string, count: number): bigint {
  const length = ticks * BigInt(count) * UNITS[unit][0];
  if (unit !== 'Y' && unit !== 'M') return length;
  const [cycles, months] = floorDivide(length, CYCLE_MONTHS);
  return cycles * CYCLE + BigInt(Date.UTC(1970, Number(months))) * (SECOND / 1000n);
}

/** Python's `str(datetime64)`: ISO 8601 to the precision of the unit, years beyond 0..9999 as NumPy writes them. */
export function datetime64Text(ticks: bigint, unit: string, count: number): string {
  if (ticks === NAT) return 'NaT';
  const instant = datetime64Instant(ticks, unit, count);
  if (unit === 'generic') return String(instant);
  const [cycles, rest] = floorDivide(instant, CYCLE);
  // The same day of the years 1970 to 2369, which Date can tell.
  const text = new Date(Number(rest / (SECOND / 1000n))).toISOString();
  const year = BigInt(text.slice(0, 4)) + 400n * cycles;
  const fraction = String(rest % SECOND).padStart(18, '0');
  // C's `%04d`: the sign counts as one of four places.
  const yearText = year < 0n ? `-${String(-year).padStart(3, '0')}` : String(year).padStart(4, '0');
  return yearText + `${text.slice(4, 19)}.${fraction}`.slice(0, UNITS[unit][1]);
}

/** Quotient rounded down, and the rest, never negative. */
function floorDivide(a: bigint, b: bigint): [quotient: bigint, rest: bigint] {
  const rest = ((a % b) + b) % b;
  return [(a - rest) / b, rest];
}
