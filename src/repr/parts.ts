/**
 * Text or parts of every value: JavaScript's values and Python's built-ins; other classes of this package are in
 * `values/`.
 */

import { printerOf } from '../families/index.js';
import { byteArrayRepr, bytesRepr, complexRepr, floatRepr, numberRepr, splitTextRepr, strRepr } from '../text/index.js';
import {
  ByteString,
  Bytes,
  Complex,
  Dict,
  ExtensionCode,
  Float,
  FrozenSet,
  PersistentId,
  PickleBuffer,
  PyCall,
  PyGlobal,
  PyObject,
  PySet,
  Range,
  REPR,
  REPR_CYCLE,
  type Representable,
  type ReprPart,
  Singleton,
  Slice,
  Str,
  Tuple,
} from '../values/index.js';
import { callableParts, extensionText, globalParts, objectParts, persistentParts } from './inert.js';

/** Items between brackets, separated by commas: the common case, without the cost of an iterator. */
export class Sequence {
  readonly open: string;
  readonly items: readonly unknown[];
  readonly close: string;
  constructor(open: string, items: readonly unknown[], close: string) {
    this.open = open;
    this.items = items;
    this.close = close;
  }
}

/** What a text is made from. */
export type Parts = Sequence | Iterable<ReprPart>;

/** The whole text, or the parts it is made of. */
export function reprOf(value: unknown): string | Parts {
  switch (typeof value) {
    case 'string':
      return strRepr(value);
    case 'number':
      return numberRepr(value);
    case 'bigint':
      return value.toString();
    case 'boolean':
      return value ? 'True' : 'False';
    case 'object':
      return value === null ? 'None' : objectRepr(value);
    case 'function':
      return named(value.name, 'function');
    default:
      return `<${String(value)}>`;
  }
}

/** What stands for a container inside itself. */
export function cycleOf(value: object): string {
  if (Array.isArray(value)) return '[...]';
  const own = (value as Partial<Representable>)[REPR_CYCLE];
  if (own !== undefined) return own;
  if (Object.getPrototypeOf(value) === Dict.prototype) return '{...}';
  const printer = printerOf(value);
  if (printer !== undefined) return printer.cycle;
  if (value instanceof Tuple) return '(...)';
  if (value instanceof PySet || value instanceof Set) return 'set(...)';
  if (value instanceof FrozenSet) return 'frozenset(...)';
  return value instanceof Map || isPlainObject(value) ? '{...}' : '...';
}

function objectRepr(value: object): string | Parts {
  if (Array.isArray(value)) return new Sequence('[', value, ']');
  const method = (value as Partial<Representable>)[REPR];
  if (typeof method === 'function') return method.call(value);
  const printer = printerOf(value);
  if (printer !== undefined) return printer.print(value as never);
  if (value instanceof Tuple) return new Sequence('(', value.items, value.length === 1 ? ',)' : ')');
  if (value instanceof Float) return floatRepr(value.value);
  if (value instanceof Str) return splitTextRepr(value);
  if (value instanceof Bytes) return bytesRepr(value.data);
  if (value instanceof Uint8Array) return bytesRepr(value);
  if (value instanceof PickleBuffer && value.readonly) return bytesRepr(value.data);
  if (value instanceof ByteString) return byteArrayRepr(value.data);
  if (value instanceof PySet || value instanceof Set)
    return value.size === 0 ? 'set()' : new Sequence('{', [...value], '}');
  if (value instanceof FrozenSet)
    return value.size === 0 ? 'frozenset()' : new Sequence('frozenset({', [...value], '})');
  if (value instanceof Map) return mapping(value);
  if (isPlainObject(value)) return mapping(ownEntries(value));
  return numericRepr(value) ?? inertRepr(value) ?? named(value.constructor?.name, 'object');
}

function numericRepr(value: object): string | Parts | undefined {
  if (value instanceof Complex) return complexRepr(value.real, value.imag);
  if (value instanceof Range) {
    const step = Number(value.step) === 1 ? '' : `, ${value.step}`;
    return `range(${value.start}, ${value.stop}${step})`;
  }
  if (value instanceof Slice) return new Sequence('slice(', [value.start, value.stop, value.step], ')');
  return value instanceof Singleton ? value.name : undefined;
}

function inertRepr(value: object): string | Parts | undefined {
  if (value instanceof PyGlobal) return globalParts(value);
  if (value instanceof PyObject) return objectParts(value);
  if (value instanceof PyCall) return callableParts(value);
  if (value instanceof PersistentId) return persistentParts(value);
  return value instanceof ExtensionCode ? extensionText(value) : undefined;
}

function* mapping(entries: Iterable<readonly [unknown, unknown]>): Generator<ReprPart> {
  yield '{';
  let first = true;
  for (const [key, value] of entries) {
    if (!first) yield ', ';
    first = false;
    yield { value: key };
    yield ': ';
    yield { value };
  }
  yield '}';
}

function* ownEntries(object: object): Generator<[string, unknown]> {
  for (const key of Object.keys(object)) yield [key, (object as Record<string, unknown>)[key]];
}

function isPlainObject(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function named(name: string | undefined, what: string): string {
  return name ? `<${name} ${what}>` : `<${what}>`;
}
