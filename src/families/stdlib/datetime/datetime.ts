/** Python's `datetime.date`, `time` and `datetime`. */
import { PickleError } from '../../../base/index.js';
import { expect, KEY, primitive, Tuple, UNCHECKED } from '../../../values/index.js';
import { clockText, formatOffset, PyTimeDelta, PyTimeZone, two, utcOffset } from './timezone.js';

export { PyTimeDelta, PyTimeZone } from './timezone.js';

/** How a date without a zone becomes an instant. */
export interface ToDateOptions {
  /** Reads a naive value as UTC. Without it a naive value throws: it names no instant. */
  assumeUtc?: boolean;
}

/** `datetime.date`. A pickle may hold days that do not exist: like CPython, the reader checks the month only. */
export class PyDate {
  /** 1 to 9999. */
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;

  /** @throws PickleError when there is no such day */
  constructor(year: number, month: number, day: number, unchecked?: typeof UNCHECKED) {
    if (unchecked !== UNCHECKED) checkDate(year, month, day);
    this.year = year;
    this.month = month;
    this.day = day;
  }

  /** The same as `new`. @throws PickleError when there is no such day */
  static of(year: number, month: number, day: number): PyDate {
    return new PyDate(year, month, day);
  }

  /** `YYYY-MM-DD`. */
  isoformat(): string {
    return `${String(this.year).padStart(4, '0')}-${two(this.month)}-${two(this.day)}`;
  }

  toString(): string {
    return this.isoformat();
  }

  toJSON(): string {
    return this.isoformat();
  }

  /** `<`, `-` and `Number()` compute with milliseconds, as with a Date at midnight UTC. @throws PickleError for `+` */
  [Symbol.toPrimitive](hint: string): number | string {
    return primitive(this, hint, () => +this.toDate({ assumeUtc: true }));
  }

  /** Midnight UTC of the day. @throws PickleError unless `assumeUtc`: a day has no zone */
  toDate(options?: ToDateOptions): Date {
    if (options?.assumeUtc !== true)
      throw new PickleError('a date names no instant; use toDate({ assumeUtc: true }) for midnight UTC');
    return new Date(wallTime(this.year, this.month, this.day, 0, 0, 0));
  }

  [KEY](): Tuple {
    return Tuple.of<unknown>(PyDate, this.year, this.month, this.day);
  }
}

/** What times and datetimes share. */
abstract class Clock {
  /** 0 to 23. */
  readonly hour: number;
  /** 0 to 59. */
  readonly minute: number;
  /** 0 to 59. */
  readonly second: number;
  /** 0 to 999999. */
  readonly microsecond: number;
  /** `PyTimeZone`, `PyZoneInfo`, the inert value of an unknown class, or null. */
  readonly tzinfo: unknown;
  /** 1 for the second of two equal times at the end of summer time (PEP 495). */
  readonly fold: number;

  /** @throws PickleError when there is no such time */
  constructor(
    hour = 0,
    minute = 0,
    second = 0,
    microsecond = 0,
    tzinfo: unknown = null,
    fold = 0,
    unchecked?: typeof UNCHECKED,
  ) {
    if (unchecked !== UNCHECKED) {
      checkTime(hour, minute, second, microsecond, fold);
      expect(typeof tzinfo === 'object', 'tzinfo: a zone or null');
    }
    this.hour = hour;
    this.minute = minute;
    this.second = second;
    this.microsecond = microsecond;
    this.tzinfo = tzinfo;
    this.fold = fold;
  }

  toJSON(): string {
    return this.isoformat();
  }

  /**
   * `<`, `-` and `Number()` compute with milliseconds. @throws PickleError where Python cannot order the values, and
   * for `+`
   */
  [Symbol.toPrimitive](hint: string): number | string {
    return primitive(this, hint, () => this.milliseconds());
  }

  /** @internal */
  protected abstract milliseconds(): number;

  abstract isoformat(): string;
}

/** `datetime.time`: a time of day, naive when `tzinfo` is null. */
export class PyTime extends Clock {
  /** The same as `new`. @throws PickleError when there is no such time */
  static of(hour = 0, minute = 0, second = 0, microsecond = 0, tzinfo: unknown = null, fold = 0): PyTime {
    return new PyTime(hour, minute, second, microsecond, tzinfo, fold);
  }

  /** `HH:MM:SS[.ffffff][+HH:MM]`. */
  override isoformat(): string {
    return `${clock(this)}${zoneSuffix(this.tzinfo, undefined, this.fold)}`;
  }

  override toString(): string {
    return this.isoformat();
  }

  /** Of the day; only naive times, whose order does not depend on a zone. */
  protected override milliseconds(): number {
    expect(this.tzinfo === null, 'a time without tzinfo');
    return dayMicroseconds(this) / 1000;
  }

  /** Microseconds since midnight UTC; since midnight when there is no known offset. */
  [KEY](): Tuple {
    const offset = utcOffset(this.tzinfo, undefined, 0);
    return Tuple.of<unknown>(PyTime, offset === undefined, dayMicroseconds(this) - (offset ?? 0));
  }
}

/** `datetime.datetime`: naive when `tzinfo` is null. */
export class PyDateTime extends Clock {
  /** 1 to 9999. */
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;

  /** @throws PickleError when there is no such time */
  constructor(
    year: number,
    month: number,
    day: number,
    hour?: number,
    minute?: number,
    second?: number,
    microsecond?: number,
    tzinfo?: unknown,
    fold?: number,
    unchecked?: typeof UNCHECKED,
  ) {
    super(hour, minute, second, microsecond, tzinfo, fold, unchecked);
    if (unchecked !== UNCHECKED) checkDate(year, month, day);
    this.year = year;
    this.month = month;
    this.day = day;
  }

  /** The same as `new`. @throws PickleError when there is no such time */
  static of(
    year: number,
    month: number,
    day: number,
    hour = 0,
    minute = 0,
    second = 0,
    microsecond = 0,
    tzinfo: unknown = null,
    fold = 0,
  ): PyDateTime {
    return new PyDateTime(year, month, day, hour, minute, second, microsecond, tzinfo, fold);
  }

  /**
   * The instant of a JavaScript Date, in UTC. @throws PickleError for an invalid Date and for years outside 1 to 9999
   */
  static fromDate(date: Date): PyDateTime {
    return PyDateTime.of(
      date.getUTCFullYear(),
      date.getUTCMonth() + 1,
      date.getUTCDate(),
      date.getUTCHours(),
      date.getUTCMinutes(),
      date.getUTCSeconds(),
      date.getUTCMilliseconds() * 1000,
      new PyTimeZone(new PyTimeDelta(0)),
    );
  }

  /** What the clock shows, in milliseconds since 1970 as if it were UTC; microseconds are cut. */
  #wall(): number {
    return (
      wallTime(this.year, this.month, this.day, this.hour, this.minute, this.second) +
      Math.floor(this.microsecond / 1000)
    );
  }

  /** Microseconds east of UTC; undefined for a naive value, and for a tzinfo that nobody here can read. */
  utcOffset(): number | undefined {
    return utcOffset(this.tzinfo, this.#wall(), this.fold);
  }

  /**
   * The instant, cut to milliseconds.
   * @throws PickleError for a naive value unless `assumeUtc`, and for a tzinfo whose offset is unknown here
   */
  toDate(options?: ToDateOptions): Date {
    if (this.tzinfo === null) {
      if (options?.assumeUtc === true) return new Date(this.#wall());
      throw new PickleError('a datetime without tzinfo names no instant; use toDate({ assumeUtc: true }) if it is UTC');
    }
    const offset = this.utcOffset();
    if (offset === undefined)
      throw new PickleError('the UTC offset of this tzinfo is unknown here; read the fields of the datetime instead');
    const wall = wallTime(this.year, this.month, this.day, this.hour, this.minute, this.second);
    return new Date(wall + Math.floor((this.microsecond - offset) / 1000));
  }

  /** Since 1970, with the microseconds behind the point. @throws PickleError as `toDate` */
  protected override milliseconds(): number {
    return +this.toDate() + (this.microsecond % 1000) / 1000;
  }

  /** `YYYY-MM-DDTHH:MM:SS[.ffffff][+HH:MM]`; a zone with no known offset is written `[name]` (RFC 9557). */
  override isoformat(separator = 'T'): string {
    const date = new PyDate(this.year, this.month, this.day, UNCHECKED).isoformat();
    return `${date}${separator}${clock(this)}${zoneSuffix(this.tzinfo, this.#wall(), this.fold)}`;
  }

  /** Python's `str`: `isoformat` with a space. */
  override toString(): string {
    return this.isoformat(' ');
  }

  /**
   * The instant; what the clock shows, together with the zone, for naive values, for unknown offsets, and where the
   * fold decides the offset: there Python calls values of different zones unequal (PEP 495).
   */
  [KEY](): Tuple {
    const { tzinfo, microsecond } = this;
    const wall = this.#wall();
    const offset = utcOffset(tzinfo, wall, 0);
    const seconds = Math.floor(wall / 1000);
    if (offset === undefined || offset !== utcOffset(tzinfo, wall, 1))
      return Tuple.of<unknown>(PyDateTime, tzinfo, seconds, microsecond);
    const carry = Math.floor((microsecond - offset) / 1e6);
    return Tuple.of<unknown>(PyDateTime, true, seconds + carry, microsecond - offset - carry * 1e6);
  }
}

function clock(time: Clock): string {
  return clockText(two(time.hour), time.minute, time.second, time.microsecond);
}

function dayMicroseconds({ hour, minute, second, microsecond }: Clock): number {
  return (hour * 3600 + minute * 60 + second) * 1e6 + microsecond;
}

function zoneSuffix(tzinfo: unknown, wall: number | undefined, fold: number): string {
  if (tzinfo === null) return '';
  const offset = utcOffset(tzinfo, wall, fold);
  if (offset !== undefined) return formatOffset(offset);
  // Python writes no offset for a time in a zone whose offset depends on the date.
  return wall === undefined ? '' : `[${String((tzinfo as { key?: unknown }).key ?? 'unknown')}]`;
}

/** `Date.UTC` without its special meaning of the years 0 to 99. */
function wallTime(year: number, month: number, day: number, hour: number, minute: number, second: number): number {
  // 400 years are 146097 days in the Gregorian calendar.
  return Date.UTC(year + 400, month - 1, day, hour, minute, second) - 146_097 * 86_400_000;
}

function checkDate(year: number, month: number, day: number): void {
  check('year', year, 1, 9999);
  check('month', month, 1, 12);
  check('day', day, 1, new Date(wallTime(year, month + 1, 0, 0, 0, 0)).getUTCDate());
}

function checkTime(hour: number, minute: number, second: number, microsecond: number, fold: number): void {
  check('hour', hour, 0, 23);
  check('minute', minute, 0, 59);
  check('second', second, 0, 59);
  check('microsecond', microsecond, 0, 999_999);
  check('fold', fold, 0, 1);
}

function check(what: string, value: number, min: number, max: number): void {
  if (!(Number.isInteger(value) && value >= min && value <= max))
    throw new PickleError(`${what} must be in ${min}..${max}`);
}
