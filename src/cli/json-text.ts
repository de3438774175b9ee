/** Values as JSON text, made piece by piece and without recursion. */
import {
  ByteArray,
  Bytes,
  Dict,
  ExtensionCode,
  Float,
  FrozenSet,
  NDArray,
  NumPyScalar,
  PersistentId,
  PickleError,
  PyCall,
  PyGlobal,
  PyObject,
  PySet,
  repr,
  SimpleNamespace,
  Tuple,
} from '../index.js';
import { inertParts } from './inert.js';

/** Characters of text that are made at a time. */
const PIECE = 1 << 16;

/** Members of an object, or items of an array with no key. */
type Members = Iterator<readonly [key: string | undefined, value: unknown]>;

interface Frame {
  readonly owner: object;
  readonly members: Members;
  readonly close: ']' | '}';
  empty: boolean;
}

/** A value that is written in another one's place: an array or an object. */
class Structure {
  readonly close: ']' | '}';
  readonly members: Members;
  constructor(close: ']' | '}', members: Members) {
    this.close = close;
    this.members = members;
  }
}

/** Options of `JsonWriter`. */
export interface JsonOptions {
  /** Blanks per level; 0 writes one line. */
  indent: number;
}

/** Writes values as JSON. */
export class JsonWriter {
  readonly #indent: number;
  readonly #colon: string;
  /** Numbers written as null so far: NaN and infinities, which JSON does not have. */
  nulls = 0;

  constructor(options: JsonOptions) {
    this.#indent = options.indent;
    this.#colon = options.indent > 0 ? ': ' : ':';
  }

  /**
   * The text in pieces, a line feed at its end.
   * @throws PickleError when the value contains itself
   */
  *write(root: unknown): Generator<string> {
    const stack: Frame[] = [];
    const open = new Set<object>();
    let text = this.#begin(root, stack, open);
    while (stack.length > 0) {
      const frame = stack[stack.length - 1];
      const next = frame.members.next();
      if (next.done) {
        stack.pop();
        open.delete(frame.owner);
        text += frame.empty ? frame.close : `${this.#line(stack.length)}${frame.close}`;
        continue;
      }
      const [key, value] = next.value;
      if (frame.empty) frame.empty = false;
      else text += ',';
      text += this.#line(stack.length);
      if (key !== undefined) text += `${jsonString(key)}${this.#colon}`;
      text += this.#begin(value, stack, open);
      if (text.length >= PIECE) {
        yield text;
        text = '';
      }
    }
    yield `${text}\n`;
  }

  #line(depth: number): string {
    return this.#indent === 0 ? '' : `\n${' '.repeat(this.#indent * depth)}`;
  }

  /** The text of a value without parts, or the bracket of one whose parts are put on the stack. */
  #begin(value: unknown, stack: Frame[], open: Set<object>): string {
    let shown = value;
    // What stands for another value may be such a value itself, as a UserDict's dict is; each is a new object, so this ends.
    for (let step = 0; step < 100; step++) {
      const text = this.#scalar(shown);
      if (text !== undefined) return text;
      const structure = structureOf(shown as object);
      if (structure !== undefined) {
        const owner = value as object;
        if (open.has(owner)) throw new PickleError('the value contains itself: JSON cannot say that (show can)');
        open.add(owner);
        stack.push({ owner, members: structure.members, close: structure.close, empty: true });
        return structure.close === ']' ? '[' : '{';
      }
      shown = substitute(shown as object);
    }
    return jsonString(repr(value));
  }

  #scalar(value: unknown): string | undefined {
    switch (typeof value) {
      case 'string':
        return jsonString(value);
      case 'number':
        return this.#number(value, false);
      case 'bigint':
        return value.toString();
      case 'boolean':
        return String(value);
      case 'object':
        break;
      default:
        return 'null';
    }
    if (value === null) return 'null';
    if (value instanceof Float) return this.#number(value.value, true);
    if (value instanceof Bytes || value instanceof ByteArray) return base64(value.data);
    return value instanceof Uint8Array ? base64(value) : undefined;
  }

  /** JavaScript's text, which JSON takes for all finite numbers; an integral float keeps its point, as in Python. */
  #number(value: number, isFloat: boolean): string {
    if (Number.isFinite(value)) {
      const text = String(value);
      if (!isFloat && !Object.is(value, -0)) return text;
      return Number.isInteger(value) && !text.includes('e') ? `${Object.is(value, -0) ? '-0' : text}.0` : text;
    }
    this.nulls++;
    return 'null';
  }
}

/** Arrays and objects as JSON has them; undefined for values that something else stands for. */
function structureOf(value: object): Structure | undefined {
  if (Array.isArray(value)) return array(value);
  if (value instanceof Tuple) return array(value.items);
  if (value instanceof PySet || value instanceof FrozenSet) return array(value.values());
  if (value instanceof Dict) return object(keyed(value));
  if (value instanceof Map) return object(keyed(value));
  if (value instanceof SimpleNamespace) return object(keyed(value.attributes));
  if (value instanceof NDArray)
    return object([
      ['dtype', value.dtype.name],
      ['shape', value.shape],
      ['data', arrayData(value)],
    ]);
  if (value instanceof PyObject || value instanceof PyCall) return object(inertMembers(value));
  if (value instanceof PyGlobal) return object([['__global__', value.toString()]]);
  if (value instanceof PersistentId) return object([['__persistent_id__', value.id]]);
  if (value instanceof ExtensionCode) return object([['__extension__', value.code]]);
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null ? object(Object.entries(value)) : undefined;
}

/** What stands for a value of a class: a number for NumPy's, else what the class itself gives JSON, else Python's repr. */
function substitute(value: object): unknown {
  if (value instanceof NumPyScalar) {
    const { dtype, value: item } = value;
    if (dtype.kind === 'f' && typeof item === 'number') return new Float(item);
    if (item instanceof Uint8Array || 'iu'.includes(dtype.kind)) return item;
  }
  const { toJSON } = value as { toJSON?: () => unknown };
  return typeof toJSON === 'function' ? toJSON.call(value) : repr(value);
}

/** Integers as numbers, also where the class's own JSON gives text. */
function arrayData(array: NDArray): unknown {
  return 'iu'.includes(array.dtype.kind) ? array.toArray() : array.toJSON().data;
}

/** `{"__class__": …, attributes}`, and under names of the same kind what else the pickle gave. */
function* inertMembers(value: PyObject | PyCall): Generator<readonly [string, unknown]> {
  const { args, argsValue, kwargs, attributes = [], states, items, entries, stateSetter } = inertParts(value);
  const callee = value instanceof PyObject ? value.cls : value.callee;
  yield [value instanceof PyObject ? '__class__' : '__call__', callee instanceof PyGlobal ? callee.toString() : callee];
  if (args.length > 0) yield ['__args__', args];
  if (argsValue !== undefined) yield ['__args__', argsValue];
  if (kwargs !== undefined) yield ['__kwargs__', kwargs];
  if (items !== undefined) yield ['__items__', items];
  if (entries !== undefined) yield ['__entries__', new Map(entries)];
  if (stateSetter !== undefined) yield ['__state_setter__', stateSetter];
  if (states.length > 0) yield ['__state__', states.length === 1 ? states[0] : states];
  if (attributes.some(([name]) => RESERVED.has(name))) yield ['__dict__', new Map(attributes)];
  else yield* attributes;
}

const RESERVED: ReadonlySet<string> = new Set([
  '__class__',
  '__call__',
  '__args__',
  '__kwargs__',
  '__items__',
  '__entries__',
  '__state__',
  '__state_setter__',
  '__dict__',
]);

function array(items: Iterable<unknown>): Structure {
  return new Structure(']', withoutKeys(items));
}

function object(members: Iterable<readonly [string, unknown]>): Structure {
  return new Structure('}', members[Symbol.iterator]());
}

function* withoutKeys(items: Iterable<unknown>): Generator<readonly [undefined, unknown]> {
  for (const item of items) yield [undefined, item];
}

/** Keys as Python's json.dumps writes them, and as their repr where it refuses them or two would be the same. */
function* keyed(entries: Iterable<readonly [unknown, unknown]>): Generator<readonly [string, unknown]> {
  let names: Set<string> | undefined;
  for (const [key, value] of entries) {
    if (typeof key === 'string' && names === undefined) {
      yield [key, value];
      continue;
    }
    // Rare: only now it is worth while to look which names the dict has.
    names ??= new Set([...entries].flatMap(([other]) => (typeof other === 'string' ? [other] : [])));
    if (typeof key === 'string') {
      yield [key, value];
      continue;
    }
    let name = keyText(key);
    while (names.has(name)) name = `${name} (${repr(key)})`;
    names.add(name);
    yield [name, value];
  }
}

function keyText(key: unknown): string {
  return key === null || typeof key === 'boolean' ? String(key) : repr(key);
}

function base64(data: Uint8Array): string {
  return `"${Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64')}"`;
}

const C1 = /[\u007f-\u009f]/;
const C1_ALL = /[\u007f-\u009f]/g;

/** DEL and the C1 control characters are escaped as well: JSON allows them, terminals obey them. */
function jsonString(text: string): string {
  const json = JSON.stringify(text);
  return C1.test(json) ? json.replaceAll(C1_ALL, (character) => `\\u00${character.charCodeAt(0).toString(16)}`) : json;
}
