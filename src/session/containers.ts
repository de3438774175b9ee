/**
 * Questions about values of either model that the session asks: what they are, what is in them, what they are called.
 */
import { UnpicklingError } from '../base/index.js';
import { fault } from '../format/index.js';
import { addToSet } from '../model/index.js';
import { asEntries, isInert, Registry } from '../registry/index.js';
import { FAULT_UNHASHABLE } from '../shared/faults.js';
import { KIND_OBJECT, KIND_TUPLE, KIND_TUPLE_UNHASHABLE } from '../shared/kinds.js';
import { type ClassHooks, type Dict, PyCall, PyGlobal, PyObject, type PySet, Tuple } from '../values/index.js';
import { isObjectKind, isUnhashable, KIND_FOREIGN } from './value-kinds.js';

/** What `findClass` returned, as a meaning of the name. */
export function asGlobal(module: string, name: string, found: unknown): unknown {
  if (found instanceof PyGlobal) return found;
  if (typeof found === 'function') {
    // A `class` has a prototype that cannot be reassigned; a plain function is something to call.
    const registry = new Registry(null);
    const prototype = Object.getOwnPropertyDescriptor(found, 'prototype');
    if (prototype !== undefined && prototype.writable === false)
      registry.addClass(module, name, found as new () => object);
    else registry.addFunction(module, name, found as () => unknown);
    return registry.lookup(module, name);
  }
  return isHooks(found) ? new PyGlobal(module, name, found) : found;
}

function isHooks(value: unknown): value is ClassHooks {
  if (typeof value !== 'object' || value === null) return false;
  const hooks = value as Record<string, unknown>;
  return ['construct', 'setState', 'append', 'extend', 'setItem', 'add'].some(
    (name) => typeof hooks[name] === 'function',
  );
}

/** Data that may stand for anything, a tuple or a dict too: inert values, and names nobody registered. */
export function onlyPythonKnows(value: unknown): boolean {
  return isInert(value) && !(value instanceof PyGlobal && PyGlobal.hooksOf(value) !== undefined);
}

/** Items of an argument tuple, or undefined when it is none. An Array that was there before is a list. */
export function tupleItems(value: unknown, kind: number): unknown[] | undefined {
  if (value instanceof Tuple) return value.items as unknown[];
  return (kind === KIND_TUPLE || kind === KIND_TUPLE_UNHASHABLE || kind > KIND_FOREIGN + 1) && Array.isArray(value)
    ? value
    : undefined;
}

/** The keyword arguments in a dict of either model; undefined when it is none, or has a key that is not str. */
export function keywords(kwargs: unknown): Map<string, unknown> | undefined {
  const entries = asEntries(kwargs);
  if (entries === undefined) return undefined;
  const result = new Map<string, unknown>();
  for (const [key, value] of entries) {
    if (typeof key !== 'string') return undefined;
    result.set(key, value);
  }
  return result;
}

/** `list[index] = value` as Python does it. */
export function setInList(list: unknown[], key: unknown, value: unknown): void {
  const index = typeof key === 'boolean' || typeof key === 'bigint' ? Number(key) : key;
  if (typeof index !== 'number' || !Number.isInteger(index)) throw new UnpicklingError('list indices must be integers');
  const at = index < 0 ? index + list.length : index;
  if (at < 0 || at >= list.length) throw new UnpicklingError('list assignment index out of range');
  list[at] = value;
}

/** `dict[key] = value` for keys and values in turn. `keyKinds`: of `pairs`, index by index. */
export function setInDict(
  dict: Dict<unknown, unknown>,
  pairs: unknown[],
  keyKinds: ArrayLike<number> | undefined,
): void {
  checkHashable(pairs, keyKinds, 2);
  for (let i = 0; i < pairs.length; i += 2) dict.set(pairs[i], pairs[i + 1]);
}

/** @throws UnpicklingError for an item, of every `step`, that Python could not hash */
export function checkHashable(items: unknown[], kinds: ArrayLike<number> | undefined, step = 1): void {
  if (kinds === undefined) return;
  for (let i = 0; i < items.length; i += step) {
    if (isUnhashable(kinds[i])) throw fault(FAULT_UNHASHABLE, typeName(kinds[i], items[i]));
  }
}

/** `set.update(items)` in the exact model. */
export function addInExact(set: PySet, items: unknown[], kinds: ArrayLike<number> | undefined): void {
  checkHashable(items, kinds);
  for (const item of items) set.add(item);
}

/** `set.update(items)` in the natural model. */
export function addInNatural(set: Set<unknown>, items: unknown[], kinds: ArrayLike<number> | undefined): void {
  checkHashable(items, kinds);
  for (let i = 0; i < items.length; i++) addToSet(set, items[i], kinds === undefined ? KIND_OBJECT : kinds[i]);
}

/** By kind. */
const TYPE_NAMES = 'NoneType bool int float str bytes tuple frozenset type object tuple list dict set bytearray';

/** Python's name of a value's type, for messages. */
export function typeName(kind: number, value: unknown): string {
  // A tuple is unhashable because of what is in it.
  if (kind === KIND_TUPLE_UNHASHABLE) return 'tuple (with an unhashable item)';
  if (isObjectKind(kind) && Array.isArray(value))
    return 'tuple (with an item that may be unhashable: exact: true tells)';
  // Engines have further kinds for dicts in special states.
  if (!isObjectKind(kind)) return TYPE_NAMES.split(' ')[kind] ?? 'dict';
  if (value instanceof PyObject || value instanceof PyCall)
    return value.name === '' ? 'object' : `${value.module}.${value.name}`;
  if (value === null) return 'NoneType';
  return typeof value === 'object' ? (value.constructor?.name ?? 'object') : typeof value;
}

/** A value as error messages name it. */
export function describe(value: unknown, kind: number = KIND_OBJECT): string {
  return `'${typeName(kind, value)}' object`;
}
