/** pandas' scalars: Timestamp, Timedelta, Period, Interval. */
import { REDUCE, type Reduction } from '../../registry/index.js';
import { expect, KEY, PyGlobal, primitive, REPR, type ReprPart, Tuple } from '../../values/index.js';
import { datetime64Instant, datetime64Text } from '../index.js';
import type { DateOffset } from './offsets.js';
import { type Made, Pickled } from './pickled.js';
import { offsetAt, zoneText } from './zones.js';

/** NumPy's codes of the units that pandas' scalars have (NPY_DATETIMEUNIT). */
const UNITS: Readonly<Record<number, TimeUnit>> = { 4: 'D', 7: 's', 8: 'ms', 9: 'us', 10: 'ns' } as never;
const NANOSECONDS = { D: 86_400_000_000_000n, s: 1_000_000_000n, ms: 1_000_000n, us: 1000n, ns: 1n } as const;

/** What a tick is. */
export type TimeUnit = 's' | 'ms' | 'us' | 'ns';

/** The unit of a code; undefined for others. @internal */
export function unitOf(code: unknown): TimeUnit | undefined {
  return typeof code === 'number' ? UNITS[code] : undefined;
}

function codeOf(unit: TimeUnit): number {
  return Number(Object.keys(UNITS).find((code) => UNITS[Number(code)] === unit));
}

/** `pandas.Timestamp`: an instant when it has a zone, else a date and time of day; to the nanosecond. */
export class Timestamp extends Pickled {
  /** Ticks since 1970-01-01T00:00, UTC when there is a zone. */
  readonly value: bigint;
  /** What a tick is. */
  readonly unit: TimeUnit;
  /** The zone as it was pickled; null when there is none. */
  readonly tz: unknown;

  /** @internal */
  constructor(value: bigint, unit: TimeUnit, tz: unknown, made?: Made) {
    super(made);
    this.value = value;
    this.unit = unit;
    this.tz = tz ?? null;
  }

  /** Nanoseconds since 1970. */
  get nanoseconds(): bigint {
    return this.value * NANOSECONDS[this.unit];
  }

  /** Milliseconds since 1970 as a double. */
  #milliseconds(): number {
    return Number(this.nanoseconds / 1000n) / 1000;
  }

  /** @throws PickleError for a time without a zone, unless `assumeUtc`: it names no instant */
  toDate(options?: { assumeUtc?: boolean }): Date {
    expect(this.tz !== null || options?.assumeUtc === true, 'a zone, or toDate({ assumeUtc: true })');
    return new Date(Math.floor(this.#milliseconds()));
  }

  /** As Python's `isoformat`; `separator` is `'T'`. */
  isoformat(separator = 'T'): string {
    const offset =
      this.tz === null ? undefined : (offsetAt(this.tz, Math.floor(this.#milliseconds() / 1000) * 1000) ?? 0);
    const local = this.value + BigInt(offset ?? 0) * (NANOSECONDS.s / NANOSECONDS[this.unit]);
    const [date, rest] = datetime64Text(local, this.unit, 1).split('T');
    const [time, digits = ''] = rest.split('.');
    const nine = digits.padEnd(9, '0');
    const fraction = nine.endsWith('000') ? nine.slice(0, 6) : nine;
    return (
      date +
      separator +
      time +
      (/[^0]/.test(fraction) ? `.${fraction}` : '') +
      (offset === undefined ? '' : offsetText(offset))
    );
  }

  /** As Python's `str`. */
  override toString(): string {
    return this.isoformat(' ');
  }

  toJSON(): string {
    return this.isoformat();
  }

  /** `<`, `-` and `Number()` compute with milliseconds, as with a Date. @throws PickleError for `+` */
  [Symbol.toPrimitive](hint: string): number | string {
    return primitive(this, hint, () => this.#milliseconds());
  }

  /** Instants are equal whatever their unit and zone. */
  [KEY](): Tuple {
    return Tuple.of<unknown>(Timestamp, this.tz === null, datetime64Instant(this.value, this.unit, 1));
  }

  override [REPR](): ReprPart[] {
    return [`Timestamp('${this}'${this.tz === null ? '' : `, tz='${zoneText(this.tz)}'`})`];
  }

  override [REDUCE](protocol: number): Reduction {
    if (Pickled.madeOf(this) !== undefined) return super[REDUCE](protocol);
    const args = [this.value, null, this.tz, codeOf(this.unit)];
    return [new PyGlobal('pandas._libs.tslibs.timestamps', '_unpickle_timestamp'), args];
  }
}

/** `+01:00`. */
function offsetText(seconds: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const size = Math.abs(seconds);
  const text = `${seconds < 0 ? '-' : '+'}${two(size / 3600)}:${two((size / 60) % 60)}`;
  return size % 60 === 0 ? text : `${text}:${two(size % 60)}`;
}

/** `pandas.Timedelta`: a duration. */
export class Timedelta extends Pickled {
  /** The number of ticks. */
  readonly value: bigint;
  /** What a tick is. */
  readonly unit: TimeUnit;

  /** @internal */
  constructor(value: bigint, unit: TimeUnit, made?: Made) {
    super(made);
    this.value = value;
    this.unit = unit;
  }

  /** The whole duration, exact. */
  get nanoseconds(): bigint {
    return this.value * NANOSECONDS[this.unit];
  }

  /** In milliseconds as a double, as JavaScript counts time. */
  toMilliseconds(): number {
    return Number(this.nanoseconds) / 1e6;
  }

  /** As Python's `str`: `'-1 days +02:03:04.000005'`. */
  override toString(): string {
    const rest = ((this.nanoseconds % NANOSECONDS.D) + NANOSECONDS.D) % NANOSECONDS.D;
    const days = (this.nanoseconds - rest) / NANOSECONDS.D;
    // The time of day after midnight, which a date has as well.
    const [time, digits] = datetime64Text(rest, 'ns', 1).slice(11).split('.');
    const fraction = digits.endsWith('000') ? digits.slice(0, 6) : digits;
    return `${days} days ${days < 0n ? '+' : ''}${time}${/[^0]/.test(fraction) ? `.${fraction}` : ''}`;
  }

  /** ISO 8601 as pandas' `isoformat`: `'P-1DT2H3M4.000005S'`. */
  toJSON(): string {
    const [days, time] = this.toString().replace('+', '').split(' days ');
    const [hours, minutes, seconds] = time.split(':').map(Number);
    return `P${days}DT${hours}H${minutes}M${seconds}S`;
  }

  /** `<`, `-` and `Number()` compute with milliseconds. @throws PickleError for `+` */
  [Symbol.toPrimitive](hint: string): number | string {
    return primitive(this, hint, () => this.toMilliseconds());
  }

  [KEY](): Tuple {
    return Tuple.of<unknown>(Timedelta, this.nanoseconds);
  }

  override [REPR](): ReprPart[] {
    return [`Timedelta('${this}')`];
  }

  override [REDUCE](protocol: number): Reduction {
    if (Pickled.madeOf(this) !== undefined) return super[REDUCE](protocol);
    return [new PyGlobal('pandas._libs.tslibs.timedeltas', '_timedelta_unpickle'), [this.value, codeOf(this.unit)]];
  }
}

const DAYS = 'SUN MON TUE WED THU FRI SAT'.split(' ');
/** Codes of periods up to pandas 2.1, as they are spelled now. */
const OLD_CODES: Readonly<Record<string, string>> = { A: 'Y', H: 'h', T: 'min', S: 's', L: 'ms', U: 'us', N: 'ns' };
/** Codes of periods within a day: NumPy's unit, and characters of its text. */
const CLOCK: Readonly<Record<string, readonly [unit: string, length: number]>> = {
  h: ['h', 13],
  min: ['m', 16],
  s: ['s', 19],
  ms: ['ms', 23],
  us: ['us', 26],
  ns: ['ns', 29],
};

/** The frequency of periods, from an offset or its text: `'M'`, `'Q-MAR'`, with the multiple in front. */
export function periodFrequency(freq: DateOffset | string): string {
  if (typeof freq !== 'string') return `${freq.n === 1 ? '' : freq.n}${freq.code(true)}`;
  const [, count, code, suffix] = /^(\d*)([A-Za-z]*)(.*)$/s.exec(freq) as RegExpExecArray;
  return count + (OLD_CODES[code] ?? code) + suffix;
}

/** `pandas.Period`: a span of time, such as a month. */
export class Period extends Pickled {
  /** Number of the period; 0 is that of 1970-01-01. */
  readonly ordinal: bigint;
  /** `'M'`, `'Q-DEC'`, `'D'`, …; as pandas spells it from 2.2 on. */
  readonly freqstr: string;

  /** @internal */
  constructor(ordinal: bigint, freqstr: string, made?: Made) {
    super(made);
    this.ordinal = ordinal;
    this.freqstr = freqstr;
  }

  /** As Python's `str`: `'2020-01'`, `'2020Q3'`, `'2020-02-24/2020-03-01'`. */
  override toString(): string {
    const [, code, suffix] = /^\d*([A-Za-z]+)-?(.*)$/s.exec(this.freqstr) ?? ['', '', ''];
    const { ordinal } = this;
    const day = (ordinalOfDay: bigint) => datetime64Text(ordinalOfDay, 'D', 1);
    const clock = CLOCK[code];
    if (clock !== undefined)
      return datetime64Text(ordinal, clock[0], 1).replace('T', ' ') + (code === 'h' ? ':00' : '');
    switch (code) {
      case 'M':
        return datetime64Text(ordinal, 'M', 1);
      case 'Y':
        return datetime64Text(ordinal, 'Y', 1);
      case 'Q': {
        const [year, quarter] = [
          (ordinal - BigInt.asIntN(64, ((ordinal % 4n) + 4n) % 4n)) / 4n,
          ((ordinal % 4n) + 4n) % 4n,
        ];
        return `${datetime64Text(year, 'Y', 1)}Q${quarter + 1n}`;
      }
      case 'D':
        return day(ordinal);
      case 'B': {
        const rest = (((ordinal + 3n) % 5n) + 5n) % 5n;
        return day(((ordinal + 3n - rest) / 5n) * 7n + rest - 3n);
      }
      case 'W': {
        const end = ordinal * 7n + BigInt(Math.max(DAYS.indexOf(suffix), 0)) - 4n;
        return `${day(end - 6n)}/${day(end)}`;
      }
      default:
        return `${ordinal} (${this.freqstr})`;
    }
  }

  toJSON(): string {
    return this.toString();
  }

  [KEY](): Tuple {
    return Tuple.of<unknown>(Period, this.ordinal, this.freqstr);
  }

  override [REPR](): ReprPart[] {
    return [`Period('${this}', '${this.freqstr}')`];
  }
}

/** `pandas.Interval`. */
export class Interval extends Pickled {
  readonly left: unknown;
  readonly right: unknown;
  /** `'left'`, `'right'`, `'both'` or `'neither'`: which ends belong to it. */
  readonly closed: string;

  /** @internal */
  constructor(left: unknown, right: unknown, closed: string, made?: Made) {
    super(made);
    this.left = left;
    this.right = right;
    this.closed = closed;
    Pickled.complete(this, left, right);
  }

  /** As Python's `str`: `'(1, 2.5]'`. */
  override toString(): string {
    const [open, close] = brackets(this.closed);
    return `${open}${this.left}, ${this.right}${close}`;
  }

  toJSON(): string {
    return this.toString();
  }

  [KEY](): Tuple {
    return Tuple.of<unknown>(Interval, this.left, this.right, this.closed);
  }

  override [REPR](): ReprPart[] {
    return ['Interval(', { value: this.left }, ', ', { value: this.right }, `, closed='${this.closed}')`];
  }

  override [REDUCE](protocol: number): Reduction {
    if (Pickled.madeOf(this) !== undefined) return super[REDUCE](protocol);
    return [new PyGlobal('pandas', 'Interval'), [this.left, this.right, this.closed]];
  }
}

function brackets(closed: string): [string, string] {
  return [closed === 'left' || closed === 'both' ? '[' : '(', closed === 'right' || closed === 'both' ? ']' : ')'];
}
