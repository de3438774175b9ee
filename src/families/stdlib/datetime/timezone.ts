/** `datetime.timedelta` and `datetime.timezone`, and the UTC offsets of whatever else serves as tzinfo. */
import { PickleError } from '../../../base/index.js';
import { expect, expectInteger, expectText, KEY, PyCall, PyObject, primitive, Tuple } from '../../../values/index.js';
import { PyZoneInfo } from '../zoneinfo/zoneinfo.js';

const MAX_DAYS = 999_999_999n;
const DAY_MICROSECONDS = 86_400_000_000n;

/** `datetime.timedelta`: a duration of days, seconds and microseconds, kept as Python normalises it. */
export class PyTimeDelta {
  /** -999999999 to 999999999. */
  readonly days: number;
  /** 0 to 86399. */
  readonly seconds: number;
  /** 0 to 999999. */
  readonly microseconds: number;

  /**
   * The sum of integers of any size, normalised: seconds and microseconds are never negative.
   * @throws PickleError when one is no integer, or the sum is beyond 999999999 days
   */
  constructor(days: number | bigint, seconds: number | bigint = 0, microseconds: number | bigint = 0) {
    expectInteger(days);
    expectInteger(seconds);
    expectInteger(microseconds);
    // What needs no carrying is the usual case.
    if (!(Math.abs(Number(days)) <= 999_999_999 && isWithin(seconds, 86_400) && isWithin(microseconds, 1_000_000))) {
      const total = BigInt(days) * DAY_MICROSECONDS + BigInt(seconds) * 1_000_000n + BigInt(microseconds);
      const rest = ((total % DAY_MICROSECONDS) + DAY_MICROSECONDS) % DAY_MICROSECONDS;
      days = (total - rest) / DAY_MICROSECONDS;
      seconds = rest / 1_000_000n;
      microseconds = rest % 1_000_000n;
      if (days > MAX_DAYS || days < -MAX_DAYS)
        throw new PickleError('timedelta: must have magnitude <= 999999999 days');
    }
    this.days = Number(days);
    this.seconds = Number(seconds);
    this.microseconds = Number(microseconds);
  }

  /** The whole duration in microseconds, exact. */
  toMicroseconds(): bigint {
    return BigInt(this.days) * DAY_MICROSECONDS + BigInt(this.seconds) * 1_000_000n + BigInt(this.microseconds);
  }

  /** The duration in seconds as a double (`timedelta.total_seconds`). */
  totalSeconds(): number {
    return Number(this.toMicroseconds()) / 1e6;
  }

  /** The duration in milliseconds as a double, as JavaScript counts time. */
  toMilliseconds(): number {
    return Number(this.toMicroseconds()) / 1e3;
  }

  /** Python's `str`: `'1 day, 2:03:04.000005'`. */
  toString(): string {
    const { days, seconds, microseconds } = this;
    const text = clockText(Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60, microseconds);
    return days === 0 ? text : `${days} day${Math.abs(days) === 1 ? '' : 's'}, ${text}`;
  }

  /** `<`, `-` and `Number()` compute with milliseconds, as with a Date. @throws PickleError for `+` */
  [Symbol.toPrimitive](hint: string): number | string {
    return primitive(this, hint, () => this.toMilliseconds());
  }

  /** ISO 8601 duration: `'P1DT02H03M04.000005S'`, with a minus sign in front when negative. */
  toJSON(): string {
    const negative = this.days < 0;
    const duration = negative ? new PyTimeDelta(0, 0, -this.toMicroseconds()) : this;
    const { days, seconds, microseconds } = duration;
    const time = clockText(two(Math.floor(seconds / 3600)), Math.floor(seconds / 60) % 60, seconds % 60, microseconds);
    return `${negative ? '-' : ''}P${days}DT${time.replace(':', 'H').replace(':', 'M')}S`;
  }

  [KEY](): Tuple {
    return Tuple.of<unknown>(PyTimeDelta, this.days, this.seconds, this.microseconds);
  }
}

function isWithin(value: number | bigint, end: number): boolean {
  return value >= 0 && value < end;
}

/** `datetime.timezone`: a fixed offset from UTC. */
export class PyTimeZone {
  /** Strictly between -24 and 24 hours. */
  readonly offset: PyTimeDelta;
  /** The name given by the caller; undefined when there is none. */
  readonly name: string | undefined;

  /** @throws PickleError when the offset is no timedelta or a day or more, or the name is no string */
  constructor(offset: PyTimeDelta, name?: string) {
    expect(offset instanceof PyTimeDelta, 'a PyTimeDelta');
    if (name !== undefined) expectText(name);
    const microseconds = offset.toMicroseconds();
    if (microseconds <= -DAY_MICROSECONDS || microseconds >= DAY_MICROSECONDS) {
      throw new PickleError('timezone: offset must be strictly between -24 and 24 hours');
    }
    this.offset = offset;
    this.name = name;
  }

  /** UTC itself: no offset and no name. */
  get isUtc(): boolean {
    return this.name === undefined && this.offset.toMicroseconds() === 0n;
  }

  /** The name, `'UTC'`, or `'UTC+01:00'`. */
  toString(): string {
    if (this.name !== undefined) return this.name;
    const offset = Number(this.offset.toMicroseconds());
    return offset === 0 ? 'UTC' : `UTC${formatOffset(offset)}`;
  }

  toJSON(): string {
    return this.toString();
  }

  /** Zones of one offset are equal, whatever their names. */
  [KEY](): Tuple {
    return Tuple.of<unknown>(PyTimeZone, this.offset);
  }
}

/**
 * Microseconds east of UTC, or undefined when nobody can tell: for `PyTimeZone`, `PyZoneInfo`, and the inert forms of
 * pytz and dateutil zones that carry their offset (`pytz.utc`, `pytz._p`, `pytz.FixedOffset`, `tzutc`).
 * @param wall what the clock shows, in milliseconds since 1970 as if it were UTC; undefined for a time without a date
 */
export function utcOffset(tzinfo: unknown, wall: number | undefined, fold: number): number | undefined {
  if (tzinfo instanceof PyTimeZone) return Number(tzinfo.offset.toMicroseconds());
  if (tzinfo instanceof PyZoneInfo) {
    const seconds = wall === undefined ? undefined : tzinfo.utcOffset(wall, fold);
    return seconds === undefined ? undefined : seconds * 1e6;
  }
  if (tzinfo instanceof PyCall && tzinfo.module === 'pytz') {
    const { args, name } = tzinfo;
    if (name === '_UTC') return 0;
    // pytz._p(zone, utcoffset, dstoffset, tzname): a DstTzInfo that localize() has fixed to one offset, in seconds.
    if (name === '_p' && args.length === 4 && Number.isInteger(args[1])) return (args[1] as number) * 1e6;
    if (name === 'FixedOffset' && Number.isInteger(args[0])) return (args[0] as number) * 60e6;
  }
  // dateutil 4 writes a call, earlier versions an instance.
  const isInert = tzinfo instanceof PyObject || tzinfo instanceof PyCall;
  return isInert && tzinfo.module.startsWith('dateutil.tz') && tzinfo.name === 'tzutc' ? 0 : undefined;
}

/** `+01:00`, with seconds and microseconds when there are any. */
export function formatOffset(microseconds: number): string {
  const magnitude = Math.abs(microseconds);
  const seconds = Math.floor(magnitude / 1e6);
  const text = clockText(two(Math.floor(seconds / 3600)), Math.floor(seconds / 60) % 60, seconds % 60, magnitude % 1e6);
  return (microseconds < 0 ? '-' : '+') + text.replace(/^(.{5}):00$/, '$1');
}

/** `H:MM:SS`, and six digits of microseconds when there are any. @internal */
export function clockText(hours: number | string, minutes: number, seconds: number, microseconds: number): string {
  return `${hours}:${two(minutes)}:${two(seconds)}${microseconds === 0 ? '' : `.${String(microseconds).padStart(6, '0')}`}`;
}

/** Two digits. @internal */
export function two(value: number): string {
  return String(value).padStart(2, '0');
}
