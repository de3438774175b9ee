/**
 * The graph under a value as a flat list of texts, in preorder, so that two graphs are equal exactly when their lists
 * are. test/vectors/typed.py writes the same list from what CPython's unpickler makes of a pickle.
 *
 * ```
 * N T F                    None, True, False
 * i<decimal> f<repr>       int, float as Python prints them           s<text> b<hex>   str, bytes
 * S<hex> <hex> …           the code points of a str that UTF-16 cannot hold
 * (<n> [<n> <<n> $<n>      tuple, list, set, frozenset of n items: the items follow
 * {<n>                     dict of n entries: key, value, key, value … follow, in order
 * B<hex>                   bytearray
 * @<k>                     the k-th object with identity again: sharing and cycles
 * g<module> <name>         a class or function              x<code>    an extension code
 * p                        a persistent id: its id follows  v<repr>    complex, range, slice, Ellipsis, NotImplemented
 * o<form> <n> [args] [kwargs] [items=<n>] [entries=<n>] [states=<n>] [setter]
 *                          an inert instance or (form `call`) an inert call: class, n arguments or (`args`) inert data instead of them, keywords, items, entries, states
 *                          and state setter follow
 * ```
 * Numbered in order of first visit: lists, dicts, sets, bytearrays, inert objects, and tuples and frozensets that are
 * not empty.
 *
 * With `natural` the list says what the natural value model keeps: tuples are lists, frozensets sets, bytearrays bytes,
 * ints that are safe are numbers (`n<text>`), and a dict whose keys are all str is an object (`O<n>`, integer-like keys
 * first). An exact value and the natural value of one pickle have the same natural list. Empty lists have no number
 * there: an empty tuple is one of them.
 */
import {
  ByteArray,
  Bytes,
  Complex,
  Dict,
  Ellipsis,
  ExtensionCode,
  Float,
  FrozenSet,
  NotImplemented,
  PersistentId,
  PickleBuffer,
  PyCall,
  PyGlobal,
  PyObject,
  PySet,
  Range,
  repr,
  Slice,
  Str,
  Tuple,
} from '../../src/index.js';

export interface TokenOptions {
  /** What the natural value model keeps of the graph. Default false. */
  natural?: boolean;
}

/** The graph under `value`, see above. Iterative: depth does not matter. */
export function tokens(value: unknown, options: TokenOptions = {}): string[] {
  const natural = options.natural ?? false;
  const out: string[] = [];
  const numbers = new Map<object, number>();
  const todo: unknown[] = [value];
  const push = (values: readonly unknown[]): void => {
    for (let i = values.length - 1; i >= 0; i--) todo.push(values[i]);
  };
  while (todo.length > 0) {
    const next = todo.pop();
    if (typeof next !== 'object' || next === null) {
      out.push(scalar(next, natural));
      continue;
    }
    const plain = flat(next, natural, push);
    if (plain !== undefined) {
      out.push(plain);
      continue;
    }
    const known = numbers.get(next);
    if (known !== undefined) {
      out.push(`@${known}`);
      continue;
    }
    numbers.set(next, numbers.size);
    out.push(next instanceof PyObject || next instanceof PyCall ? inert(next, push) : container(next, natural, push));
  }
  return out;
}

function scalar(value: unknown, natural: boolean): string {
  switch (typeof value) {
    case 'boolean':
      return value ? 'T' : 'F';
    case 'bigint':
      return `i${value}`;
    case 'number':
      if (natural) return Object.is(value, -0) ? 'n-0' : `n${value}`;
      return Number.isInteger(value) && !Object.is(value, -0) ? `i${value}` : `f${repr(value)}`;
    case 'string':
      return `s${value}`;
    case 'undefined':
      return 'undefined';
    default:
      return value === null ? 'N' : `?${typeof value}`;
  }
}

/** Objects whose identity says nothing; undefined for the others. */
function flat(value: object, natural: boolean, push: (values: unknown[]) => void): string | undefined {
  if (value instanceof Float) return natural ? scalar(value.value, true) : `f${repr(value)}`;
  if (value instanceof Str)
    return natural ? `s${value}` : `S${value.codePoints.map((code) => code.toString(16)).join(' ')}`;
  if (value instanceof Bytes) return `b${hexOf(value.data)}`;
  if (value instanceof PickleBuffer && (natural || value.readonly)) return `b${hexOf(value.data)}`;
  if (natural && value instanceof ByteArray) return `b${hexOf(value.data)}`;
  if (natural && value instanceof Uint8Array) return `b${hexOf(value)}`;
  if (value instanceof PyGlobal) return `g${value.module} ${value.name}`;
  if (value instanceof ExtensionCode) return `x${value.code}`;
  if (value instanceof PersistentId) {
    push([value.id]);
    return 'p';
  }
  if (value === Ellipsis || value === NotImplemented) return `v${repr(value)}`;
  if (value instanceof Complex || value instanceof Range || value instanceof Slice) return `v${repr(value)}`;
  if (value instanceof Tuple && value.length === 0) return natural ? '[0' : '(0';
  if (value instanceof FrozenSet && value.size === 0) return natural ? '<0' : '$0';
  if (natural && Array.isArray(value) && value.length === 0) return '[0';
  if (natural && (value instanceof Set || value instanceof PySet) && value.size === 0) return '<0';
  return undefined;
}

function container(value: object, natural: boolean, push: (values: unknown[]) => void): string {
  if (value instanceof Tuple) {
    push(value.items);
    return `${natural ? '[' : '('}${value.length}`;
  }
  if (Array.isArray(value)) {
    push(value);
    return `[${value.length}`;
  }
  if (value instanceof PySet || value instanceof FrozenSet || value instanceof Set) {
    const items = [...(value as Iterable<unknown>)];
    push(items);
    return `${value instanceof FrozenSet && !natural ? '$' : '<'}${items.length}`;
  }
  if (value.constructor === Dict || value instanceof Map) {
    const entries = [...(value as Iterable<[unknown, unknown]>)];
    return natural && entries.every(([key]) => typeof key === 'string')
      ? record(entries as [string, unknown][], push)
      : table(entries, push);
  }
  if (value instanceof ByteArray || value instanceof PickleBuffer) return `B${hexOf(value.data)}`;
  if (natural && Object.getPrototypeOf(value) === Object.prototype) return record(Object.entries(value), push);
  // Values of other families: their repr and their class say enough.
  return `v${value.constructor.name} ${repr(value)}`;
}

function table(entries: [unknown, unknown][], push: (values: unknown[]) => void): string {
  push(entries.flat(1));
  return `{${entries.length}`;
}

/** Entries in the order that the properties of an object have. */
function record(entries: [string, unknown][], push: (values: unknown[]) => void): string {
  const object = Object.create(null) as Record<string, unknown>;
  for (const [key, value] of entries) object[key] = value;
  push(Object.entries(object).flat(1));
  return `O${entries.length}`;
}

function inert(value: PyObject | PyCall, push: (values: unknown[]) => void): string {
  const parts: unknown[] = [value instanceof PyObject ? value.cls : value.callee, ...value.args];
  let head = `o${value instanceof PyObject ? value.form : 'call'} ${value.args.length}`;
  if (value.argsValue !== undefined) {
    head += ' args';
    parts.push(value.argsValue);
  }
  if (value instanceof PyObject && value.kwargs !== undefined) {
    head += ' kwargs';
    parts.push(value.kwargs);
  }
  if (value.items !== undefined) {
    head += ` items=${value.items.length}`;
    for (const item of value.items) parts.push(item);
  }
  if (value.entries !== undefined) {
    head += ` entries=${value.entries.length}`;
    for (const entry of value.entries) parts.push(entry[0], entry[1]);
  }
  const states = value.state === undefined ? [] : [value.state, ...(value.moreStates ?? [])];
  if (states.length > 0) {
    head += ` states=${states.length}`;
    parts.push(...states);
  }
  if (value.stateSetter !== undefined) {
    head += ' setter';
    parts.push(value.stateSetter);
  }
  push(parts);
  return head;
}

function hexOf(data: Uint8Array): string {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('hex');
}
