/** `datetime.timedelta` and `datetime.timezone`, and the UTC offsets of whatever else serves as tzinfo. */
import { PickleError } from '../errors.js';
import { REDUCE, type Reduction } from '../pickle/reduce-symbol.js';
import { PyCall, PyGlobal, PyObject } from './global.js';
import { EQUALS, HASH, type HashResult, REPR, type ReprPart } from './protocol.js';
import { PyZoneInfo } from './zoneinfo.js';

const TIMEDELTA = /*#__PURE__*/ new PyGlobal('datetime', 'timedelta');
const TIMEZONE = /*#__PURE__*/ new PyGlobal('datetime', 'timezone');

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
   * @throws PickleError when the sum is beyond 999999999 days
   */
  constructor(days: number | bigint, seconds: number | bigint = 0, microseconds: number | bigint = 0) {
    if (isNormal(days, -999_999_999, 999_999_999) && isNormal(seconds, 0, 86_399) && isNormal(microseconds, 0, 999_999)) {
      this.days = days;
      this.seconds = seconds;
      this.microseconds = microseconds;
      return;
    }
    const total = BigInt(days) * DAY_MICROSECONDS + BigInt(seconds) * 1_000_000n + BigInt(microseconds);
    let day = total / DAY_MICROSECONDS;
    let rest = total % DAY_MICROSECONDS;
    if (rest < 0n) {
      rest += DAY_MICROSECONDS;
      day -= 1n;
    }
    if (day > MAX_DAYS || day < -MAX_DAYS) throw new PickleError('timedelta: must have magnitude <= 999999999 days');
    this.days = Number(day);
    this.seconds = Number(rest / 1_000_000n);
    this.microseconds = Number(rest % 1_000_000n);
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
    const { days } = this;
    const hours = Math.floor(this.seconds / 3600);
    const minutes = Math.floor(this.seconds / 60) % 60;
    const text = `${hours}:${two(minutes)}:${two(this.seconds % 60)}${this.microseconds === 0 ? '' : `.${six(this.microseconds)}`}`;
    return days === 0 ? text : `${days} day${Math.abs(days) === 1 ? '' : 's'}, ${text}`;
  }

  /** ISO 8601 duration: `'P1DT02H03M04.000005S'`, with a minus sign in front when negative. */
  toJSON(): string {
    const negative = this.days < 0;
    const duration = negative ? new PyTimeDelta(0, 0, -this.toMicroseconds()) : this;
    const { days, seconds, microseconds } = duration;
    const fraction = microseconds === 0 ? '' : `.${six(microseconds)}`;
    const time = `${two(Math.floor(seconds / 3600))}H${two(Math.floor(seconds / 60) % 60)}M${two(seconds % 60)}${fraction}S`;
    return `${negative ? '-' : ''}P${days}DT${time}`;
  }

  [REDUCE](): Reduction {
    return [TIMEDELTA, [this.days, this.seconds, this.microseconds]];
  }

  [HASH](): HashResult {
    return [this.days, this.seconds, this.microseconds];
  }

  [EQUALS](other: unknown): boolean {
    return (
      other instanceof PyTimeDelta && other.days === this.days && other.seconds === this.seconds && other.microseconds === this.microseconds
    );
  }

  [REPR](): Iterable<ReprPart> {
    const parts = [];
    if (this.days !== 0) parts.push(`days=${this.days}`);
    if (this.seconds !== 0) parts.push(`seconds=${this.seconds}`);
    if (this.microseconds !== 0) parts.push(`microseconds=${this.microseconds}`);
    return [`datetime.timedelta(${parts.join(', ') || '0'})`];
  }
}

/** True for what needs no carrying, which is the usual case. */
function isNormal(value: number | bigint, min: number, max: number): value is number {
  return typeof value === 'number' && value >= min && value <= max;
}

/** `datetime.timezone`: a fixed offset from UTC. */
export class PyTimeZone {
  /** Strictly between -24 and 24 hours. */
  readonly offset: PyTimeDelta;
  /** The name given by the caller; undefined when there is none. */
  readonly name: string | undefined;

  /** @throws PickleError when the offset is a day or more */
  constructor(offset: PyTimeDelta, name?: string) {
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

  [REDUCE](): Reduction {
    return [TIMEZONE, this.name === undefined ? [this.offset] : [this.offset, this.name]];
  }

  [HASH](): HashResult {
    return [this.offset];
  }

  /** Zones of one offset are equal, whatever their names. */
  [EQUALS](other: unknown): boolean {
    return other instanceof PyTimeZone && other.offset.toMicroseconds() === this.offset.toMicroseconds();
  }

  *[REPR](): Iterable<ReprPart> {
    if (this.isUtc) {
      yield 'datetime.timezone.utc';
      return;
    }
    yield 'datetime.timezone(';
    yield { value: this.offset };
    if (this.name !== undefined) {
      yield ', ';
      yield { value: this.name };
    }
    yield ')';
  }
}

/**
 * Microseconds east of UTC, or undefined when nobody can tell: for `PyTimeZone`, `PyZoneInfo`, and the inert forms of pytz and
 * dateutil zones that carry their offset (`pytz.utc`, `pytz._p`, `pytz.FixedOffset`, `tzutc`).
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
  if (tzinfo instanceof PyObject && tzinfo.module.startsWith('dateutil.tz') && tzinfo.name === 'tzutc') return 0;
  return undefined;
}

/** `+01:00`, with seconds and microseconds when there are any. */
export function formatOffset(microseconds: number): string {
  const sign = microseconds < 0 ? '-' : '+';
  const magnitude = Math.abs(microseconds);
  const seconds = Math.floor(magnitude / 1e6);
  const fraction = magnitude % 1e6;
  let text = `${sign}${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}`;
  if (seconds % 60 !== 0 || fraction !== 0) text += `:${two(seconds % 60)}`;
  return fraction === 0 ? text : `${text}.${six(fraction)}`;
}

/** Two digits. @internal */
export function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** Six digits. @internal */
export function six(value: number): string {
  return String(value).padStart(6, '0');
}
