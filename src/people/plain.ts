/** Values as plain data: what `structuredClone`, `postMessage` and every library take. */
import { PickleError } from '../base/index.js';
import { isPlainNumber, NDArray } from '../families/index.js';
import {
  ByteString,
  Dict,
  FrozenSet,
  isPlainObject,
  PyCall,
  PyGlobal,
  PyObject,
  PySet,
  setOwn,
  Tuple,
} from '../values/index.js';
import { contentOf } from './inert.js';

/** Classes within classes that one value is unwrapped from. */
const MAX_WRAPPERS = 100;

type Container = unknown[] | Record<string, unknown> | Map<unknown, unknown> | Set<unknown>;

/**
 * `value` with nothing in it but what `structuredClone` and `postMessage` take: numbers, text, bigints, booleans, null,
 * Arrays, plain objects, Maps, Sets, Dates and views of memory, which are not copied. Tuples are Arrays, dicts are
 * objects where every key is a str and Maps elsewhere, instances are their fields, and other value classes are what they
 * are in JSON (a Decimal or datetime its text), arrays of numbers `{ dtype, shape, data }` with a typed array. What comes twice comes twice in the result, cycles included.
 *
 * @throws PickleError for a function, a symbol, or a value that has no plain form
 */
export function toPlain(value: unknown): unknown {
  const done = new Map<object, unknown>();
  /** Containers that are still to be filled: what they are made of, and themselves. */
  const open: [source: Container, copy: Container][] = [];
  const convert = (item: unknown): unknown => {
    if (!isObject(item)) return primitive(item);
    const known = done.get(item);
    if (known !== undefined) return known;
    const source = unwrapped(item);
    if (!isObject(source)) return primitive(source);
    // Another wrapper of it may have come before.
    const copy = done.get(source) ?? emptyLike(source);
    if (copy !== source && !done.has(source)) open.push([source as Container, copy as Container]);
    done.set(source, copy);
    done.set(item, copy);
    return copy;
  };
  const result = convert(value);
  for (let next = open.pop(); next !== undefined; next = open.pop()) fill(...next, convert);
  return result;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function primitive(value: unknown): unknown {
  if (typeof value === 'function' || typeof value === 'symbol')
    throw new PickleError(`a ${typeof value} has no plain form`);
  return value;
}

/** What a value class stands for: a primitive, a view of memory, an Array, a plain object, a Map or a Set. */
function unwrapped(value: object): unknown {
  let plain: unknown = value;
  for (let i = 0; i < MAX_WRAPPERS; i++) {
    if (!isObject(plain) || isBare(plain)) return plain;
    plain = inside(plain);
  }
  throw new PickleError(`${value.constructor.name} has no plain form`);
}

function isBare(value: object): boolean {
  return (
    Array.isArray(value) ||
    isPlainObject(value) ||
    value instanceof Map ||
    value instanceof Set ||
    value instanceof Date ||
    value instanceof ArrayBuffer ||
    ArrayBuffer.isView(value)
  );
}

function inside(value: object): unknown {
  if (value instanceof Tuple) return value.items;
  if (value instanceof Dict) return [...value.keys()].every(isText) ? value.toObject() : value.toMap();
  if (value instanceof PySet || value instanceof FrozenSet) return value.toSet();
  if (value instanceof ByteString) return value.data;
  if (value instanceof PyGlobal) return String(value);
  if (value instanceof PyObject || value instanceof PyCall) return contentOf(value);
  if (value instanceof NDArray) {
    const { dtype, shape, items, order } = value;
    const isNumbers = items === undefined && order === 'C' && isPlainNumber(dtype);
    return { dtype: dtype.name, shape: [...shape], data: isNumbers ? value.data : value.toArray() };
  }
  const { toJSON } = value as { toJSON?: unknown };
  return typeof toJSON === 'function' ? toJSON.call(value) : { ...value };
}

function isText(key: unknown): boolean {
  return typeof key === 'string';
}

function emptyLike(source: object): object {
  if (Array.isArray(source)) return [];
  if (source instanceof Map) return new Map();
  if (source instanceof Set) return new Set();
  return isPlainObject(source) ? {} : source;
}

function fill(source: Container, copy: Container, convert: (item: unknown) => unknown): void {
  if (Array.isArray(source)) for (const item of source) (copy as unknown[]).push(convert(item));
  else if (source instanceof Map)
    for (const [key, item] of source) (copy as Map<unknown, unknown>).set(convert(key), convert(item));
  else if (source instanceof Set) for (const item of source) (copy as Set<unknown>).add(convert(item));
  else for (const key of Object.keys(source)) setOwn(copy as Record<string, unknown>, key, convert(source[key]));
}
