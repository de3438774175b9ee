/** `datetime`: the byte layouts of CPython's `_datetime` module, and the constructors with numbers. */
import { ByteArray, Bytes } from '../types/bytes.js';
import { PyDate, PyDateTime, PyTime, PyTimeDelta, PyTimeZone } from '../types/datetime.js';
import { Dict } from '../types/dict.js';
import { FrozenSet, PySet } from '../types/set.js';
import { Tuple } from '../types/tuple.js';
import { arity, asBigInt, asBytes, asInteger, asNumber, fail, knownClass, refuseState } from './arguments.js';
import type { HookContext, Registry } from './registry.js';

/** Registers the classes of `datetime`. */
export function registerDatetime(registry: Registry): void {
  const add = (name: string, construct: (args: unknown[], context: HookContext) => unknown) =>
    registry.add('datetime', name, knownClass({ construct, setState: refuseState }));
  add('date', date);
  add('time', time);
  add('datetime', datetime);
  add('timedelta', timedelta);
  add('timezone', timezone);
}

/**
 * The payload of a pickled value, when the first argument is one: bytes, or a str that Python 2 wrote (read as Latin-1).
 * Undefined when it is neither or has another length: then the arguments are numbers.
 */
function payload(value: unknown, length: number): Uint8Array | undefined {
  const bytes = asBytes(value);
  if (bytes !== undefined) return bytes.length === length ? bytes : undefined;
  if (typeof value !== 'string' || value.length !== length) return undefined;
  return Uint8Array.from(value, (character) => {
    const code = character.charCodeAt(0);
    return code <= 0xff ? code : fail("Failed to encode latin1 string when unpickling a date or time. encoding: 'latin1' is assumed");
  });
}

/** Like CPython, checks the month alone: what follows it is taken as it is. */
function isMonth(byte: number): boolean {
  return byte >= 1 && byte <= 12;
}

function date(args: unknown[]): unknown {
  if (args.length === 1) {
    const bytes = payload(args[0], 4);
    if (bytes !== undefined && isMonth(bytes[2])) return new PyDate(bytes[0] * 256 + bytes[1], bytes[2], bytes[3]);
  }
  arity(args, 'date', 3, 3);
  const [year, month, day] = integers(args, 'date');
  return PyDate.of(year, month, day);
}

function time(args: unknown[], context: HookContext): unknown {
  if (args.length === 1 || args.length === 2) {
    const bytes = payload(args[0], 6);
    if (bytes !== undefined && (bytes[0] & 0x7f) < 24) {
      return new PyTime(bytes[0] & 0x7f, bytes[1], bytes[2], microseconds(bytes, 3), zone(args[1], 'bad tzinfo state arg'), bytes[0] >> 7);
    }
  }
  arity(args, 'time', 0, 5);
  const [hour = 0, minute = 0, second = 0, microsecond = 0] = integers(args.slice(0, 4), 'time');
  return PyTime.of(hour, minute, second, microsecond, zone(args[4] ?? context.kwargs?.get('tzinfo')), fold(context));
}

function datetime(args: unknown[], context: HookContext): unknown {
  if (args.length === 1 || args.length === 2) {
    const bytes = payload(args[0], 10);
    if (bytes !== undefined && isMonth(bytes[2] & 0x7f)) {
      const [high, low, month, day, hour, minute, second] = bytes;
      const tzinfo = zone(args[1], 'bad tzinfo state arg');
      return new PyDateTime(high * 256 + low, month & 0x7f, day, hour, minute, second, microseconds(bytes, 7), tzinfo, month >> 7);
    }
  }
  arity(args, 'datetime', 3, 8);
  const [year, month, day, hour = 0, minute = 0, second = 0, microsecond = 0] = integers(args.slice(0, 7), 'datetime');
  const tzinfo = zone(args[7] ?? context.kwargs?.get('tzinfo'));
  return PyDateTime.of(year, month, day, hour, minute, second, microsecond, tzinfo, fold(context));
}

/** Three bytes, most significant first. */
function microseconds(bytes: Uint8Array, at: number): number {
  return bytes[at] * 65536 + bytes[at + 1] * 256 + bytes[at + 2];
}

function fold(context: HookContext): number {
  return integers([context.kwargs?.get('fold') ?? 0], 'fold')[0];
}

/** Integers as numbers; a bigint is out of every range and becomes an unsafe number, which the range checks refuse. */
function integers(args: unknown[], what: string): number[] {
  return args.map((argument) => Number(asInteger(argument) ?? fail(`${what}: an integer is required`)));
}

/** A tzinfo: None, a zone of this package, or the object of a class that only the pickle or the caller knows. */
function zone(value: unknown, message = 'tzinfo argument must be None or of a tzinfo subclass'): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'object' || isPlainData(value)) fail(message);
  return value;
}

/** Values that certainly are no tzinfo. */
function isPlainData(value: object): boolean {
  return (
    Array.isArray(value) ||
    ArrayBuffer.isView(value) ||
    value instanceof Map ||
    value instanceof Set ||
    value instanceof Tuple ||
    value instanceof Dict ||
    value instanceof PySet ||
    value instanceof FrozenSet ||
    value instanceof Bytes ||
    value instanceof ByteArray ||
    value instanceof PyDate ||
    value instanceof PyTime ||
    value instanceof PyDateTime ||
    value instanceof PyTimeDelta
  );
}

/** Microseconds in days, seconds, microseconds, milliseconds, minutes, hours, weeks: the order of timedelta's arguments. */
const UNITS = [86_400_000_000, 1_000_000, 1, 1_000, 60_000_000, 3_600_000_000, 604_800_000_000];

/** Sums exactly for ints; fractions of floats are gathered apart and rounded once, half to even (`delta_new`). */
function timedelta(args: unknown[]): unknown {
  arity(args, 'timedelta', 0, UNITS.length);
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
    const number = asNumber(argument) ?? fail('timedelta: a number is required');
    if (!Number.isFinite(number)) fail('timedelta: cannot convert float infinity or NaN to integer');
    const whole = Math.trunc(number);
    total += BigInt(whole) * BigInt(unit);
    const part = (number - whole) * unit;
    total += BigInt(Math.trunc(part));
    leftover += part - Math.trunc(part);
  });
  if (leftover !== 0) {
    let whole = Math.round(leftover);
    if (Math.abs(whole - leftover) === 0.5) {
      // Half way: the sum is made even.
      const odd = (total & 1n) === 1n ? 1 : 0;
      whole = 2 * Math.round((leftover + odd) * 0.5) - odd;
    }
    total += BigInt(whole);
  }
  return new PyTimeDelta(0, 0, total);
}

/** `timezone(offset[, name])`. */
function timezone(args: unknown[]): unknown {
  arity(args, 'timezone', 1, 2);
  const [offset, name] = args;
  if (!(offset instanceof PyTimeDelta)) fail('timezone() argument 1 must be datetime.timedelta');
  if (args.length === 2 && typeof name !== 'string') fail('timezone() argument 2 must be str');
  return new PyTimeZone(offset, name as string | undefined);
}
