/** `datetime`: the byte layouts of CPython's `_datetime` module, and the constructors with numbers. */

import {
  asBigInt,
  asBytes,
  asInteger,
  asItems,
  asNumber,
  type Construct,
  define,
  fail,
  needed,
  type Registry,
  refuseState,
} from '../../../registry/index.js';
import { encodeLatin1 } from '../../../text/index.js';
import { type ClassHooks, type HookContext, UNCHECKED } from '../../../values/index.js';
import { PyDate, PyDateTime, PyTime, PyTimeDelta, PyTimeZone } from './datetime.js';

/** Registers the classes of `datetime`. */
export function registerDatetime(registry: Registry): void {
  const add = (name: string, min: number, max: number, construct: Construct, fromBytes?: ClassHooks['fromBytes']) =>
    define(registry, 'datetime', name, [min, max], construct, { setState: refuseState, fromBytes });
  add('date', 1, 3, date, (bytes, at, count) => (count === 4 ? dateFrom(bytes, at) : undefined));
  add('time', 0, 5, time, (bytes, at, count) => (count === 6 ? timeFrom(bytes, at, null) : undefined));
  add('datetime', 1, 8, datetime, (bytes, at, count) => (count === 10 ? datetimeFrom(bytes, at, null) : undefined));
  add('timedelta', 0, UNITS.length, timedelta);
  add('timezone', 1, 2, timezone);
}

/**
 * The payload of a pickled value, when the first argument is one: bytes, or a str that Python 2 wrote (read as
 * Latin-1).
 * Undefined when it is neither or has another length: then the arguments are numbers.
 */
function payload(value: unknown, length: number): Uint8Array | undefined {
  const bytes = asBytes(value);
  if (bytes !== undefined) return bytes.length === length ? bytes : undefined;
  return typeof value === 'string' && value.length === length ? encodeLatin1(value) : undefined;
}

// What payloads mean; undefined when CPython takes the arguments for numbers. Like CPython, only the month or the hour
// is checked.

function dateFrom(bytes: Uint8Array, at: number): PyDate | undefined {
  const month = bytes[at + 2];
  return month >= 1 && month <= 12
    ? new PyDate(bytes[at] * 256 + bytes[at + 1], month, bytes[at + 3], UNCHECKED)
    : undefined;
}

function timeFrom(bytes: Uint8Array, at: number, tzinfo: unknown): PyTime | undefined {
  const hour = bytes[at] & 0x7f;
  if (hour >= 24) return undefined;
  return new PyTime(hour, bytes[at + 1], bytes[at + 2], microseconds(bytes, at + 3), tzinfo, bytes[at] >> 7, UNCHECKED);
}

function datetimeFrom(bytes: Uint8Array, at: number, tzinfo: unknown): PyDateTime | undefined {
  const month = bytes[at + 2] & 0x7f;
  if (month < 1 || month > 12) return undefined;
  return new PyDateTime(
    bytes[at] * 256 + bytes[at + 1],
    month,
    bytes[at + 3],
    bytes[at + 4],
    bytes[at + 5],
    bytes[at + 6],
    microseconds(bytes, at + 7),
    tzinfo,
    bytes[at + 2] >> 7,
    UNCHECKED,
  );
}

function date(args: unknown[]): unknown {
  const bytes = args.length === 1 ? payload(args[0], 4) : undefined;
  const value = bytes && dateFrom(bytes, 0);
  if (value !== undefined) return value;
  const [year, month, day] = integers(args, 3, 3);
  return PyDate.of(year, month, day);
}

function time(args: unknown[], context: HookContext): unknown {
  const bytes = args.length === 1 || args.length === 2 ? payload(args[0], 6) : undefined;
  const value = bytes && timeFrom(bytes, 0, zone(args[1]));
  if (value !== undefined) return value;
  const [hour, minute, second, microsecond] = integers(args, 0, 4);
  return PyTime.of(hour, minute, second, microsecond, zone(args[4] ?? context.kwargs?.get('tzinfo')), fold(context));
}

function datetime(args: unknown[], context: HookContext): unknown {
  const bytes = args.length === 1 || args.length === 2 ? payload(args[0], 10) : undefined;
  const value = bytes && datetimeFrom(bytes, 0, zone(args[1]));
  if (value !== undefined) return value;
  const [year, month, day, hour, minute, second, microsecond] = integers(args, 3, 7);
  const tzinfo = zone(args[7] ?? context.kwargs?.get('tzinfo'));
  return PyDateTime.of(year, month, day, hour, minute, second, microsecond, tzinfo, fold(context));
}

/** Three bytes, most significant first. */
function microseconds(bytes: Uint8Array, at: number): number {
  return bytes[at] * 65536 + bytes[at + 1] * 256 + bytes[at + 2];
}

function fold(context: HookContext): number {
  return integers([context.kwargs?.get('fold') ?? 0], 1, 1)[0];
}

/**
 * The first `max` arguments, `min` of which must be there, as numbers; a bigint is out of every range and becomes an
 * unsafe number, which the range checks refuse.
 */
function integers(args: unknown[], min: number, max: number): number[] {
  if (args.length < min) fail(`${min} arguments expected`);
  return args.slice(0, max).map((argument) => Number(needed(asInteger(argument), 'int')));
}

/** A tzinfo: None, a zone of this package, or the object of a class that only the pickle or the caller knows. */
function zone(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  // Containers, text and the other classes of this module certainly are none.
  const other =
    typeof value !== 'object' || asItems(value) !== undefined || 'toDate' in value || 'totalSeconds' in value;
  if (other || value instanceof PyTime || ArrayBuffer.isView(value)) fail('tzinfo expected');
  return value;
}

/**
 * Microseconds in days, seconds, microseconds, milliseconds, minutes, hours, weeks: the order of timedelta's arguments.
 */
const UNITS = [86_400_000_000, 1_000_000, 1, 1_000, 60_000_000, 3_600_000_000, 604_800_000_000];

/** Sums exactly for ints; fractions of floats are gathered apart and rounded once, half to even (`delta_new`). */
function timedelta(args: unknown[]): unknown {
  if (args.length <= 3 && args.every((argument) => Number.isSafeInteger(argument))) {
    const [days = 0, seconds = 0, rest = 0] = args as number[];
    return new PyTimeDelta(days, seconds, rest);
  }
  let total = 0n;
  let leftover = 0;
  args.forEach((argument, index) => {
    const unit = UNITS[index];
    const integer = asBigInt(argument);
    if (integer !== undefined) {
      total += integer * BigInt(unit);
      return;
    }
    const number = needed(asNumber(argument), 'number');
    if (!Number.isFinite(number)) fail('finite float expected');
    const whole = Math.trunc(number);
    total += BigInt(whole) * BigInt(unit);
    const part = (number - whole) * unit;
    total += BigInt(Math.trunc(part));
    leftover += part - Math.trunc(part);
  });
  // Half way between two integers the sum is made even.
  const odd = Number(total & 1n);
  const half = Math.abs(Math.round(leftover) - leftover) === 0.5;
  total += BigInt(half ? 2 * Math.round((leftover + odd) / 2) - odd : Math.round(leftover));
  return new PyTimeDelta(0, 0, total);
}

/** `timezone(offset[, name])`. */
function timezone(args: unknown[]): unknown {
  const [offset, name] = args;
  if (!(offset instanceof PyTimeDelta) || (args.length === 2 && typeof name !== 'string'))
    fail('timedelta and str expected');
  return new PyTimeZone(offset, name as string | undefined);
}
