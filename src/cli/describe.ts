/** What the tree shows of one value: a heading, and what is inside. */
import {
  ByteArray,
  Bytes,
  ChainMap,
  Counter,
  DataFrame,
  DefaultDict,
  Deque,
  Dict,
  Float,
  FrozenSet,
  Index,
  inertParts,
  NDArray,
  NumPyScalar,
  OrderedDict,
  PersistentId,
  PickleBuffer,
  PyCall,
  PyException,
  PyGlobal,
  PyObject,
  PySet,
  repr,
  Series,
  SimpleNamespace,
  SparseTensor,
  Tensor,
  Tuple,
  UserDict,
  UserList,
} from '../all.js';
import { arrayValues, boundedRepr, shortRepr } from './array-values.js';
import { ArrayHeader, ArrayList, storageOf } from './arrays.js';
import type { Style } from './style.js';
import { fitted } from './width.js';

/** Characters of a str and bytes of a bytes object that are shown. */
const TEXT_SHOWN = 120;
const BYTES_SHOWN = 32;
/** Digits of an int. */
const DIGITS_SHOWN = 120;
/** A container of plain values is shown on one line up to this length. */
const LINE = 72;
const REPR_SHOWN = 200;

/** Something inside a value: its label with the separator behind it, and the value. */
export type Child = readonly [label: string, value: unknown];

/** A value as it is shown. */
export interface Description {
  heading: string;
  /** What must stay of a line that is cut: how long a text is. */
  note?: string;
  /** Number of children; 0 for what is shown by its heading alone. */
  count: number;
  children(): Iterable<Child>;
}

/** Describes values. */
export class Describer {
  readonly #style: Style;
  readonly #labelWidth: number;

  /** @param labelWidth columns of a key, so that there is room for its value */
  constructor(style: Style, labelWidth: number) {
    this.#style = style;
    this.#labelWidth = labelWidth;
  }

  describe(value: unknown): Description {
    return this.#inline(value) ?? this.#container(value) ?? leaf(...this.#plain(value));
  }

  /** A value that has nothing inside, and a note of how long it is. */
  #plain(value: unknown): [heading: string, note?: string] {
    const { text, number, constant, type, faint } = this.#style;
    switch (typeof value) {
      case 'string':
        if (value.length <= TEXT_SHOWN) return [text(repr(value))];
        return [text(repr(value.slice(0, TEXT_SHOWN))), faint(`… (${value.length} characters)`)];
      case 'number':
        return [number(repr(value))];
      case 'bigint': {
        const digits = value.toString();
        if (digits.length <= DIGITS_SHOWN) return [number(digits)];
        return [number(digits.slice(0, DIGITS_SHOWN)), faint(`… (${digits.length} digits)`)];
      }
      case 'boolean':
        return [constant(repr(value))];
    }
    if (value === null) return [constant('None')];
    if (value instanceof Float || value instanceof NumPyScalar) return [number(shortRepr(value, REPR_SHOWN))];
    if (value instanceof Bytes || value instanceof ByteArray || value instanceof PickleBuffer)
      return this.#bytes(value);
    if (value instanceof PyGlobal) return [type(shortRepr(value, REPR_SHOWN))];
    return [shortRepr(value, REPR_SHOWN)];
  }

  #bytes(value: Bytes | ByteArray | PickleBuffer): [heading: string, note?: string] {
    const { text, faint } = this.#style;
    if (value.length <= BYTES_SHOWN) return [text(repr(value))];
    const start = value.data.subarray(0, BYTES_SHOWN);
    const isBytes = value instanceof Bytes || (value instanceof PickleBuffer && value.readonly);
    return [text(repr(isBytes ? new Bytes(start) : new ByteArray(start))), faint(`… (${value.length} bytes)`)];
  }

  /** Small containers of plain values read best as Python writes them. */
  #inline(value: unknown): Description | undefined {
    const items = inlineItems(value);
    if (items === undefined || !items.every(isShort)) return undefined;
    const whole = boundedRepr(value, LINE);
    if (whole === undefined) return undefined;
    const show = (item: unknown): string => this.#plain(item).join('');
    if (Array.isArray(value)) return leaf(`[${value.map(show).join(', ')}]`);
    if (value instanceof Tuple) return leaf(`(${value.items.map(show).join(', ')}${value.length === 1 ? ',' : ''})`);
    if (value instanceof Dict && value.constructor === Dict) {
      return leaf(`{${[...value].map(([key, item]) => `${this.#style.key(repr(key))}: ${show(item)}`).join(', ')}}`);
    }
    return leaf(whole);
  }

  #container(value: unknown): Description | undefined {
    if (typeof value !== 'object' || value === null) return undefined;
    if (Array.isArray(value)) return this.#sequence('list', value);
    if (value instanceof Tuple) return this.#sequence('tuple', value.items);
    if (value instanceof Dict) return this.#withAttributes(this.#mapping(dictName(value), value.size, value), value);
    if (value instanceof PySet) return this.#set('set', value.size, value.values());
    if (value instanceof FrozenSet) return this.#set('frozenset', value.size, value.values());
    if (value instanceof NDArray) return this.#array(value);
    if (value instanceof Tensor) return this.#tensor(value);
    if (value instanceof SparseTensor) return leaf(value.toString());
    if (value instanceof ArrayHeader)
      return leaf(`${this.#arrayHeading('ndarray', value)}${this.#style.faint(` · ${sizeText(value.size)}`)}`);
    if (value instanceof ArrayList) return this.#arrays(value);
    if (value instanceof DataFrame) return this.#frame(value);
    if (value instanceof Series || value instanceof Index) return this.#labelled(value);
    if (value instanceof PyObject) return this.#inert(value, globalText(value.cls), 'object');
    if (value instanceof PyCall) return this.#inert(value, globalText(value.callee), 'call');
    if (value instanceof Deque)
      return this.#sequence(value.maxlen === null ? 'deque' : `deque(maxlen=${value.maxlen})`, [...value]);
    if (value instanceof UserList)
      return Array.isArray(value.data)
        ? this.#sequence('UserList', value.data)
        : this.#holder('UserList', 'data', value.data);
    if (value instanceof UserDict) {
      return value.data instanceof Dict
        ? this.#mapping('UserDict', value.data.size, value.data)
        : this.#holder('UserDict', 'data', value.data);
    }
    if (value instanceof ChainMap) return this.#sequence('ChainMap', value.maps);
    if (value instanceof SimpleNamespace) return this.#named('SimpleNamespace', [...value.attributes]);
    if (value instanceof PyException) return this.#exception(value);
    if (value instanceof PersistentId) return this.#holder('persistent id', 'id', value.id);
    return undefined;
  }

  #sequence(name: string, items: readonly unknown[]): Description {
    return {
      heading: this.#heading(name, items.length, 'item'),
      count: items.length,
      children: () => this.#indexed(items),
    };
  }

  *#indexed(items: Iterable<unknown>): Generator<Child> {
    let index = 0;
    for (const item of items) yield [`${this.#style.faint(`[${index++}]`)} `, item];
  }

  #set(name: string, count: number, items: Iterable<unknown>): Description {
    return { heading: this.#heading(name, count, 'item'), count, children: () => unlabelled(items) };
  }

  #mapping(name: string, count: number, entries: Iterable<readonly [unknown, unknown]>): Description {
    return { heading: this.#heading(name, count, 'item'), count, children: () => this.#entries(entries) };
  }

  /** The attributes that a dict of a class of its own has beside its items, as PyTorch's state dicts have. */
  #withAttributes(description: Description, { attributes }: Dict & { attributes?: unknown }): Description {
    if (attributes === undefined) return description;
    const named =
      attributes instanceof Dict || attributes instanceof Map ? [...attributes] : [['attributes', attributes] as const];
    const children = named.map(([key, value]): Child => [this.#attribute(key), value]);
    return {
      heading: `${description.heading}${this.#style.faint(`, ${children.length} attribute${children.length === 1 ? '' : 's'}`)}`,
      count: description.count + children.length,
      *children() {
        yield* children;
        yield* description.children();
      },
    };
  }

  *#entries(entries: Iterable<readonly [unknown, unknown]>): Generator<Child> {
    for (const [key, value] of entries)
      yield [`${this.#style.key(fitted(shortRepr(key, LINE), this.#labelWidth))}: `, value];
  }

  #named(name: string, attributes: readonly (readonly [unknown, unknown])[]): Description {
    const children = attributes.map(([key, value]): Child => [this.#attribute(key), value]);
    return {
      heading: this.#heading(name, children.length, 'attribute'),
      count: children.length,
      children: () => children,
    };
  }

  #holder(name: string, label: string, value: unknown): Description {
    return { heading: this.#style.type(name), count: 1, children: () => [[`${this.#style.faint(label)} `, value]] };
  }

  #exception(exception: PyException): Description {
    const children: Child[] = exception.args.map(
      (value, index): Child => [`${this.#style.faint(`arg ${index}`)} `, value],
    );
    if (exception.attributes instanceof Dict)
      for (const [key, value] of exception.attributes) children.push([this.#attribute(key), value]);
    return {
      heading: this.#style.type(`${exception.module}.${exception.name}`),
      count: children.length,
      children: () => children,
    };
  }

  #array(array: NDArray): Description {
    const { faint } = this.#style;
    const heading = this.#arrayHeading(array.subclass === undefined ? 'ndarray' : globalText(array.subclass), array);
    if (array.dtype.hasObject) return { heading, count: array.size, children: () => this.#indexed(array.data) };
    const values = arrayValues(array, (value) => shortRepr(value, LINE));
    return leaf(values === '' ? heading : `${heading}${faint(':')} ${values}`);
  }

  #arrayHeading(name: string, { dtype, shape }: Pick<NDArray, 'dtype' | 'shape'>): string {
    return `${this.#style.type(name)} ${shortText(dtype.name)} ${shapeText(shape)}`;
  }

  /** The arrays of an .npz file. */
  #arrays({ count, entries }: ArrayList): Description {
    return { heading: this.#heading('npz', count, 'array'), count, children: () => this.#entries(entries) };
  }

  /** What a tensor is and how large its storage, which may still be in its file. */
  #tensor(tensor: Tensor): Description {
    const name = shortText(tensor.subclass?.split('.').at(-1) ?? 'Tensor');
    return leaf(
      `${this.#style.type(name)} ${tensor.dtype} ${shapeText(tensor.shape)}`,
      this.#style.faint(storageText(tensor)),
    );
  }

  /** A frame inside another value: its columns with their first values. */
  #frame(frame: DataFrame): Description {
    const [rows, count] = frame.shape;
    const columns = Array.from({ length: count }, (_, i) => frame.columnAt(i));
    return {
      heading: `${this.#style.type('DataFrame')} ${this.#style.faint(`· ${rows} rows × ${count} columns`)}`,
      count,
      children: () =>
        columns.map(
          (column): Child => [`${this.#style.key(fitted(shortRepr(column.name, LINE), this.#labelWidth))} `, column],
        ),
    };
  }

  #labelled(value: Series | Index): Description {
    const shown = Array.from({ length: Math.min(value.length, 6) }, (_, i) => shortRepr(value.at(i), LINE));
    if (value.length > shown.length) shown.push('…');
    const name = value instanceof Series ? 'Series' : value.kind;
    return leaf(
      `${this.#style.type(name)} ${value.dtype} (${value.length},)${this.#style.faint(':')} ${shown.join(', ')}`,
    );
  }

  #inert(object: PyObject | PyCall, name: string, what: string): Description {
    const { faint, type } = this.#style;
    const parts = inertParts(object);
    const children: Child[] = parts.args.map((value, index): Child => [`${faint(`arg ${index}`)} `, value]);
    const add = (label: string, value: unknown): void => void children.push([`${faint(label)} `, value]);
    if (parts.argsValue !== undefined) add('arguments', parts.argsValue);
    if (parts.kwargs instanceof Dict) {
      for (const [key, value] of parts.kwargs) children.push([`${this.#style.key(nameText(key))}${faint('=')}`, value]);
    } else if (parts.kwargs !== undefined) add('keyword arguments', parts.kwargs);
    for (const [key, value] of parts.attributes ?? []) children.push([this.#attribute(key), value]);
    for (const state of parts.states) add('state', state);
    if (parts.stateSetter !== undefined) add('state setter', parts.stateSetter);
    const { items = [], entries = [] } = parts;
    const [indexed, keyed] = [() => this.#indexed(items), () => this.#entries(entries)];
    return {
      heading: `${type(name)} ${faint(what)}`,
      count: children.length + items.length + entries.length,
      *children() {
        yield* children;
        yield* indexed();
        yield* keyed();
      },
    };
  }

  #attribute(name: unknown): string {
    return `${this.#style.key(fitted(`.${nameText(name)}`, this.#labelWidth))} ${this.#style.faint('=')} `;
  }

  #heading(name: string, count: number, unit: string): string {
    return `${this.#style.type(name)} ${this.#style.faint(`· ${count} ${unit}${count === 1 ? '' : 's'}`)}`;
  }
}

/** Tensors of the device meta have no storage. */
function storageText(tensor: Tensor): string {
  const storage = storageOf(tensor);
  if (storage === undefined) return ' · no storage';
  return storage.size === tensor.byteLength
    ? ` · ${sizeText(storage.size)}`
    : ` · in a storage of ${sizeText(storage.size)}`;
}

function shapeText(shape: readonly number[]): string {
  return `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
}

/** `24 bytes`, `147.5 kB`. */
function sizeText(count: number): string {
  if (count < 1000) return `${count} byte${count === 1 ? '' : 's'}`;
  const power = Math.min(Math.floor(Math.log10(count) / 3), 4);
  return `${(count / 1000 ** power).toFixed(1)} ${' kMGT'[power]}B`;
}

function leaf(heading: string, note?: string): Description {
  return { heading, note, count: 0, children: () => [] };
}

function* unlabelled(items: Iterable<unknown>): Generator<Child> {
  for (const item of items) yield ['', item];
}

/** What a value holds, if it could be shown on one line; undefined for other kinds of values and for more than fits. */
function inlineItems(value: unknown): readonly unknown[] | undefined {
  const fits = (count: number): boolean => count <= LINE / 3;
  if (Array.isArray(value)) return fits(value.length) ? value : undefined;
  if (value instanceof Tuple) return fits(value.length) ? value.items : undefined;
  if (value instanceof Dict)
    return fits(value.size) && (value as { attributes?: unknown }).attributes === undefined
      ? [...value].flat()
      : undefined;
  if (value instanceof PySet || value instanceof FrozenSet) return fits(value.size) ? [...value.values()] : undefined;
  if (value instanceof PersistentId) return [value.id];
  if (value instanceof PyException) return value.attributes === undefined ? value.args : undefined;
  const isBareCall =
    value instanceof PyCall && value.state === undefined && value.items === undefined && value.entries === undefined;
  return isBareCall && value.args.length > 0 ? value.args : undefined;
}

/** True for values that nothing is inside of, and that are no longer than a part of a line. */
function isShort(value: unknown): boolean {
  if (typeof value === 'string') return value.length <= LINE;
  if (value instanceof Bytes || value instanceof ByteArray || value instanceof PickleBuffer)
    return value.length <= BYTES_SHOWN;
  if (typeof value !== 'object' || value === null) return true;
  return value instanceof Float || value instanceof PyGlobal || value instanceof NumPyScalar;
}

function dictName(dict: Dict): string {
  if (dict instanceof OrderedDict) return 'OrderedDict';
  if (dict instanceof Counter) return 'Counter';
  if (dict instanceof DefaultDict) return `defaultdict(${globalText(dict.defaultFactory).replace(/^builtins\./, '')})`;
  return 'dict';
}

/** An attribute's name as it is, if it could be written in Python. */
function nameText(name: unknown): string {
  return typeof name === 'string' && name.length <= LINE && /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)
    ? name
    : shortRepr(name, LINE);
}

/** `module.name`, without the angle brackets of its repr. */
function globalText(value: unknown): string {
  return shortRepr(value, REPR_SHOWN).replace(/^<(.*)>$/, '$1');
}

function shortText(text: string): string {
  return text.length <= REPR_SHOWN ? text : `${text.slice(0, REPR_SHOWN - 1)}…`;
}
