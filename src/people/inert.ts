/** What an inert instance is to its reader: the value that its class is a subclass of, items, and fields. */
import { Dict, isPlainObject, type PyCall, PyGlobal, PyObject, Tuple } from '../values/index.js';

/**
 * The str, int, float or bytes that an instance of a subclass of these was made of; the object itself for others. From
 * protocol 2 on nothing in the pickle says that a class is a subclass of str: one such argument of `__new__` tells.
 */
export function baseOf(object: PyObject): unknown {
  const { args, form } = object;
  const value = form === 'reconstructor' ? args[1] : args.length === 1 ? args[0] : undefined;
  const isBase =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' || value instanceof Uint8Array;
  return isBase ? value : object;
}

/** Arguments that say something: not those with which protocols 0 and 1 make any instance. */
export function argumentsOf(object: PyObject | PyCall): readonly unknown[] {
  if (!(object instanceof PyObject) || object.form !== 'reconstructor') return object.args;
  const [base, state] = object.args;
  if (!(base instanceof PyGlobal) || base.module !== 'builtins') return object.args;
  if (base.name === 'object') return [];
  return base.name === 'tuple' ? itemsOf(state) : [state];
}

function itemsOf(value: unknown): readonly unknown[] {
  return value instanceof Tuple ? value.items : Array.isArray(value) ? value : [value];
}

/** The fields: of a `__dict__`, or of a pair of it and slots; undefined for a state of another kind. */
export function fieldsOf(state: unknown): Record<string, unknown> | undefined {
  const parts = state instanceof Tuple ? state.items : Array.isArray(state) ? state : [state];
  const isPair = parts.length === 2 && parts.every((part) => part === null || isDict(part));
  if (!isPair && !(parts.length === 1 && isDict(state))) return undefined;
  return Object.fromEntries(
    parts.flatMap((part) =>
      part === null ? [] : [...(isPlainObject(part) ? Object.entries(part) : (part as Iterable<[unknown, unknown]>))],
    ),
  );
}

function isDict(value: unknown): boolean {
  return isPlainObject(value) || value instanceof Map || value instanceof Dict;
}

/** What an inert object holds: the items or entries of a subclass of list or dict, else fields, else arguments. */
export function contentOf(value: PyObject | PyCall): unknown {
  const { items, entries, state } = value;
  if (entries !== undefined)
    return entries.every(([key]) => typeof key === 'string') ? Object.fromEntries(entries) : entries;
  if (items !== undefined) return items;
  const args = argumentsOf(value);
  // Protocols 0 and 1 give a subclass of list or dict its contents as an argument.
  if (value instanceof PyObject && value.form === 'reconstructor' && typeof args[0] === 'object') return args[0];
  const fields = fieldsOf(state);
  if (fields !== undefined && Object.keys(fields).length > 0) return fields;
  if (args.length > 0) return args.length === 1 ? args[0] : args;
  return state ?? (value instanceof PyObject ? {} : []);
}
