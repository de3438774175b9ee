/** Values as JSON text, made piece by piece and without recursion. */
import { BOUND, COUNT, checkOptions, FUNCTION, type OptionKinds, PickleError } from '../base/index.js';
import {
  Counter,
  DefaultDict,
  NDArray,
  NumPyScalar,
  OrderedDict,
  printerOf,
  SimpleNamespace,
} from '../families/index.js';
import { repr } from '../repr/index.js';
import {
  ByteArray,
  Bytes,
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
  REPR,
  Tuple,
} from '../values/index.js';
import { inertParts } from './inert-parts.js';

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

/** Options of `toJSONText` and `jsonPieces`. */
export interface JSONTextOptions {
  /** Blanks per level; 0, the default, writes one line. */
  indent?: number;
  /** Called for each number that is written as null: NaN and the infinities, which JSON does not have. */
  onNull?: () => void;
  /**
   * Characters of text at most; more is a PickleError. A value of a few hundred bytes may hold its parts more often than
   * memory has room for. Default: as many as a string can have for `toJSONText`, any number for `jsonPieces`.
   */
  maxLength?: number;
}

const OPTIONS = { indent: COUNT, onNull: FUNCTION, maxLength: BOUND } satisfies OptionKinds<JSONTextOptions>;

/** Longest text that is put together; in V8 a string holds no more. */
const MAX_TEXT = 2 ** 29 - 32;

/**
 * The value as JSON text, as `pickle-wasm json` prints it; docs/cli.md has the table. Meant for values of `loads(…, {
 * exact: true })`, and right for natural ones, too: other than `JSON.stringify` it knows Map, Set and bigint (all
 * digits), writes instances that nobody registered as `{"__class__": …}` with their attributes, those of your own
 * classes as their fields (or what their `toJSON` gives), and does not recurse. Characters that cannot be seen are
 * escaped.
 * @throws PickleError when the value contains itself, or the text is longer than `maxLength`
 */
export function toJSONText(value: unknown, options: JSONTextOptions = {}): string {
  checkOptions(options, OPTIONS);
  const maxLength = Math.min(options.maxLength ?? MAX_TEXT, MAX_TEXT);
  return [...jsonPieces(value, { ...options, maxLength })].join('');
}

/**
 * The text of `toJSONText` in pieces of some 64 K characters, so that it need not be in memory as a whole.
 * @throws PickleError while the pieces are taken
 */
export function jsonPieces(value: unknown, options: JSONTextOptions = {}): Generator<string> {
  checkOptions(options, OPTIONS);
  return new JsonWriter(options).write(value);
}

/** Writes a value as JSON. */
class JsonWriter {
  readonly #indent: number;
  readonly #colon: string;
  readonly #onNull: (() => void) | undefined;
  readonly #maxLength: number;

  constructor({ indent, onNull, maxLength }: JSONTextOptions) {
    this.#indent = indent ?? 0;
    this.#colon = this.#indent > 0 ? ': ' : ':';
    this.#onNull = onNull;
    this.#maxLength = maxLength ?? Number.POSITIVE_INFINITY;
  }

  /**
   * The text in pieces.
   * @throws PickleError when the value contains itself, or the text is too long
   */
  *write(root: unknown): Generator<string> {
    const stack: Frame[] = [];
    const open = new Set<object>();
    let text = this.#begin(root, stack, open);
    let before = 0;
    while (stack.length > 0) {
      const frame = stack[stack.length - 1];
      const next = frame.members.next();
      this.#check(before + text.length);
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
        before += text.length;
        this.#check(before);
        yield text;
        text = '';
      }
    }
    this.#check(before + text.length);
    yield text;
  }

  #check(length: number): void {
    if (length <= this.#maxLength) return;
    throw new PickleError(
      `the JSON text is longer than ${this.#maxLength} characters; raise the option maxLength to see it all`,
    );
  }

  #line(depth: number): string {
    return this.#indent === 0 ? '' : `\n${' '.repeat(this.#indent * depth)}`;
  }

  /** The text of a value without parts, or the bracket of one whose parts are put on the stack. */
  #begin(value: unknown, stack: Frame[], open: Set<object>): string {
    let shown = value;
    // What stands for another value may be such a value itself, as a UserDict's dict is; each is a new object, so this
    // ends.
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
    if (value instanceof Bytes || value instanceof ByteArray || value instanceof PickleBuffer)
      return base64(value.data);
    return value instanceof Uint8Array ? base64(value) : undefined;
  }

  /** JavaScript's text, which JSON takes for all finite numbers; an integral float keeps its point, as in Python. */
  #number(value: number, isFloat: boolean): string {
    if (Number.isFinite(value)) {
      const text = String(value);
      if (!isFloat && !Object.is(value, -0)) return text;
      return Number.isInteger(value) && !text.includes('e') ? `${Object.is(value, -0) ? '-0' : text}.0` : text;
    }
    this.#onNull?.();
    return 'null';
  }
}

/** Arrays and objects as JSON has them; undefined for values that something else stands for. */
function structureOf(value: object): Structure | undefined {
  if (Array.isArray(value)) return array(value);
  if (value instanceof Tuple) return array(value.items);
  if (value instanceof PySet || value instanceof FrozenSet) return array(value.values());
  const holder = holderName(value);
  if (holder !== undefined) return object(holderMembers(value as Holder, holder));
  if (value instanceof Dict) return object(keyed(value));
  if (value instanceof Set) return array(value);
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
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return array(value as unknown as Iterable<unknown>);
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || isForeign(value)
    ? object(Object.entries(value))
    : undefined;
}

/** True for instances of classes that are not the package's, and that do not say themselves what their JSON is. */
function isForeign(value: object): boolean {
  const { toJSON, [REPR]: own } = value as { toJSON?: unknown; [REPR]?: unknown };
  return typeof toJSON !== 'function' && typeof own !== 'function' && printerOf(value) === undefined;
}

/**
 * What stands for a value of a class: a number for NumPy's, else what the class itself gives JSON, else Python's repr.
 */
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

/** A container of Python's that has attributes beside its items. */
type Holder = Dict & { attributes: unknown };

/** The class of a dict with attributes of its own, as PyTorch's state dicts are: they would be lost among the items. */
function holderName(value: object): string | undefined {
  if ((value as Partial<Holder>).attributes === undefined) return undefined;
  if (value instanceof OrderedDict) return 'collections.OrderedDict';
  if (value instanceof DefaultDict) return 'collections.defaultdict';
  return value instanceof Counter ? 'collections.Counter' : undefined;
}

function* holderMembers(value: Holder, name: string): Generator<readonly [string, unknown]> {
  yield ['__class__', name];
  yield ['__entries__', new Map(value)];
  yield ['__dict__', value.attributes];
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

/**
 * Keys as Python's json.dumps writes them, and as their repr where it refuses them or two would be the same: then with
 * a number, counted for each text, so that a thousand NaN take a thousand steps.
 */
function* keyed(entries: Iterable<readonly [unknown, unknown]>): Generator<readonly [string, unknown]> {
  let names: Set<string> | undefined;
  const counts = new Map<string, number>();
  for (const [key, value] of entries) {
    if (typeof key === 'string') {
      yield [key, value];
      continue;
    }
    // Rare: only now it is worth while to look which names the dict has.
    names ??= stringKeys(entries);
    const text = keyText(key);
    let name = text;
    if (names.has(name)) name = `${text} (${repr(key)})`;
    for (let count = counts.get(text) ?? 2; names.has(name); count++) {
      name = `${text} (${count})`;
      counts.set(text, count + 1);
    }
    names.add(name);
    yield [name, value];
  }
}

function stringKeys(entries: Iterable<readonly [unknown, unknown]>): Set<string> {
  const names = new Set<string>();
  for (const [key] of entries) if (typeof key === 'string') names.add(key);
  return names;
}

function keyText(key: unknown): string {
  return key === null || typeof key === 'boolean' ? String(key) : repr(key);
}

/** What Node, Bun and Deno encode faster with. */
interface NodeBuffer {
  from(buffer: ArrayBufferLike, offset: number, length: number): { toString(encoding: 'base64'): string };
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Bytes that are encoded at a time; a multiple of 3. */
const BASE64_CHUNK = 6144;

function base64(data: Uint8Array): string {
  const { Buffer } = globalThis as { Buffer?: NodeBuffer };
  if (Buffer !== undefined) return `"${Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64')}"`;
  let text = '"';
  for (let start = 0; start < data.length; start += BASE64_CHUNK) {
    const end = Math.min(start + BASE64_CHUNK, data.length);
    let piece = '';
    for (let at = start; at < end; at += 3) {
      const bits = (data[at] << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0);
      piece += BASE64[bits >> 18] + BASE64[(bits >> 12) & 63];
      piece += at + 1 < end ? BASE64[(bits >> 6) & 63] : '=';
      piece += at + 2 < end ? BASE64[bits & 63] : '=';
    }
    text += piece;
  }
  return `${text}"`;
}

const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]/u;
const UNSEEN_ALL = /[\p{C}\p{Zl}\p{Zp}]/gu;

/**
 * Control characters from DEL on, bidi controls, zero-width characters and the like are escaped as well: JSON allows
 * them, terminals obey them.
 */
function jsonString(text: string): string {
  const json = JSON.stringify(text);
  return UNSEEN.test(json) ? json.replaceAll(UNSEEN_ALL, escapeUnits) : json;
}

function escapeUnits(character: string): string {
  let escapes = '';
  for (let i = 0; i < character.length; i++) escapes += `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
  return escapes;
}
