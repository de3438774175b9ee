/**
 * Python's `hash()` and `==` over values of this package: `1 == 1.0 == True == 1n`, tuples and frozensets by value,
 * whatever has no equality of its own by identity. NaN equals itself here, as the same NaN object does inside Python's
 * containers; as a key of a dict or set it never equals another.
 *
 * Both are iterative and take time linear in the number of distinct objects: hashes of compound values are kept, and
 * pairs once compared are not compared again.
 */
import { LimitError } from '../base/index.js';
import { sameBytes } from './bytes.js';
import { isPlainObject } from './check.js';
import {
  addPart,
  hashBigInt,
  hashBytes,
  hashNone,
  hashNumber,
  hashParts,
  hashText,
  integerKey,
  LONG,
  unhashable,
} from './hash.js';
import { isOther } from './notes.js';
import { EQUALS, HASH, type HashResult, KEY, type ValueObject } from './protocol.js';
import { Tuple } from './tuple.js';

/** What `tableKey` answers for a value that is looked up by its hash. */
export const BY_HASH: unique symbol = /*#__PURE__*/ Symbol('by hash') as never;

/** Hashes of compound values and bytes, other than tuples, which keep their own. */
const keptHashes = /*#__PURE__*/ new WeakMap<object, number>();
/** From a value that cannot change to one found equal: what was compared once is not compared again. */
const equals = /*#__PURE__*/ new WeakMap<object, object>();
/** A Map or Set holds 2^24 objects in V8. */
const MAX_OBJECTS = 16_000_000;

const nextIdentity = { value: 1 };

/**
 * Python's `hash(value)` as an integer of at most 53 bits; equal values have equal hashes, within one process.
 * @throws UnpicklingError "unhashable type: …" for lists (Array), dicts, sets, bytearrays, and what contains them.
 */
export function pyHash(value: unknown): number {
  return hashValue(value, false);
}

/**
 * `pyHash` for the natural value model: Arrays hash as tuples, a Set may be a frozenset and equals itself alone.
 * @internal
 */
export function naturalHash(value: unknown): number {
  return hashValue(value, true);
}

/**
 * Python's `a == b`: also lists, dicts and sets of the exact model compare by value; Map, Set and plain objects of the
 * natural model by identity. Cyclic values are equal when no difference can be found.
 */
export function pyEquals(a: unknown, b: unknown): boolean {
  const first = compare(a, b);
  if (typeof first === 'boolean') return first;
  return comparePairs(first);
}

/**
 * The key under which a JavaScript Map finds what Python's dict would: equal numbers of all types become one number if
 * one is exact, strings and null stay, objects that Python compares by identity stay, for other values `BY_HASH`.
 * @throws UnpicklingError for values that are never hashable
 */
export function tableKey(key: unknown): unknown {
  switch (typeof key) {
    case 'boolean':
      return key ? 1 : 0;
    case 'bigint': {
      // V8 hashes a bigint by its last 64 bits, and without a seed.
      const same = integerKey(key);
      return typeof same === 'number' ? same : BY_HASH;
    }
    case 'object':
      return key === null ? null : objectKey(key);
    default:
      return key;
  }
}

function objectKey(key: object): unknown {
  if (key instanceof Tuple || Array.isArray(key) || key instanceof Uint8Array || key instanceof Set) return BY_HASH;
  const equal = keyOf(key);
  if (equal !== key) return tableKey(equal);
  if (typeof (key as ValueObject)[HASH] === 'function') return BY_HASH;
  refuseUnhashable(key);
  return key;
}

/** What stands for `value` when it is compared or hashed; `value` itself when it does not say. */
function keyOf(value: unknown): unknown {
  const method = (value as ValueObject | null | undefined)?.[KEY];
  return typeof method === 'function' ? method.call(value) : value;
}

/**
 * Values that Python refuses as keys without their saying so, and what they are: instances of the caller's classes,
 * calls.
 */
const refused = /*#__PURE__*/ new WeakMap<object, string>();

/** Says that Python refuses `value` as a key. `type`: its type, for the message. @internal */
export function refuseAsKey(value: unknown, type: string): void {
  if (isObject(value)) refused.set(value, type);
}

/** Tuples and the like that `checkKey` walked: a pickle can name one very often. */
const keys = /*#__PURE__*/ new WeakSet<object>();

/**
 * Throws as Python does unless it takes `value` as a key. An Array or Set counts as a list or set unless a load noted
 * that it is none (`noteOther`), bytes as a bytearray where that was noted. @internal
 */
export function checkKey<T>(value: T): T {
  // A text is not hashed: it may be long, and stand in very many places.
  if (!isObject(value)) return value;
  // The loop sees what is added meanwhile, and each object once.
  const parts = new Set<unknown>([value]);
  for (const part of parts) {
    if (!isObject(part) || keys.has(part)) continue;
    const key = keyOf(part);
    if (Array.isArray(part) && !isOther(part)) throw unhashable('list');
    if (part instanceof Set && !isOther(part)) throw unhashable('set');
    if (part instanceof Uint8Array && isOther(part)) throw unhashable('bytearray');
    refuseUnhashable(part);
    if (Array.isArray(part)) for (const item of part) parts.add(item);
    else if (key instanceof Tuple) for (const item of key.items) parts.add(item);
    else if (!(part instanceof Set || part instanceof Uint8Array)) pyHash(part);
  }
  for (const part of parts) if (isObject(part)) keys.add(part);
  return value;
}

/** True when `checkKey` does not throw. @internal */
export function isSafeKey(value: unknown): boolean {
  try {
    checkKey(value);
    return true;
  } catch {
    return false;
  }
}

function refuseUnhashable(value: object): void {
  const type = refused.get(value);
  if (type !== undefined) throw unhashable(type);
  if (value instanceof Map) throw unhashable('dict');
  if (isPlainObject(value)) throw unhashable('dict');
}

/** The hash of an object that equals nothing but itself. @internal */
export function identityHash(value: object): number {
  return keptHashes.get(value) ?? keepHash(value, hashParts([nextIdentity.value++]));
}

function keepHash(value: object, hash: number): number {
  keptHashes.set(value, hash);
  return hash;
}

/** A compound value whose parts are being hashed. */
interface HashFrame {
  readonly owner: object;
  readonly parts: readonly unknown[];
  next: number;
  /** Of the parts before. */
  readonly words: number[];
}

function hashValue(value: unknown, arraysAreTuples: boolean): number {
  const simple = hashShallow(value, arraysAreTuples);
  if (typeof simple === 'number') return simple;
  const stack: HashFrame[] = [];
  let frame = openFrame(value as object, simple);
  // A value inside itself can only be a mutable one that hides its type (an Array of the natural model).
  let open: Set<object> | undefined;
  for (;;) {
    if (frame.next < frame.parts.length) {
      const part = frame.parts[frame.next++];
      const hash = hashShallow(part, arraysAreTuples);
      if (typeof hash === 'number') {
        addPart(frame.words, hash);
      } else {
        open ??= new Set([frame.owner]);
        if (open.has(part as object)) throw unhashable('list');
        if (open.size >= MAX_OBJECTS) throw tooMany();
        stack.push(frame);
        frame = openFrame(part as object, hash);
        open.add(frame.owner);
      }
      continue;
    }
    const done = hashParts(frame.words);
    if (frame.owner instanceof Tuple) Tuple.keepHash(frame.owner, done);
    else keepHash(frame.owner, done);
    open?.delete(frame.owner);
    const outer = stack.pop();
    if (outer === undefined) return done;
    frame = outer;
    addPart(frame.words, done);
  }
}

function tooMany(): LimitError {
  return new LimitError(`more than ${MAX_OBJECTS} containers to compare or hash`);
}

function openFrame(owner: object, parts: readonly unknown[]): HashFrame {
  return { owner, parts, next: 0, words: [] };
}

/** The hash, or the parts whose hashes make it. */
function hashShallow(value: unknown, arraysAreTuples: boolean): HashResult {
  switch (typeof value) {
    case 'string':
      return hashText(value);
    case 'number':
      return hashNumber(value);
    case 'bigint':
      return hashBigInt(value);
    case 'boolean':
      return hashNumber(value ? 1 : 0);
    case 'object':
      return value === null ? hashNone() : hashObject(value, arraysAreTuples);
    case 'function':
      return identityHash(value);
    default:
      return typeof value === 'symbol' ? hashText(String(value)) : hashNone();
  }
}

function hashObject(value: object, arraysAreTuples: boolean): HashResult {
  if (value instanceof Tuple) return Tuple.hashOf(value) ?? value.items;
  const isArray = Array.isArray(value);
  if (isArray && !arraysAreTuples) throw unhashable('list');
  if (value instanceof Set && !arraysAreTuples) throw unhashable('set');
  const kept = keptHashes.get(value);
  if (kept !== undefined) return kept;
  refuseUnhashable(value);
  if (isArray) return value;
  const key = keyOf(value);
  if (key instanceof Tuple) return key.items;
  if (key instanceof Uint8Array) {
    const hash = hashBytes(key);
    // The bytes of an array may be others when it is hashed next, but for one that stands for bytes.
    return key.length >= LONG && (key !== value || arraysAreTuples) ? keepHash(value, hash) : hash;
  }
  if (key !== value) return hashShallow(key, arraysAreTuples);
  const method = (value as ValueObject)[HASH];
  if (typeof method === 'function') {
    const hash = method.call(value);
    return typeof hash === 'number' ? keepHash(value, hash) : hash;
  }
  return identityHash(value);
}

type Pair = readonly [unknown, unknown];

/** Two compound values, and an iterator over the pairs that decide whether they are equal. */
interface Comparison {
  readonly a: unknown;
  readonly b: unknown;
  readonly pairs: Iterator<Pair>;
}

/** Equal, not equal, or equal when the pairs of the comparison are. Flat tuples and lists are decided here. */
function compare(a: unknown, b: unknown): boolean | Comparison {
  if (a === b) return true;
  if (!isObject(a) && !isObject(b)) return comparePrimitives(a, b);
  const keyA = keyOf(a);
  const keyB = keyOf(b);
  if (keyA instanceof Tuple && keyB instanceof Tuple) {
    const hashA = Tuple.hashOf(keyA);
    const hashB = Tuple.hashOf(keyB);
    if (hashA !== undefined && hashB !== undefined && hashA !== hashB) return false;
    return compareItems(a, keyA.items, b, keyB.items);
  }
  if (Array.isArray(a) && Array.isArray(b)) return compareItems(a, a, b, b);
  if (keyA instanceof Uint8Array && keyB instanceof Uint8Array) return sameBytes(keyA, keyB);
  const answer = ask(a, b) || ask(b, a);
  if (answer !== false || (Object.is(keyA, a) && Object.is(keyB, b)) || keyA instanceof Tuple || keyB instanceof Tuple)
    return answer;
  return compare(keyA, keyB);
}

/** Asks `a`, as Python asks the left operand's `__eq__`. */
function ask(a: unknown, b: unknown): boolean | Comparison {
  const method = (a as ValueObject | null | undefined)?.[EQUALS];
  if (typeof method !== 'function') return false;
  const answer = method.call(a, b);
  return typeof answer === 'boolean' ? answer : { a, b, pairs: answer[Symbol.iterator]() as Iterator<Pair> };
}

function comparePrimitives(a: unknown, b: unknown): boolean {
  if (!isNumeric(a) || !isNumeric(b)) return false;
  // biome-ignore lint/suspicious/noDoubleEquals: == compares number, bigint and boolean by mathematical value, exactly
  return a == b || (Number.isNaN(a) && Number.isNaN(b));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isNumeric(value: unknown): boolean {
  return ['number', 'bigint', 'boolean'].includes(typeof value);
}

/** Decides what can be decided without going deeper. */
function compareItems(
  a: unknown,
  itemsA: readonly unknown[],
  b: unknown,
  itemsB: readonly unknown[],
): boolean | Comparison {
  const length = itemsA.length;
  if (length !== itemsB.length) return false;
  let deep = false;
  for (let i = 0; i < length; i++) {
    const x = itemsA[i];
    const y = itemsB[i];
    if (isObject(x) && isObject(y)) deep ||= x !== y;
    else {
      const answer = compare(x, y);
      if (answer === false) return false;
      deep ||= answer !== true;
    }
  }
  return deep ? { a, b, pairs: pairUp(itemsA, itemsB) } : true;
}

function* pairUp(a: readonly unknown[], b: readonly unknown[]): Generator<Pair> {
  for (let i = 0; i < a.length; i++) yield [a[i], b[i]];
}

/**
 * Walks all pairs depth first. Objects assumed equal are joined into classes (Hopcroft and Karp's test for equivalent
 * automata): a pair already in one class needs no second look, so at most as many comparisons are opened as there are
 * objects.
 */
function comparePairs(first: Comparison): boolean {
  const classes = new Map<unknown, unknown>();
  const stack = join(classes, first.a, first.b) ? [first] : [];
  while (stack.length > 0) {
    const next = stack[stack.length - 1].pairs.next();
    if (next.done) {
      stack.pop();
      continue;
    }
    const answer = compare(next.value[0], next.value[1]);
    if (answer === false) return false;
    if (answer !== true && join(classes, answer.a, answer.b)) stack.push(answer);
  }
  for (const [a, b] of classes) if (isFrozen(a) && isFrozen(b)) equals.set(a, b);
  return true;
}

/** True for a value that was hashed, and therefore never changes; an Array still may. */
function isFrozen(value: unknown): value is object {
  if (value instanceof Tuple) return Tuple.hashOf(value) !== undefined;
  return (value as ValueObject)[HASH] !== undefined && keptHashes.has(value as object);
}

/** Joins the classes of `a` and `b`; false when they are one already. */
function join(classes: Map<unknown, unknown>, a: unknown, b: unknown): boolean {
  const rootA = findRoot(classes, a);
  const rootB = findRoot(classes, b);
  if (rootA === rootB) return false;
  if (classes.size >= MAX_OBJECTS) throw tooMany();
  classes.set(rootA, rootB);
  return true;
}

function findRoot(classes: Map<unknown, unknown>, object: unknown): unknown {
  const above = (value: unknown) => classes.get(value) ?? equals.get(value as object);
  let root = object;
  for (let up = above(root); up !== undefined; up = above(root)) {
    const next = above(up);
    // Path halving: without it a chain of joins would make this quadratic.
    if (next !== undefined) classes.set(root, next);
    root = next ?? up;
  }
  return root;
}
