/** Python's `datetime.date`, `time` and `datetime`. */
import { PickleError } from '../errors.js';
import { REDUCE, type Reduction } from '../pickle/reduce-symbol.js';
import { Bytes } from './bytes.js';
import { PyGlobal } from './global.js';
import { EQUALS, type EqualsResult, HASH, type HashResult, REPR, type ReprPart } from './protocol.js';
import { formatOffset, PyTimeDelta, PyTimeZone, six, two, utcOffset } from './timezone.js';

export { PyTimeDelta, PyTimeZone } from './timezone.js';

const DATE = /*#__PURE__*/ new PyGlobal('datetime', 'date');
const TIME = /*#__PURE__*/ new PyGlobal('datetime', 'time');
const DATETIME = /*#__PURE__*/ new PyGlobal('datetime', 'datetime');

/** How a date without a zone becomes an instant. */
export interface ToDateOptions {
  /** Reads a naive value as UTC. Without it a naive value throws: it names no instant. */
  assumeUtc?: boolean;
}

/**
 * `datetime.date`. Like CPython, the constructor that unpickles checks the month only; use `PyDate.of` for checked parts.
 */
export class PyDate {
  /** 1 to 9999. */
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;

  /** Nothing is checked. */
  constructor(year: number, month: number, day: number) {
    this.year = year;
    this.month = month;
    this.day = day;
  }

  /** A date of checked parts. @throws PickleError when there is no such day */
  static of(year: number, month: number, day: number): PyDate {
    checkDate(year, month, day);
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

  /** Midnight UTC of the day. @throws PickleError unless `assumeUtc`: a day has no zone */
  toDate(options?: ToDateOptions): Date {
    if (options?.assumeUtc !== true) throw new PickleError('a date names no instant; use toDate({ assumeUtc: true }) for midnight UTC');
    return new Date(wallTime(this.year, this.month, this.day, 0, 0, 0));
  }

  [REDUCE](): Reduction {
    return [DATE, [new Bytes(Uint8Array.of(this.year >> 8, this.year, this.month, this.day))]];
  }

  [HASH](): HashResult {
    return [this.year, this.month, this.day];
  }

  [EQUALS](other: unknown): boolean {
    return other instanceof PyDate && other.year === this.year && other.month === this.month && other.day === this.day;
  }

  [REPR](): Iterable<ReprPart> {
    return [`datetime.date(${this.year}, ${this.month}, ${this.day})`];
  }
}

/** `datetime.time`: a time of day, naive when `tzinfo` is null. */
export class PyTime {
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

  /** Nothing is checked. */
  constructor(hour = 0, minute = 0, second = 0, microsecond = 0, tzinfo: unknown = null, fold = 0) {
    this.hour = hour;
    this.minute = minute;
    this.second = second;
    this.microsecond = microsecond;
    this.tzinfo = tzinfo;
    this.fold = fold;
  }

  /** A time of checked parts. @throws PickleError when there is no such time */
  static of(hour = 0, minute = 0, second = 0, microsecond = 0, tzinfo: unknown = null, fold = 0): PyTime {
    checkTime(hour, minute, second, microsecond, fold);
    return new PyTime(hour, minute, second, microsecond, tzinfo, fold);
  }

  /** `HH:MM:SS[.ffffff][+HH:MM]`. */
  isoformat(): string {
    return `${clock(this)}${zoneSuffix(this.tzinfo, undefined, this.fold)}`;
  }

  toString(): string {
    return this.isoformat();
  }

  toJSON(): string {
    return this.isoformat();
  }

  /** The fold is written from protocol 4 on, in the first bit. */
  [REDUCE](protocol: number): Reduction {
    const bytes = new Bytes(Uint8Array.from(timeBytes(this, this.fold === 1 && protocol > 3 ? 0x80 : 0)));
    return [TIME, this.tzinfo === null ? [bytes] : [bytes, this.tzinfo]];
  }

  /** Microseconds since midnight UTC; since midnight when there is no known offset. */
  #moment(): number {
    return dayMicroseconds(this) - (utcOffset(this.tzinfo, undefined, 0) ?? 0);
  }

  get #naive(): boolean {
    return utcOffset(this.tzinfo, undefined, 0) === undefined;
  }

  [HASH](): HashResult {
    return [this.#moment()];
  }

  [EQUALS](other: unknown): boolean {
    return other instanceof PyTime && other.#naive === this.#naive && other.#moment() === this.#moment();
  }

  *[REPR](): Iterable<ReprPart> {
    yield `datetime.time(${this.hour}, ${this.minute}${smallParts(this)}`;
    yield* zoneParts(this.tzinfo, this.fold);
  }
}

/** `datetime.datetime`: naive when `tzinfo` is null. */
export class PyDateTime {
  /** 1 to 9999. */
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
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

  /** Nothing is checked. */
  constructor(
    year: number,
    month: number,
    day: number,
    hour = 0,
    minute = 0,
    second = 0,
    microsecond = 0,
    tzinfo: unknown = null,
    fold = 0,
  ) {
    this.year = year;
    this.month = month;
    this.day = day;
    this.hour = hour;
    this.minute = minute;
    this.second = second;
    this.microsecond = microsecond;
    this.tzinfo = tzinfo;
    this.fold = fold;
  }

  /** A datetime of checked parts. @throws PickleError when there is no such time */
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
    checkDate(year, month, day);
    checkTime(hour, minute, second, microsecond, fold);
    return new PyDateTime(year, month, day, hour, minute, second, microsecond, tzinfo, fold);
  }

  /** The instant of a JavaScript Date, in UTC. @throws PickleError for an invalid Date and for years outside 1 to 9999 */
  static fromDate(date: Date): PyDateTime {
    const year = date.getUTCFullYear();
    if (!(year >= 1 && year <= 9999)) throw new PickleError('a datetime has a year from 1 to 9999; this Date is invalid or outside');
    return new PyDateTime(
      year,
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
    return wallTime(this.year, this.month, this.day, this.hour, this.minute, this.second) + Math.floor(this.microsecond / 1000);
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

  /** `YYYY-MM-DDTHH:MM:SS[.ffffff][+HH:MM]`; a zone with no known offset is written `[name]` (RFC 9557). */
  isoformat(separator = 'T'): string {
    const date = new PyDate(this.year, this.month, this.day).isoformat();
    return `${date}${separator}${clock(this)}${zoneSuffix(this.tzinfo, this.#wall(), this.fold)}`;
  }

  /** Python's `str`: `isoformat` with a space. */
  toString(): string {
    return this.isoformat(' ');
  }

  toJSON(): string {
    return this.isoformat();
  }

  /** The fold is written from protocol 4 on, in the first bit of the month. */
  [REDUCE](protocol: number): Reduction {
    const month = this.month | (this.fold === 1 && protocol > 3 ? 0x80 : 0);
    const bytes = new Bytes(Uint8Array.of(this.year >> 8, this.year, month, this.day, ...timeBytes(this, 0)));
    return [DATETIME, this.tzinfo === null ? [bytes] : [bytes, this.tzinfo]];
  }

  /** Seconds since 1970 and microseconds, in UTC when the offset is known (with fold 0, as in Python). */
  #moment(): [seconds: number, microseconds: number] {
    const wall = wallTime(this.year, this.month, this.day, this.hour, this.minute, this.second);
    const microseconds = this.microsecond - (utcOffset(this.tzinfo, wall, 0) ?? 0);
    const carry = Math.floor(microseconds / 1e6);
    return [wall / 1000 + carry, microseconds - carry * 1e6];
  }

  [HASH](): HashResult {
    return this.#moment();
  }

  /** Same instant; never equal when one is naive, or when zones differ and the fold decides the offset (PEP 495). */
  [EQUALS](other: unknown): EqualsResult {
    if (!(other instanceof PyDateTime) || (other.tzinfo === null) !== (this.tzinfo === null)) return false;
    if (this.tzinfo === other.tzinfo) return this.#sameFields(other);
    const mine = this.utcOffset();
    const theirs = other.utcOffset();
    if (mine === undefined || theirs === undefined) {
      return mine === theirs && this.#sameFields(other) && [[this.tzinfo, other.tzinfo] as const];
    }
    if (this.#foldMatters() || other.#foldMatters()) return this.#sameZone(other) && this.#sameFields(other);
    const [seconds, microseconds] = this.#moment();
    const [otherSeconds, otherMicroseconds] = other.#moment();
    return seconds === otherSeconds && microseconds === otherMicroseconds;
  }

  #foldMatters(): boolean {
    return utcOffset(this.tzinfo, this.#wall(), 0) !== utcOffset(this.tzinfo, this.#wall(), 1);
  }

  #sameZone(other: PyDateTime): boolean {
    const mine = this.tzinfo as { [EQUALS]?: (other: unknown) => unknown };
    return mine[EQUALS]?.(other.tzinfo) === true;
  }

  #sameFields(other: PyDateTime): boolean {
    return (
      this.year === other.year && this.month === other.month && this.day === other.day && dayMicroseconds(this) === dayMicroseconds(other)
    );
  }

  *[REPR](): Iterable<ReprPart> {
    yield `datetime.datetime(${this.year}, ${this.month}, ${this.day}, ${this.hour}, ${this.minute}${smallParts(this)}`;
    yield* zoneParts(this.tzinfo, this.fold);
  }
}

/** The parts that times and datetimes share. */
interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
}

function clock({ hour, minute, second, microsecond }: Clock): string {
  return `${two(hour)}:${two(minute)}:${two(second)}${microsecond === 0 ? '' : `.${six(microsecond)}`}`;
}

function dayMicroseconds({ hour, minute, second, microsecond }: Clock): number {
  return (hour * 3600 + minute * 60 + second) * 1e6 + microsecond;
}

/** hour minute second and three bytes of microseconds, most significant first. */
function timeBytes({ hour, minute, second, microsecond }: Clock, foldBit: number): number[] {
  return [hour | foldBit, minute, second, microsecond >> 16, (microsecond >> 8) & 255, microsecond & 255];
}

function zoneSuffix(tzinfo: unknown, wall: number | undefined, fold: number): string {
  if (tzinfo === null) return '';
  const offset = utcOffset(tzinfo, wall, fold);
  if (offset !== undefined) return formatOffset(offset);
  // Python writes no offset for a time in a zone whose offset depends on the date.
  return wall === undefined ? '' : `[${String((tzinfo as { key?: unknown }).key ?? 'unknown')}]`;
}

/** Seconds and microseconds as `repr` prints them: left out when zero. */
function smallParts({ second, microsecond }: Clock): string {
  if (microsecond !== 0) return `, ${second}, ${microsecond}`;
  return second === 0 ? '' : `, ${second}`;
}

function* zoneParts(tzinfo: unknown, fold: number): Iterable<ReprPart> {
  if (fold === 1) yield ', fold=1';
  if (tzinfo !== null) {
    yield ', tzinfo=';
    yield { value: tzinfo };
  }
  yield ')';
}

/** `Date.UTC` without its special meaning of the years 0 to 99. */
function wallTime(year: number, month: number, day: number, hour: number, minute: number, second: number): number {
  // 400 years are 146097 days in the Gregorian calendar.
  return Date.UTC(year + 400, month - 1, day, hour, minute, second) - 146_097 * 86_400_000;
}

function checkDate(year: number, month: number, day: number): void {
  if (!within(year, 1, 9999)) throw new PickleError(`year ${year} is out of range`);
  if (!within(month, 1, 12)) throw new PickleError('month must be in 1..12');
  if (!within(day, 1, daysInMonth(year, month))) throw new PickleError('day is out of range for month');
}

function checkTime(hour: number, minute: number, second: number, microsecond: number, fold: number): void {
  if (!within(hour, 0, 23)) throw new PickleError('hour must be in 0..23');
  if (!within(minute, 0, 59)) throw new PickleError('minute must be in 0..59');
  if (!within(second, 0, 59)) throw new PickleError('second must be in 0..59');
  if (!within(microsecond, 0, 999_999)) throw new PickleError('microsecond must be in 0..999999');
  if (!within(fold, 0, 1)) throw new PickleError('fold must be either 0 or 1');
}

function within(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
