/** Where a column's values are kept while it is built: one store for each kind of value. */
import { Float } from '../../values/index.js';
import { BitBuilder } from './bitmap.js';
import type { Column } from './column.js';
import { BinaryColumn, BoolColumn, MixedColumn, NumberColumn, type Numbers, SharedColumn } from './scalar-columns.js';
import { encodeTexts, StringColumn } from './string-column.js';

type Bits = Uint8Array<ArrayBuffer>;

/** A store. What it says of itself is of the values pushed so far. */
export interface Store {
  /** Adds a value; false, and nothing is changed, when it is not of this store's kind. */
  push(value: unknown): boolean;
  /**
   * Adds a place without a value. @returns false when the store would rather be another one: it has become too large
   * for what is in it
   */
  pushNull(): boolean;
  /** The column of what was pushed. More may be pushed behind it. */
  finish(length: number, validity: Bits | undefined): Column;
}

/** int32 numbers that are added one by one. */
export class Int32List {
  #items = new Int32Array(16);
  length = 0;

  push(item: number): void {
    if (this.length === this.#items.length) {
      const grown = new Int32Array(this.length * 2);
      grown.set(this.#items);
      this.#items = grown;
    }
    this.#items[this.length++] = item;
  }

  get(index: number): number {
    return this.#items[index];
  }

  finish(): Int32Array<ArrayBuffer> {
    return this.#items.slice(0, this.length);
  }
}

/** True and False. */
export class BoolStore implements Store {
  readonly #bits = new BitBuilder();

  push(value: unknown): boolean {
    if (typeof value !== 'boolean') return false;
    this.#bits.push(value);
    return true;
  }

  pushNull(): boolean {
    this.#bits.push(false);
    return true;
  }

  finish(length: number, validity: Bits | undefined): Column {
    return new BoolColumn(length, validity, this.#bits.finish());
  }
}

const MIN_INT64 = -(2n ** 63n);
const MAX_INT64 = 2n ** 63n - 1n;

/** What a number is, of which typed array: NOT_A_NUMBER is for a mixed column. */
const INT32 = 0;
const INT64 = 1;
const FLOAT64 = 2;
const NOT_A_NUMBER = 3;

/**
 * Numbers. In the natural model an int and a float that looks like one are the same; in the exact model they are not,
 * and a column has one or the other.
 */
export class NumberStore implements Store {
  readonly #exact: boolean;
  #values: Numbers = new Int32Array(16);
  #length = 0;
  /** INT32, INT64 or FLOAT64, as `#values` has it. */
  #kind = INT32;
  /** Ints beyond 2^53: they cannot become floats. */
  #hasUnsafe = false;
  /** No value was pushed yet: every kind will do. */
  #isEmpty = true;

  constructor(exact: boolean) {
    this.#exact = exact;
  }

  push(value: unknown): boolean {
    const kind = this.#kindFor(value);
    if (kind === NOT_A_NUMBER) return false;
    this.#isEmpty = false;
    if (kind !== this.#kind) this.#become(kind);
    const number = value instanceof Float ? value.value : (value as number | bigint);
    if (typeof number === 'bigint' && !Number.isSafeInteger(Number(number))) this.#hasUnsafe = true;
    this.#room();
    if (this.#kind === INT64) (this.#values as BigInt64Array)[this.#length++] = BigInt(number);
    else (this.#values as Float64Array)[this.#length++] = number as number;
    return true;
  }

  pushNull(): boolean {
    this.#room();
    this.#length++;
    return true;
  }

  /** The kind of store that holds `value` and all that is there. */
  #kindFor(value: unknown): number {
    if (typeof value === 'number') {
      const isInt = Number.isInteger(value) && !Object.is(value, -0);
      if (this.#exact) {
        if (!isInt) return this.#isEmpty || this.#kind === FLOAT64 ? FLOAT64 : NOT_A_NUMBER;
        if (this.#kind === FLOAT64 || !Number.isSafeInteger(value)) return NOT_A_NUMBER;
        return (value | 0) === value ? this.#kind : INT64;
      }
      if (this.#kind === FLOAT64 || ((value | 0) === value && isInt)) return this.#kind;
      if (isInt && Number.isSafeInteger(value)) return INT64;
      return this.#hasUnsafe ? NOT_A_NUMBER : FLOAT64;
    }
    if (typeof value === 'bigint') {
      // Small ints are numbers: a bigint that could be one is something else's.
      if (this.#kind === FLOAT64 || value < MIN_INT64 || value > MAX_INT64 || Number.isSafeInteger(Number(value)))
        return NOT_A_NUMBER;
      return INT64;
    }
    if (this.#exact && value instanceof Float && value.constructor === Float)
      return this.#isEmpty || this.#kind === FLOAT64 ? FLOAT64 : NOT_A_NUMBER;
    return NOT_A_NUMBER;
  }

  #become(kind: number): void {
    const before = this.#values;
    this.#kind = kind;
    this.#values = kind === INT64 ? new BigInt64Array(before.length) : new Float64Array(before.length);
    for (let i = 0; i < this.#length; i++) {
      if (kind === INT64) (this.#values as BigInt64Array)[i] = BigInt(before[i]);
      else (this.#values as Float64Array)[i] = Number(before[i]);
    }
  }

  #room(): void {
    if (this.#length < this.#values.length) return;
    const grown = new (this.#values.constructor as new (length: number) => Numbers)(this.#length * 2);
    (grown as Float64Array).set(this.#values as Float64Array);
    this.#values = grown;
  }

  finish(length: number, validity: Bits | undefined): Column {
    const values = this.#values.length === length ? this.#values : (this.#values.slice(0, length) as Numbers);
    return new NumberColumn(length, validity, values, this.#exact && this.#kind === FLOAT64);
  }
}

/** A high surrogate without a low one behind it, or a low one alone: UTF-8 has none. */
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** True when UTF-8 can hold the text. ES2024 has a method for it; it knows the texts that have no surrogates at all. */
function isWellFormed(text: string & { isWellFormed?: () => boolean }): boolean {
  return text.isWellFormed === undefined ? !LONE_SURROGATE.test(text) : text.isWellFormed();
}

/** Distinct texts of a column that are looked at before their share counts. */
const FEW_TEXTS = 1000;

/** Text: a dictionary as long as at least half of the texts are repeated. */
export class StringStore implements Store {
  readonly #codes = new Int32List();
  readonly #texts: string[] = [];
  /** Codes by text; undefined when text does not repeat: then text i is value i. */
  #known: Map<string, number> | undefined = new Map();

  push(value: unknown): boolean {
    if (typeof value !== 'string') return false;
    const known = this.#known?.get(value);
    if (known !== undefined) {
      this.#codes.push(known);
      return true;
    }
    if (!isWellFormed(value)) return false;
    const code = this.#texts.push(value) - 1;
    if (this.#known === undefined) return true;
    this.#codes.push(code);
    this.#known.set(value, code);
    if (this.#texts.length > FEW_TEXTS && this.#texts.length > this.#codes.length / 2) this.#expand();
    return true;
  }

  pushNull(): boolean {
    if (this.#known === undefined) this.#texts.push('');
    else this.#codes.push(0);
    return true;
  }

  #expand(): void {
    const texts = this.#texts.slice();
    this.#known = undefined;
    this.#texts.length = 0;
    for (let i = 0; i < this.#codes.length; i++) this.#texts.push(texts[this.#codes.get(i)] ?? '');
  }

  #textAt(index: number): string {
    return this.#known === undefined ? this.#texts[index] : this.#texts[this.#codes.get(index)];
  }

  finish(length: number, validity: Bits | undefined): Column {
    // A dictionary pays when texts come twice on average.
    if (this.#known !== undefined && this.#texts.length <= length / 2)
      return new StringColumn(length, validity, { codes: this.#codes.finish(), dictionary: this.#texts });
    const bytes = encodeTexts(length, (index) => this.#textAt(index) ?? '');
    if (bytes !== undefined) return new StringColumn(length, validity, bytes);
    return new MixedColumn(
      length,
      validity,
      Array.from({ length }, (_, index) => this.#textAt(index)),
    );
  }
}

/** bytes of the natural model. */
export class BinaryStore implements Store {
  readonly #values: (Uint8Array | null)[] = [];

  push(value: unknown): boolean {
    if (!isBytes(value)) return false;
    this.#values.push(value);
    return true;
  }

  pushNull(): boolean {
    this.#values.push(null);
    return true;
  }

  finish(length: number, validity: Bits | undefined): Column {
    return new BinaryColumn(length, validity, this.#values);
  }
}

/** Not a subclass, such as Node's Buffer. */
export function isBytes(value: unknown): value is Uint8Array {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Uint8Array.prototype;
}

/** Values of every sort. */
export class MixedStore implements Store {
  readonly #values: unknown[] = [];

  push(value: unknown): boolean {
    this.#values.push(value);
    return true;
  }

  pushNull(): boolean {
    this.#values.push(null);
    return true;
  }

  finish(length: number, validity: Bits | undefined): Column {
    return new MixedColumn(length, validity, this.#values);
  }
}

/** Objects that are met several times. */
export class SharedStore implements Store {
  readonly codes = new Int32List();
  readonly #numbers = new Map<object, number>();
  readonly #distinct: object[] = [];

  push(value: unknown): boolean {
    if (typeof value !== 'object' || value === null) return false;
    let code = this.#numbers.get(value);
    if (code === undefined) {
      code = this.#distinct.push(value) - 1;
      this.#numbers.set(value, code);
    }
    this.codes.push(code);
    return true;
  }

  pushNull(): boolean {
    this.codes.push(0);
    return true;
  }

  finish(length: number, validity: Bits | undefined): Column {
    return new SharedColumn(length, validity, this.codes.finish(), this.#distinct);
  }
}
