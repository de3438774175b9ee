/** Makes a column of values that come one by one, and widens it when a value is of another kind than those before. */
import { formOf, type RecordForm, recordKeys, recordValues } from '../records.js';
import { BitBuilder } from './bitmap.js';
import type { Column } from './column.js';
import { ListColumn, type Shape, StructColumn } from './nested-columns.js';
import { NullColumn } from './scalar-columns.js';
import {
  BinaryStore,
  BoolStore,
  Int32List,
  isBytes,
  MixedStore,
  NumberStore,
  SharedStore,
  type Store,
  StringStore,
} from './stores.js';

/** Different lists of keys (in their order) of the records of one table. With more it is a list of ordinary values. */
export const MAX_SHAPES = 64;
/** Columns of one table. */
export const MAX_COLUMNS = 1024;
/** Lists and dicts inside one another that become columns; what is deeper is an ordinary value. */
const MAX_DEPTH = 8;
/** Places for each value that is there, and places that are free: a table that is mostly holes is kept as values. */
const MAX_SPARSE = 8;
const FREE_PLACES = 1 << 16;

/** What the builders must know of the values. */
export interface ColumnContext {
  /** Values are of the exact model. */
  readonly exact: boolean;
  /** True for objects that must be kept as they are: they are met again, or say more than their items. */
  isKept(value: object): boolean;
}

/** One column, growing. */
export class ColumnBuilder {
  readonly #context: ColumnContext;
  readonly #depth: number;
  #store: Store | undefined = undefined;
  /** From the first place without a value on. */
  #validity: BitBuilder | undefined = undefined;
  length = 0;

  constructor(context: ColumnContext, depth = 0) {
    this.#context = context;
    this.#depth = depth;
  }

  /** What holds the values; undefined while all are None. */
  get store(): Store | undefined {
    return this.#store;
  }

  /** Adds a value; null is None. */
  push(value: unknown): void {
    if (value === null) {
      this.pushNull();
      return;
    }
    if (this.#store === undefined) this.#use(this.#storeFor(value));
    if (!(this.#store as Store).push(value)) {
      this.#widen(value);
      (this.#store as Store).push(value);
    }
    this.length++;
    this.#validity?.push(true);
  }

  /** Adds None, or a place whose key is missing. */
  pushNull(): void {
    if (this.#validity === undefined) {
      this.#validity = new BitBuilder();
      this.#validity.pushOnes(this.length);
    }
    this.#validity.push(false);
    this.length++;
    if (this.#store !== undefined && !this.#store.pushNull()) this.#widen(undefined);
  }

  finish(): Column {
    const validity = this.#validity?.finish();
    return this.#store === undefined
      ? new NullColumn(this.length, validity)
      : this.#store.finish(this.length, validity);
  }

  /** The first value decides, until another one comes. */
  #storeFor(value: unknown): Store {
    const { exact } = this.#context;
    switch (typeof value) {
      case 'boolean':
        return new BoolStore();
      case 'number':
      case 'bigint':
        return new NumberStore(exact);
      case 'string':
        return new StringStore();
      case 'object':
        break;
      default:
        return new MixedStore();
    }
    const object = value as object;
    if (isBytes(object)) return new BinaryStore();
    if (isList(object) || formOf(object) !== undefined) {
      if (this.#context.isKept(object)) return new SharedStore();
      if (this.#depth >= MAX_DEPTH) return new MixedStore();
      return isList(object) ? new ListStore(this.#context, this.#depth) : new StructStore(this.#context, this.#depth);
    }
    const numbers = new NumberStore(exact);
    return exact && numbers.push(object) ? new NumberStore(exact) : new MixedStore();
  }

  /** Starts with a store in which all places so far are empty. */
  #use(store: Store): void {
    for (let i = 0; i < this.length; i++) store.pushNull();
    this.#store = store;
  }

  #widen(value: unknown): void {
    const before = this.#store as Store;
    let after: Store = new MixedStore();
    const isNested = before instanceof ListStore || before instanceof StructStore;
    if (isNested && typeof value === 'object' && this.#context.isKept(value as object)) after = new SharedStore();
    const column = before.finish(this.length, this.#validity?.finish());
    for (let i = 0; i < this.length; i++) {
      if (column.isNull(i)) after.pushNull();
      else after.push(column.get(i));
    }
    this.#store = after;
  }

  /** Forgets the values from `length` on, of which none is None. Only of shared objects. @internal */
  truncate(length: number): void {
    (this.#store as SharedStore).codes.length = length;
    this.length = length;
  }

  /** The codes of a column of shared objects without None; undefined for any other. @internal */
  get codes(): Int32List | undefined {
    return this.#store instanceof SharedStore && this.#validity === undefined ? this.#store.codes : undefined;
  }
}

function isList(value: object): value is unknown[] {
  return Array.isArray(value) && Object.getPrototypeOf(value) === Array.prototype;
}

/** Lists that nobody else holds. */
class ListStore implements Store {
  readonly #context: ColumnContext;
  readonly #offsets = new Int32List();
  readonly #child: ColumnBuilder;
  /** Which list each value is. */
  readonly #codes = new Int32List();
  /**
   * Lists of shared objects by a hash of their codes: equal lists are kept once (CUDA snapshots have few lists of
   * frames, each very often).
   */
  readonly #known = new Map<number, number>();
  #isCoded = false;

  constructor(context: ColumnContext, depth: number) {
    this.#context = context;
    this.#child = new ColumnBuilder(context, depth + 1);
    this.#offsets.push(0);
  }

  push(value: unknown): boolean {
    if (typeof value !== 'object' || !isList(value as object) || this.#context.isKept(value as object)) return false;
    const items = value as unknown[];
    const start = this.#child.length;
    for (let i = 0; i < items.length; i++) this.#child.push(items[i]);
    const known = this.#equalList(start);
    if (known === undefined) {
      this.#add();
    } else {
      this.#isCoded = true;
      this.#child.truncate(start);
      this.#codes.push(known);
    }
    return true;
  }

  pushNull(): boolean {
    this.#add();
    return true;
  }

  /** The items from the last list's end on are a list. */
  #add(): void {
    this.#offsets.push(this.#child.length);
    this.#codes.push(this.#offsets.length - 2);
  }

  /** A list with the same shared objects as those from `start` on. */
  #equalList(start: number): number | undefined {
    const codes = this.#child.codes;
    if (codes === undefined) return undefined;
    let hash = codes.length - start;
    for (let i = start; i < codes.length; i++) hash = (Math.imul(hash, 0x01000193) ^ codes.get(i)) | 0;
    const known = this.#known.get(hash);
    if (known === undefined) {
      this.#known.set(hash, this.#offsets.length - 1);
      return undefined;
    }
    const from = this.#offsets.get(known);
    if (this.#offsets.get(known + 1) - from !== codes.length - start) return undefined;
    for (let i = start; i < codes.length; i++) if (codes.get(i) !== codes.get(from + i - start)) return undefined;
    return known;
  }

  finish(length: number, validity: Uint8Array<ArrayBuffer> | undefined): Column {
    return new ListColumn(
      length,
      validity,
      this.#offsets.finish(),
      this.#child.finish(),
      this.#isCoded ? this.#codes.finish() : undefined,
    );
  }
}

/** Records that nobody else holds. */
export class StructStore implements Store {
  readonly #context: ColumnContext;
  readonly #depth: number;
  readonly #names: string[] = [];
  readonly #places = new Map<string, number>();
  readonly #columns: ColumnBuilder[] = [];
  readonly #shapes: Shape[] = [];
  #shapeOf = new Uint8Array(16);
  /** The shape of the last record. */
  #last = 0;
  length = 0;
  /** Values that are there. */
  #filled = 0;

  constructor(context: ColumnContext, depth: number) {
    this.#context = context;
    this.#depth = depth;
  }

  push(value: unknown): boolean {
    const form = formOf(value);
    if (form === undefined || this.#context.isKept(value as object)) return false;
    const keys = recordKeys(value as object, form);
    if (keys === undefined) return false;
    const shape = this.#shapeFor(keys, form);
    if (shape < 0 || this.#isSparse(keys.length)) return false;
    const { places } = this.#shapes[shape];
    const values = recordValues(value as object, form);
    for (let i = 0; i < places.length; i++) this.#columns[places[i]].push(values[i]);
    if (places.length < this.#columns.length)
      for (const column of this.#columns) if (column.length === this.length) column.pushNull();
    this.#filled += places.length;
    this.#setShape(shape);
    return true;
  }

  pushNull(): boolean {
    for (const column of this.#columns) column.pushNull();
    this.#setShape(0);
    return !this.#isSparse(0);
  }

  /**
   * True when `added` more values in one more record leave too many places empty: memory is to grow with the pickle.
   */
  #isSparse(added: number): boolean {
    return (this.length + 1) * this.#columns.length > MAX_SPARSE * (this.#filled + added) + FREE_PLACES;
  }

  #setShape(shape: number): void {
    if (this.length === this.#shapeOf.length) {
      const grown = new Uint8Array(this.length * 2);
      grown.set(this.#shapeOf);
      this.#shapeOf = grown;
    }
    this.#shapeOf[this.length++] = shape;
  }

  /** The number of a shape, -1 when there are too many of them or of columns. */
  #shapeFor(keys: readonly string[], form: RecordForm): number {
    const { length } = this.#shapes;
    for (let i = 0; i < length; i++) {
      const number = (this.#last + i) % length;
      const shape = this.#shapes[number];
      if (shape.form === form && isSame(shape.keys, keys)) {
        this.#last = number;
        return number;
      }
    }
    let added = 0;
    for (const key of keys) if (!this.#places.has(key)) added++;
    if (length >= MAX_SHAPES || this.#columns.length + added > MAX_COLUMNS) return -1;
    const places = keys.map((key) => this.#placeFor(key));
    this.#last = this.#shapes.push({ form, keys: keys.slice(), places }) - 1;
    return this.#last;
  }

  #placeFor(key: string): number {
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const column = new ColumnBuilder(this.#context, this.#depth + 1);
    for (let i = 0; i < this.length; i++) column.pushNull();
    this.#places.set(key, this.#names.push(key) - 1);
    return this.#columns.push(column) - 1;
  }

  finish(length: number, validity: Uint8Array<ArrayBuffer> | undefined): StructColumn {
    return new StructColumn(length, validity, {
      names: this.#names.slice(),
      columns: this.#columns.map((column) => column.finish()),
      shapes: this.#shapes.slice(),
      shapeOf: this.#shapes.length > 1 ? this.#shapeOf.slice(0, length) : undefined,
    });
  }
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
