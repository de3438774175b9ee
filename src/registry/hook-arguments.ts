/**
 * Reading a hook's arguments in either value model: what is a Python tuple may be an Array or a `Tuple`, a dict may be
 * an object, a Map or a `Dict`. `undefined` means "not of that kind", never an exception.
 */

import { InternalError, isPickleErrorOrLimit, LimitError, PickleError, UnpicklingError } from '../base/index.js';
import { fault } from '../format/index.js';
import { MAX_KEYS, setInMap } from '../model/index.js';
import { FAULT_DIGITS, FAULT_LIMIT_KEYS } from '../shared/faults.js';
import { KIND_OBJECT } from '../shared/kinds.js';
import {
  ByteString,
  type ClassHooks,
  checkKey,
  Dict,
  ExtensionCode,
  Float,
  FrozenSet,
  type HookContext,
  ItemSequence,
  isPlainObject,
  keysOf,
  PersistentId,
  PyCall,
  PyGlobal,
  PyObject,
  PySet,
  setOwn,
  Tuple,
  type ValueModel,
  valuesOf,
} from '../values/index.js';
import type { Registry } from './registry.js';

/** Digits of an int in text, as CPython's `sys.get_int_max_str_digits()`. */
export const MAX_TEXT_DIGITS = 4300;

/** Refuses the call: `define` adds the class, the engine the offset and the opcode. */
export function fail(message: string): never {
  throw new UnpicklingError(message);
}

/** What one of the functions below found; refuses when it found nothing. `type`: what Python calls what is needed. */
export function needed<T>(value: T | undefined, type: string): T {
  return value === undefined ? fail(`${type} expected`) : value;
}

/** How a hook makes a value. */
export type Construct = (args: unknown[], context: HookContext) => unknown;

/**
 * Registers a class that this package knows, called with `min` to `max` arguments. A call that cannot be made because
 * an argument is itself inert data stays an inert call: only Python could tell. Other refusals end the load, also those
 * of value classes, which throw a plain `PickleError`. Unless `hooks` say otherwise, BUILD is refused.
 * @param isUnknown which arguments are inert data; a function that takes classes does not count those
 */
export function define(
  registry: Registry,
  module: string,
  name: string,
  [min, max]: readonly [min: number, max: number],
  construct: Construct,
  hooks: ClassHooks = {},
  isUnknown: (value: unknown) => boolean = isInert,
): void {
  const setState = hooks.setState ?? refuseState;
  const what = `${module}.${name}`;
  registry.add(module, name, {
    ...hooks,
    fresh: true,
    construct(args, context) {
      try {
        arity(args, min, max);
        return construct(args, context);
      } catch (error) {
        if (error instanceof PickleError && !(error instanceof LimitError) && args.some(isUnknown))
          return inertCall(args, context);
        throw refusal(error, what);
      }
    },
    setState(self, state, context) {
      try {
        setState(self, state, context);
      } catch (error) {
        throw refusal(error, what);
      }
    },
  });
}

/**
 * The error with the name of the class in front; what a class of the package throws that is no `PickleError` is a fault
 * of the package.
 */
function refusal(error: unknown, what: string): unknown {
  if (!(error instanceof PickleError)) return isPickleErrorOrLimit(error) ? error : new InternalError(error);
  const result = error instanceof UnpicklingError ? error : new UnpicklingError(error.message, { cause: error });
  result.message = `${what}: ${result.message}`;
  return result;
}

/** Refuses a call with fewer than `min` or more than `max` arguments. */
export function arity(args: readonly unknown[], min: number, max: number): void {
  if (args.length < min || args.length > max) fail(`${min} to ${max} arguments expected, got ${args.length}`);
}

/** The call kept as data, for arguments that only Python could evaluate. */
export function inertCall(args: unknown[], context: HookContext): PyCall | PyObject {
  return context.how === 'new' ? new PyObject(context.global, args) : new PyCall(context.global, args);
}

const INERT = [PyObject, PyCall, PyGlobal, PersistentId, ExtensionCode];

/** Data that stands for a Python object nobody registered. */
export function isInert(value: unknown): boolean {
  return INERT.some((Class) => value instanceof Class);
}

/** The contents of a bytes, bytearray or PickleBuffer object, not copied. */
export function asBytes(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  return value instanceof ByteString ? value.data : undefined;
}

/** An int or a bool: a number when it is a safe integer, else a bigint. Natural values cannot tell `1.0` from `1`. */
export function asInteger(value: unknown): number | bigint | undefined {
  if (typeof value === 'boolean') return +value;
  return typeof value === 'bigint' || Number.isSafeInteger(value) ? (value as number | bigint) : undefined;
}

/** An int as a bigint. */
export function asBigInt(value: unknown): bigint | undefined {
  const integer = asInteger(value);
  return integer === undefined ? undefined : BigInt(integer);
}

/** An int within `min` and `max`, both included; undefined for anything else. */
export function asSmallInteger(value: unknown, min: number, max: number): number | undefined {
  const integer = asInteger(value);
  return typeof integer === 'number' && integer >= min && integer <= max ? integer : undefined;
}

/** An int, bool or float as a double; a huge int becomes the nearest double or an infinity. */
export function asNumber(value: unknown): number | undefined {
  if (value instanceof Float) return value.value;
  return ['number', 'bigint', 'boolean'].includes(typeof value) ? Number(value) : undefined;
}

/**
 * The int in ASCII digits, perhaps with a sign in front and underscores between them. @throws LimitError beyond
 * `limits.digits`
 */
export function textToInteger(text: string, { digits: limit }: HookContext): bigint {
  const digits = text.replaceAll('_', '');
  if (digits.replace(/[+-]/, '').length > limit) throw fault(FAULT_DIGITS, limit);
  return BigInt(digits);
}

/** How many items `asItems` would give, or `asEntries`; 0 for anything else. */
function countOf(value: unknown): number {
  const { size, length } = (asSequence(value) ?? asBytes(value) ?? value ?? '') as { size?: unknown; length?: unknown };
  if (typeof size === 'number') return size;
  return typeof length === 'number' ? length : isPlainObject(value) ? Object.keys(value).length : 0;
}

/** Charges a copy of the items in `value`, at `each` bytes; one is for bytes. Returns `value`. @throws LimitError */
export function charged<T>(value: T, context: HookContext, each = 8): T {
  const count = countOf(value);
  context.charge(count * each, each > 1 ? count : 0);
  return value;
}

/** The items of a list or tuple, not copied. */
export function asSequence(value: unknown): unknown[] | undefined {
  if (Array.isArray(value)) return value;
  return value instanceof Tuple ? value.items : undefined;
}

/**
 * What Python's `iter(value)` runs over, for the types this package knows: items, dict keys, characters, byte values.
 */
export function asItems(value: unknown): Iterable<unknown> | undefined {
  const sequence = asSequence(value);
  if (sequence !== undefined) return sequence;
  if (value instanceof PySet || value instanceof FrozenSet || value instanceof Set || value instanceof ItemSequence)
    return value;
  if (typeof value === 'string') return value;
  const bytes = asBytes(value);
  if (bytes !== undefined) return bytes;
  if (value instanceof Dict || value instanceof Map) return value.keys();
  return isPlainObject(value) ? Object.keys(value) : undefined;
}

/** The entries of a dict in order. */
export function asEntries(value: unknown): Iterable<[unknown, unknown]> | undefined {
  if (value instanceof Dict || value instanceof Map) return value.entries();
  return isPlainObject(value) ? Object.entries(value) : undefined;
}

/** Keys and values of a dict, side by side, not to be changed; undefined when `value` is none. */
export function asColumns(value: unknown): readonly [keys: readonly unknown[], values: readonly unknown[]] | undefined {
  if (value instanceof Dict) return [keysOf(value), valuesOf(value)];
  if (value instanceof Map) return [[...value.keys()], [...value.values()]];
  return isPlainObject(value) ? [Object.keys(value), Object.values(value)] : undefined;
}

/** The pairs that Python's `dict(value)` takes: a dict, or an iterable of two-item sequences. */
export function asPairs(value: unknown): Iterable<[unknown, unknown]> | undefined {
  const entries = asEntries(value);
  if (entries !== undefined) return entries;
  const items = asSequence(value);
  if (items === undefined) return undefined;
  const pairs: [unknown, unknown][] = [];
  for (const item of items) {
    const pair = asSequence(item);
    if (pair === undefined || pair.length !== 2) fail('dict of pairs expected');
    pairs.push([checkKey(pair[0]), pair[1]]);
  }
  return pairs;
}

/**
 * The entries that BUILD puts into an instance: `state` is the `__dict__`, or a pair of it and the slots (PEP 307);
 * either may be
 * None. Refuses other states as CPython does.
 */
export function stateEntries(state: unknown): [unknown, unknown][] {
  const parts = asSequence(state);
  if (parts !== undefined && parts.length !== 2) fail('dict expected');
  const entries: [unknown, unknown][] = [];
  for (const part of parts ?? [state]) {
    if (part !== null) for (const entry of asEntries(part) ?? fail('dict expected')) entries.push(entry);
  }
  return entries;
}

/**
 * Dicts that `mergeAttributes` made, no values of the pickle, so that the next BUILD may put more into them: how many
 * entries it has put in.
 */
const merged = /*#__PURE__*/ new WeakMap<object, number>();

/**
 * The attributes `before` with those of `state` set, as a dict of the model; what BUILD does to an object's `__dict__`.
 * Takes time for what is set, not for what was there.
 */
export function mergeAttributes(before: unknown, state: unknown, model: ValueModel): unknown {
  if (before === undefined && asEntries(state) !== undefined) return state;
  const entries = stateEntries(state);
  const count = merged.get(before as object);
  if (count === undefined || (isPlainObject(before) && !entries.every(([key]) => typeof key === 'string'))) {
    before = model.dict([...(asEntries(before) ?? []), ...entries]);
  } else {
    if (isPlainObject(before) && count > MAX_KEYS) throw fault(FAULT_LIMIT_KEYS, MAX_KEYS);
    for (const [key, value] of entries) {
      if (before instanceof Map) setInMap(before, key, value, KIND_OBJECT);
      else if (before instanceof Dict) before.set(key, value);
      else setOwn(before as object, key as string, value);
    }
  }
  merged.set(before as object, (count ?? 0) + entries.length);
  return before;
}

/** `setState` of a class whose instances have no `__dict__`: Python refuses any state but None. */
export function refuseState(_self: unknown, state: unknown): void {
  if (state !== null) fail('no state expected');
}

/**
 * Python's `str.isspace` of a character: JavaScript's white space without U+FEFF, with the separators 1C to 1F and NEL.
 */
function isSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code < 0x80) return code === 32 || (code > 8 && code < 14) || (code > 27 && code < 32);
  return code === 0x85 || (code !== 0xfeff && text[at].trim() === '');
}

/**
 * Digits of any script as ASCII, white space around dropped, as Python's number parsers read text. Undefined when a
 * character beyond ASCII is no decimal digit.
 */
export function asciiNumber(text: string): string | undefined {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text, start)) start++;
  while (end > start && isSpace(text, end - 1)) end--;
  const trimmed = text.slice(start, end);
  if (!/[^ -~]/.test(trimmed)) return trimmed;
  // Found once for each character: the text may be long.
  const values = new Map<string, number>();
  let ascii = '';
  for (const character of trimmed) {
    const code = character.codePointAt(0) as number;
    if (code < 0x80) {
      ascii += character;
      continue;
    }
    let value = values.get(character);
    if (value === undefined) {
      if (!/\p{Nd}/u.test(character)) return undefined;
      value = digitValue(code);
      values.set(character, value);
    }
    ascii += value;
  }
  return ascii;
}

/**
 * Unicode encodes decimal digits in runs of ten that begin with zero; only the mathematical ones have runs side by
 * side.
 */
function digitValue(code: number): number {
  if (code >= 0x1d7ce && code <= 0x1d7ff) return (code - 0x1d7ce) % 10;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++;
  return value;
}
