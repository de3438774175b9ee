import { LimitError, type OptionKind, oneOf, UnpicklingError } from '../../base/index.js';
import { expect, expectArray, expectText, KEY, PyGlobal, Tuple } from '../../values/index.js';
import { isTimeUnit } from './datetime64.js';

/** NumPy's order of the bytes of a number: little, big, or not applicable. */
export type ByteOrder = '<' | '>' | '|';

/** A field of a structured dtype. */
export interface DtypeField {
  readonly dtype: Dtype;
  /** Bytes from the start of the record. */
  readonly offset: number;
  /** A second name of the field, any Python value; undefined when there is none. */
  readonly title: unknown;
}

/** What a pickled state says about a dtype, checked for type but not for consistency. @internal */
export interface DtypeState
  extends Pick<Dtype, 'subdtype' | 'names' | 'fields' | 'itemsize' | 'alignment' | 'metadata' | 'unit' | 'unitCount'> {
  byteorder: string;
  /** Undefined for states older than version 3. */
  flags: number | undefined;
}

/**
 * Kind → Python's stem of the name, and the itemsizes there are, the one without a number first. Kinds without any take
 * all.
 */
const KINDS: Readonly<Record<string, string>> = {
  b: 'bool 1',
  i: 'int 8 1 2 4',
  u: 'uint 8 1 2 4',
  f: 'float 8 2 4 12 16',
  c: 'complex 16 8 24 32',
  M: 'datetime 8',
  m: 'timedelta 8',
  O: 'object 8 4',
  S: 'bytes',
  U: 'str',
  V: 'void',
  T: 'StringDType 16',
};
/** NumPy's one-letter codes of C types (as on 64-bit Linux), each before the kind and itemsize it means. */
const LETTERS = '?b1 bi1 Bu1 hi2 Hu2 ii4 Iu4 li8 Lu8 qi8 Qu8 ef2 ff4 df8 gf16 Fc8 Dc16 Gc32 aS0 cS1';
/** NPY_ITEM_* flags of objects, of text and of StringDType. */
const FLAGS: Record<string, number> = { O: 63, U: 8, T: 107 };
/** Alignments that are not the itemsize. */
const ALIGNMENTS: Record<string, number> = { S: 1, V: 1, U: 4, T: 8, c8: 4, c16: 8, c24: 4, c32: 16, f12: 4 };
const MAX_SIZE = 0x7fffffff;
/** NumPy has no deeper nesting in practice; a bound lets the methods below recurse. */
const MAX_DEPTH = 64;
/** Characters of `name`, about, at least 16 for each field: a dtype may stand in many places of another one. */
const MAX_TEXT = 1 << 22;
const MAX_NDIM = 64;

/** Packages that pickles name: of NumPy 2, and of NumPy 1. @internal */
export const CORE: OptionKind = /*#__PURE__*/ oneOf('numpy._core', 'numpy.core');

/**
 * NumPy's dtype: what one item of an array is.
 *
 * Not to be changed: arrays share it. Equality and hash are by value; user metadata does not count, as in NumPy.
 */
export class Dtype {
  /** `'b' 'i' 'u' 'f' 'c' 'M' 'm' 'O' 'S' 'U' 'V'`, and `'T'` for StringDType. */
  readonly kind: string;
  /** Bytes per item; for `U` 4 per character. */
  readonly itemsize: number;
  readonly byteorder: ByteOrder;
  /** Field names in order, or null when not structured. */
  readonly names: readonly string[] | null = null;
  /** Fields by name, and by title as in Python: iterate `names`, not this. */
  readonly fields: ReadonlyMap<unknown, DtypeField> | null = null;
  /** Set when an item is itself an array. */
  readonly subdtype: { readonly base: Dtype; readonly shape: readonly number[] } | null = null;
  /** Bytes. */
  readonly alignment: number;
  /** NumPy's NPY_ITEM_* bits; 128 is an aligned struct. */
  readonly flags: number;
  /** Metadata of the user's, a dict or None in the value model of the load; undefined when there is none. */
  readonly metadata: unknown = undefined;
  /**
   * Unit of datetime64 and timedelta64: `'Y' 'M' 'W' 'D' 'h' 'm' 's' 'ms' 'us' 'ns' 'ps' 'fs' 'as'` or `'generic'`;
   * else undefined.
   */
  readonly unit: string | undefined;
  /** Units per tick: 25 in `M8[25us]`. */
  readonly unitCount: number = 1;
  /** Class of the items when it is not NumPy's own, such as `numpy.record`. */
  readonly type: PyGlobal | undefined;
  /** True when an item holds Python objects: arrays of it are lists, not bytes. */
  readonly hasObject: boolean;
  /** Arguments of StringDType as pickled; undefined for other kinds. @internal */
  readonly stringArguments: readonly unknown[] | undefined;
  #sealed = false;
  #depth = 1;
  #leaves = 1;
  #text = 16;

  /**
   * A dtype from NumPy's text: `'f8'`, `'>i4'`, `'U3'`, `'float64'`, `'datetime64[ns]'` …
   * @param type class of the items, for records
   * @throws UnpicklingError `data type … not understood`; PickleError for arguments of a wrong kind
   */
  constructor(code: string, type?: PyGlobal, stringArguments?: readonly unknown[]) {
    expectText(code);
    expect(type === undefined || type instanceof PyGlobal, 'a PyGlobal');
    if (stringArguments !== undefined) expectArray(stringArguments);
    const match = /^([<>=|]?)([?a-zA-Z]|[a-zA-Z]{3,}_?)(\d*)(?:\[(\d*)(\w+)\])?$/.exec(code);
    if (match === null) throw notUnderstood(code);
    let [, order, kind, digits, count, unit] = match;
    const named = kind.length > 1;
    if (named) kind = Object.keys(KINDS).find((key) => KINDS[key].split(' ')[0] === kind.replace('_', '')) ?? '';
    else if (digits === '') {
      const row = LETTERS.split(' ').find((each) => each[0] === kind);
      if (row !== undefined) [kind, digits] = [row[1], row.slice(2)];
    }
    if (!Object.hasOwn(KINDS, kind)) throw notUnderstood(code);
    const sizes = KINDS[kind].split(' ').slice(1).map(Number);
    const size = digits === '' ? (sizes[0] ?? 0) : named ? Number(digits) / 8 : Number(digits) * (kind === 'U' ? 4 : 1);
    if ((sizes.length > 0 && !sizes.includes(size)) || !Number.isInteger(size) || size > MAX_SIZE)
      throw notUnderstood(code);
    const time = kind === 'M' || kind === 'm';
    if (unit !== undefined && !(time && isTimeUnit(unit) && count !== '0' && Number(count) <= MAX_SIZE))
      throw notUnderstood(code);
    this.kind = kind;
    this.itemsize = size;
    this.byteorder = 'bSVOT'.includes(kind) || (size === 1 && kind !== 'U') ? '|' : order === '>' ? '>' : '<';
    this.alignment = ALIGNMENTS[kind] ?? ALIGNMENTS[kind + size] ?? size;
    this.flags = FLAGS[kind] ?? 0;
    this.hasObject = kind === 'O' || kind === 'T';
    this.unit = time ? (unit ?? 'generic') : undefined;
    if (count) this.unitCount = Number(count);
    this.type = type;
    this.stringArguments = stringArguments;
  }

  /** The dtype that is given or named. @internal */
  static of(type: Dtype | string): Dtype {
    if (typeof type === 'string') return new Dtype(type);
    expect(type instanceof Dtype, 'a dtype');
    return type;
  }

  /**
   * `__setstate__`. Allowed until the dtype is in use, so that no dtype contains itself.
   * @throws UnpicklingError for a state that NumPy would refuse or that does not fit together
   * @internal
   */
  static setState(dtype: Dtype, state: DtypeState): void {
    const { kind, alignment } = dtype;
    const { byteorder, subdtype, names, fields, itemsize } = state;
    const flexible = 'SUV'.includes(kind);
    if (!/^[<>|=]$/.test(byteorder)) refuse('byte order');
    if ((names === null) !== (fields === null) || (!flexible && (subdtype ?? fields) !== null)) refuse('fields');
    if (flexible && (itemsize < 0 || (kind === 'U' && itemsize % 4 !== 0))) refuse('itemsize');
    Object.assign(
      dtype,
      state,
      { byteorder: byteorder.replace('=', '<') },
      !flexible && { itemsize: dtype.itemsize, alignment },
    );
    const self = dtype as { -readonly [K in keyof Dtype]: Dtype[K] };
    const parts: [part: Dtype, offset: number, shape: readonly number[]][] = [];
    if (subdtype !== null) {
      const { shape } = subdtype;
      if (shape.length > MAX_NDIM || subdtype.base.itemsize * product(shape) !== dtype.itemsize) refuse('sub-array');
      parts.push([subdtype.base, 0, shape]);
    }
    for (const name of names ?? []) {
      const field = fields?.get(name) ?? refuse('names');
      parts.push([field.dtype, field.offset, []]);
    }
    self.hasObject = kind === 'O' || kind === 'T';
    dtype.#depth = 1;
    dtype.#leaves = parts.length === 0 ? 1 : 0;
    dtype.#text = 16 + (names ?? []).join('').length;
    for (const [part, offset, shape] of parts) {
      part.#sealed = true;
      if (offset < 0 || offset + part.itemsize * product(shape) > dtype.itemsize) refuse('field offset');
      if (part.hasObject) self.hasObject = true;
      dtype.#depth = Math.max(dtype.#depth, part.#depth + 1);
      dtype.#leaves += countNested(shape, part.#leaves);
      dtype.#text += part.#text;
    }
    if (dtype.#sealed) throw new UnpicklingError('the state of a numpy.dtype that is in use');
    if (dtype.#depth > MAX_DEPTH || dtype.#text > MAX_TEXT) throw new LimitError('a numpy.dtype nested too deeply');
    self.flags = state.flags ?? (dtype.hasObject ? 63 : 0);
  }

  /** Scalars and lists in one item, counting those of fields and sub-arrays. @internal */
  static leaves(dtype: Dtype): number {
    return dtype.#leaves;
  }

  /** No BUILD from here on. @internal */
  static seal(dtype: Dtype): Dtype {
    dtype.#sealed = true;
    return dtype;
  }

  /** NumPy's `dtype.str`: byte order, kind and size, for instance `'<f8'`, `'|b1'`, `'<M8[ns]'`. */
  get str(): string {
    const { kind, itemsize } = this;
    const size = kind === 'O' ? '' : kind === 'U' ? itemsize / 4 : itemsize;
    return `${this.byteorder}${kind}${size}${this.#unitText()}`;
  }

  /**
   * Python's `str(dtype)`, for instance `'float64'`, `'>f4'`, `'<U3'`, `'datetime64[ns]'`; of structured types the
   * fields alone, `"[('a', '<i4')]"`: offsets, titles and alignment are in `dtypeText` of `pickle-wasm/numpy`.
   */
  get name(): string {
    const { kind, itemsize, names, subdtype } = this;
    if (names !== null)
      return `[${names.map((name) => `('${name}', ${quoted(fieldNamed(this, name).dtype)})`).join(', ')}]`;
    if (subdtype !== null) return `(${quoted(subdtype.base)}, ${shapeText(subdtype.shape)})`;
    if (this.byteorder === '>' || 'SUV'.includes(kind)) return this.str;
    const [stem] = KINDS[kind].split(' ');
    return stem + (kind === 'T' ? '()' : 'iufcMm'.includes(kind) ? itemsize * 8 : '') + this.#unitText();
  }

  /** The same as `name`. */
  toString(): string {
    return this.name;
  }

  toJSON(): string {
    return this.name;
  }

  #unitText(): string {
    const { unit, unitCount } = this;
    return unit === undefined || unit === 'generic' ? '' : `[${unitCount === 1 ? '' : unitCount}${unit}]`;
  }

  /** User metadata does not count, as in NumPy. */
  [KEY](): Tuple {
    const { names, subdtype } = this;
    const fields = (names ?? []).flatMap((name) => {
      const { dtype, offset, title } = fieldNamed(this, name);
      return [name, dtype, offset, title];
    });
    return new Tuple([Dtype, this.str, subdtype?.base, ...(subdtype?.shape ?? []), ...fields]);
  }
}

/** Number of items of a shape. @internal */
export function product(shape: readonly number[]): number {
  return shape.reduce((count, length) => count * length, 1);
}

/** Values in nested lists of `shape` whose items are `leaves` values, and the lists. @internal */
export function countNested(shape: readonly number[], leaves: number): number {
  // From the inside out: each axis holds so many of what is below it, and is a list itself.
  return shape.reduceRight((count, length) => 1 + length * count, leaves);
}

function refuse(what: string): never {
  throw new UnpicklingError(`impossible ${what} of a numpy.dtype`);
}

function notUnderstood(code: string): UnpicklingError {
  return new UnpicklingError(`data type ${JSON.stringify(code.slice(0, 100))} not understood`);
}

function quoted(dtype: Dtype): string {
  return dtype.names === null && dtype.subdtype === null ? `'${dtype.str}'` : dtype.name;
}

/** The field of a name that `dtype.names` has. @internal */
export function fieldNamed(dtype: Dtype, name: string): DtypeField {
  return (dtype.fields as ReadonlyMap<unknown, DtypeField>).get(name) as DtypeField;
}

/** Python's text of a tuple of ints: `'(2, 3)'`, `'(2,)'`, `'()'`. */
export function shapeText(shape: readonly number[]): string {
  return `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
}
