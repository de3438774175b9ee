/**
 * Keys of Maps and items of Sets, in Python's terms. JavaScript takes anything there, Python what it can hash: so an
 * Array can only be a tuple, and a Set a frozenset, as the natural value model reads them.
 */
import { PicklingError } from '../../base/index.js';
import { NDArray } from '../../families/index.js';
import { REDUCE, type Reducible } from '../../registry/index.js';
import { ByteArray, Dict, FrozenSet, PySet, Tuple } from '../../values/index.js';
import { describeValue } from '../path.js';

/** Tuples in tuples; Python's own limit on recursion, which hashing them meets, is lower. */
const MAX_DEPTH = 500;

/**
 * The tuples and frozensets of one pickle by the Arrays and Sets that they are written for: what is shared stays
 * shared.
 */
export type KeyForms = Map<object, Tuple | FrozenSet>;

/** What a key or set item is written as. @throws PicklingError for what Python cannot hash */
export function hashable(value: unknown, forms: KeyForms, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || (value as Partial<Reducible>)[REDUCE] !== undefined) return value;
  const isArray = Array.isArray(value);
  if (isArray || value instanceof Set) {
    const known = forms.get(value);
    if (known !== undefined) return known;
    if (depth > MAX_DEPTH)
      throw new PicklingError(`a key is nested more than ${MAX_DEPTH} levels deep, or contains itself`);
    const items = Array.from(value, (item) => hashable(item, forms, depth + 1));
    const form = isArray ? new Tuple(items) : new FrozenSet(items);
    forms.set(value, form);
    return form;
  }
  const prototype = Object.getPrototypeOf(value);
  const isPlain = prototype === Object.prototype || prototype === null;
  if (isPlain || UNHASHABLE.some((Class) => value instanceof Class)) {
    throw new PicklingError(`${describeValue(value)} is a key or set item, and Python cannot hash it`);
  }
  return value;
}

const UNHASHABLE = [Map, Dict, PySet, ByteArray, NDArray];
