import { UnpicklingError } from '../errors.js';
import { REDUCE, type Reduction } from '../pickle/reduce-symbol.js';
import { strRepr } from '../repr/text.js';
import { Bytes } from './bytes.js';
import { isTimeUnit } from './datetime64.js';
import { Dict } from './dict.js';
import { PyGlobal } from './global.js';
import { hashText } from './hash.js';
import { EQUALS, HASH, REPR, type ReprPart } from './protocol.js';
import { Tuple } from './tuple.js';

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
export interface DtypeState {
  byteorder: string;
  subdtype: { base: Dtype; shape: number[] } | null;
  names: string[] | null;
  fields: Map<unknown, DtypeField> | null;
  itemsize: number;
  alignment: number;
  /** Undefined for states older than version 3. */
  flags: number | undefined;
  metadata: unknown;
  /** Undefined leaves the unit as the code gave it. */
  unit: string | undefined;
  count: number;
}

/** Kind → [Python's stem of the name, itemsizes, itemsize without a number]. Kinds without itemsizes take any. */
const KINDS: Record<string, [stem: string, sizes: readonly number[] | null, size: number]> = {
  b: ['bool', [1], 1],
  i: ['int', [1, 2, 4, 8], 8],
  u: ['uint', [1, 2, 4, 8], 8],
  f: ['float', [2, 4, 8, 12, 16], 8],
  c: ['complex', [8, 16, 24, 32], 16],
  M: ['datetime64', [8], 8],
  m: ['timedelta64', [8], 8],
  O: ['object', [4, 8], 8],
  S: ['bytes', null, 0],
  U: ['str', null, 0],
  V: ['void', null, 0],
  T: ['StringDType', [16], 16],
};
/** NumPy's one-letter codes of C types (as on 64-bit Linux) → kind and itemsize. */
const LETTERS: Record<string, string> = {
  '?': 'b1',
  b: 'i1',
  B: 'u1',
  h: 'i2',
  H: 'u2',
  i: 'i4',
  I: 'u4',
  l: 'i8',
  L: 'u8',
  q: 'i8',
  Q: 'u8',
  e: 'f2',
  f: 'f4',
  d: 'f8',
  g: 'f16',
  F: 'c8',
  D: 'c16',
  G: 'c32',
  a: 'S0',
  c: 'S1',
};
/** NPY_ITEM_* flags of objects, of text and of StringDType. */
const FLAGS: Record<string, number> = { O: 63, U: 8, T: 107 };
/** Alignments that are not the itemsize. */
const ALIGNMENTS: Record<string, number> = { S: 1, V: 1, U: 4, T: 8, c8: 4, c16: 8, c24: 4, c32: 16, f12: 4 };
const MAX_SIZE = 0x7fffffff;
/** NumPy has no deeper nesting in practice; a bound lets the methods below recurse. */
const MAX_DEPTH = 64;
const MAX_NODES = 1 << 20;

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
  /** Unit of datetime64 and timedelta64: `'Y' 'M' 'W' 'D' 'h' 'm' 's' 'ms' 'us' 'ns' 'ps' 'fs' 'as'` or `'generic'`; else undefined. */
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
  #nodes = 1;
  #leaves = 1;
  #text: string | undefined = undefined;

  /**
   * A dtype from NumPy's text: `'f8'`, `'>i4'`, `'U3'`, `'float64'`, `'datetime64[ns]'` …
   * @param type class of the items, for records
   * @throws UnpicklingError `data type … not understood`
   */
  constructor(code: string, type?: PyGlobal, stringArguments?: readonly unknown[]) {
    const match =
      /^([<>=|]?)([?a-zA-Z])(\d*)(?:\[(\d*)(\w+)\])?$/.exec(code) ??
      /^([<>=|]?)(bool|u?int|float|complex|object|bytes|str|void|datetime64|timedelta64)_?(\d*)(?:\[(\d*)(\w+)\])?$/.exec(code);
    if (match === null) throw notUnderstood(code);
    let [, order, kind, digits, count, unit] = match;
    const named = kind.length > 1;
    if (named) kind = Object.keys(KINDS).find((key) => KINDS[key][0] === kind) as string;
    else if (digits === '' && Object.hasOwn(LETTERS, kind)) [kind, digits] = [LETTERS[kind][0], LETTERS[kind].slice(1)];
    if (!Object.hasOwn(KINDS, kind)) throw notUnderstood(code);
    const row = KINDS[kind];
    const size = digits === '' ? row[2] : named ? Number(digits) / 8 : Number(digits) * (kind === 'U' ? 4 : 1);
    if ((row[1] !== null && !row[1].includes(size)) || !Number.isInteger(size) || size > MAX_SIZE) throw notUnderstood(code);
    const time = kind === 'M' || kind === 'm';
    if (unit !== undefined && !(time && isTimeUnit(unit) && count !== '0' && Number(count) <= MAX_SIZE)) throw notUnderstood(code);
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

  /**
   * `__setstate__`. Allowed until the dtype is in use, so that no dtype contains itself.
   * @throws UnpicklingError for a state that NumPy would refuse or that does not fit together
   * @internal
   */
  static setState(dtype: Dtype, state: DtypeState): void {
    if (!'<>|='.includes(state.byteorder) || state.byteorder.length !== 1)
      throw new UnpicklingError(`dtype byte order ${JSON.stringify(state.byteorder)} is none of < > | =`);
    const self = dtype as { -readonly [K in keyof Dtype]: Dtype[K] };
    const { subdtype, names, fields } = state;
    if ((names === null) !== (fields === null)) throw new UnpicklingError('inconsistent fields and names in Numpy dtype unpickling');
    self.byteorder = state.byteorder === '=' ? '<' : (state.byteorder as ByteOrder);
    if ('SUV'.includes(dtype.kind)) {
      if (state.itemsize < 0 || state.itemsize > MAX_SIZE || (dtype.kind === 'U' && state.itemsize % 4 !== 0)) {
        throw new UnpicklingError(`dtype itemsize ${state.itemsize} is not possible`);
      }
      self.itemsize = state.itemsize;
      self.alignment = state.alignment;
    } else if (subdtype !== null || fields !== null) {
      throw new UnpicklingError(`dtype of kind ${dtype.kind} with fields`);
    }
    const parts: [part: Dtype, offset: number, size: number, copies: number][] = [];
    if (subdtype !== null) {
      const copies = subdtype.shape.reduce((product, length) => product * length, 1);
      if (subdtype.base.itemsize * copies !== dtype.itemsize) throw new UnpicklingError('sub-array dtype of a wrong itemsize');
      parts.push([subdtype.base, 0, dtype.itemsize, copies]);
    }
    for (const name of names ?? []) {
      const field = (fields as Map<unknown, DtypeField>).get(name);
      if (field === undefined) throw new UnpicklingError(`dtype has no field ${JSON.stringify(name)} that it names`);
      parts.push([field.dtype, field.offset, field.dtype.itemsize, 1]);
    }
    self.hasObject = dtype.kind === 'O' || dtype.kind === 'T';
    self.subdtype = subdtype;
    self.names = names;
    self.fields = fields;
    self.metadata = state.metadata;
    if (state.unit !== undefined && dtype.unit !== undefined) [self.unit, self.unitCount] = [state.unit, state.count];
    dtype.#depth = dtype.#nodes = 1;
    dtype.#leaves = parts.length === 0 ? 1 : 0;
    dtype.#text = undefined;
    for (const [part, offset, size, copies] of parts) {
      part.#sealed = true;
      if (offset < 0 || offset + size > dtype.itemsize) throw new UnpicklingError('dtype field lies outside of the item');
      if (part.hasObject) self.hasObject = true;
      dtype.#depth = Math.max(dtype.#depth, part.#depth + 1);
      dtype.#nodes += part.#nodes;
      dtype.#leaves += part.#leaves * copies;
    }
    if (dtype.#sealed) throw new UnpicklingError('a dtype that is in use cannot be changed');
    if (dtype.#depth > MAX_DEPTH || dtype.#nodes > MAX_NODES) throw new UnpicklingError('dtype nested too deeply');
    self.flags = state.flags ?? (dtype.hasObject ? 63 : 0);
  }

  /** Scalars in one item, counting those of fields and sub-arrays. @internal */
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

  /** Python's `str(dtype)`, for instance `'float64'`, `'>f4'`, `'<U3'`, `'datetime64[ns]'`, `"[('a', '<i4')]"`. */
  get name(): string {
    this.#text ??=
      this.fields !== null || this.subdtype !== null || this.kind === 'T' ? text(this.#construction(true, true)) : this.#scalarName();
    return this.#text;
  }

  /** The same as `name`. */
  toString(): string {
    return this.name;
  }

  toJSON(): string {
    return this.name;
  }

  /** `dtype.isalignedstruct` */
  get isAlignedStruct(): boolean {
    return (this.flags & 128) !== 0;
  }

  #unitText(): string {
    const { unit, unitCount } = this;
    return unit === undefined || unit === 'generic' ? '' : `[${unitCount === 1 ? '' : unitCount}${unit}]`;
  }

  #scalarName(): string {
    const { kind, byteorder } = this;
    if (byteorder === '>' || 'SUV'.includes(kind)) return this.str;
    return KINDS[kind][0] + ('iufc'.includes(kind) ? this.itemsize * 8 : this.#unitText());
  }

  /** The argument of `dtype(...)` in NumPy's `repr`, as `numpy/_core/_dtype.py` builds it. */
  #construction(short: boolean, aligned: boolean): ReprPart[] {
    if (this.names !== null) {
      const parts = this.#structParts(aligned);
      return this.type === undefined || this.type.name === 'void' ? parts : [`(${this.type}, `, ...parts, ')'];
    }
    if (this.subdtype !== null) return ['(', ...this.subdtype.base.#construction(true, false), `, ${shapeText(this.subdtype.shape)})`];
    const { kind, itemsize } = this;
    if (kind === 'T') return this.#stringParts();
    if (kind === 'b') return [short ? "'?'" : "'bool'"];
    if (kind === 'O') return ["'O'"];
    const order = this.byteorder === '|' ? '' : this.byteorder;
    if ('SUV'.includes(kind)) return [`'${order}${kind}${itemsize === 0 ? '' : kind === 'U' ? itemsize / 4 : itemsize}'`];
    return [
      short || this.unit !== undefined || order === '>' ? `'${order}${kind}${itemsize}${this.#unitText()}'` : `'${this.#scalarName()}'`,
    ];
  }

  #stringParts(): ReprPart[] {
    const [coerce, ...missing] = this.stringArguments ?? [1];
    const parts: ReprPart[] = missing.length > 0 ? ['na_object=', { value: missing[0] }] : [];
    if (!coerce) parts.push(missing.length > 0 ? ', coerce=False' : 'coerce=False');
    return ['StringDType(', ...parts, ')'];
  }

  #structParts(aligned: boolean): ReprPart[] {
    const names = this.names as readonly string[];
    const fields = names.map((name) => (this.fields as ReadonlyMap<unknown, DtypeField>).get(name) as DtypeField);
    if (!(aligned && this.isAlignedStruct) && this.#isPacked(fields)) {
      const parts: ReprPart[] = ['['];
      fields.forEach(({ dtype, title }, i) => {
        parts.push(i > 0 ? ', (' : '(');
        if (title === undefined) parts.push({ value: names[i] }, ', ');
        else parts.push('(', { value: title }, ', ', { value: names[i] }, '), ');
        const { subdtype } = dtype;
        if (dtype.names === null && subdtype !== null)
          parts.push(...subdtype.base.#construction(true, false), `, ${shapeText(subdtype.shape)})`);
        else parts.push(...dtype.#construction(true, false), ')');
      });
      return [...parts, ']'];
    }
    const parts: ReprPart[] = ["{'names': "];
    const list = (items: ReprPart[][]) => {
      parts.push('[');
      items.forEach((item, i) => {
        parts.push(...(i > 0 ? [', ', ...item] : item));
      });
      parts.push(']');
    };
    list(names.map((value) => [{ value }]));
    parts.push(", 'formats': ");
    list(fields.map(({ dtype }) => dtype.#construction(true, false)));
    parts.push(", 'offsets': ");
    list(fields.map(({ offset }) => [String(offset)]));
    if (fields.some(({ title }) => title !== undefined)) {
      parts.push(", 'titles': ");
      list(fields.map(({ title }) => [{ value: title ?? null }]));
    }
    parts.push(`, 'itemsize': ${this.itemsize}${aligned && this.isAlignedStruct ? ", 'aligned': True" : ''}}`);
    return parts;
  }

  /** True when a list of names and dtypes says it all: fields in order, no gaps but those of alignment. */
  #isPacked(fields: readonly DtypeField[]): boolean {
    const align = (offset: number, to: number) => (this.isAlignedStruct && to > 0 ? Math.ceil(offset / to) * to : offset);
    let end = 0;
    let alignment = 1;
    for (const { dtype, offset } of fields) {
      if (offset !== align(end, dtype.alignment)) return false;
      end = offset + dtype.itemsize;
      alignment = Math.max(alignment, dtype.alignment);
    }
    return align(end, alignment) === this.itemsize;
  }

  /** Python's `repr(dtype)`, for instance `dtype('float64')`. */
  [REPR](): ReprPart[] {
    if (this.kind === 'T') return this.#stringParts();
    return ['dtype(', ...this.#construction(false, false), this.isAlignedStruct ? ', align=True)' : ')'];
  }

  [HASH](): number {
    return hashText(this.str);
  }

  [EQUALS](other: unknown): boolean {
    return other instanceof Dtype && (other === this || sameDtype(this, other));
  }

  /** What NumPy's `dtype.__reduce__` returns: version 3, or version 4 with metadata or a time unit. */
  [REDUCE](): Reduction {
    const { kind, itemsize, subdtype, names, fields, metadata } = this;
    if (kind === 'T') return [new PyGlobal('numpy._core._internal', '_convert_to_stringdtype_kwargs'), this.stringArguments ?? [1]];
    const code = this.type ?? `${kind}${kind === 'U' ? itemsize / 4 : itemsize}`;
    const flexible = 'SUV'.includes(kind);
    // A field is one tuple under its name and its title, as in NumPy.
    const tuples = new Map<DtypeField, Tuple>();
    const entries: [unknown, Tuple][] = [];
    for (const [key, field] of fields ?? []) {
      let tuple = tuples.get(field);
      if (tuple === undefined) {
        tuple = new Tuple<unknown>(field.title === undefined ? [field.dtype, field.offset] : [field.dtype, field.offset, field.title]);
        tuples.set(field, tuple);
      }
      entries.push([key, tuple]);
    }
    const state: unknown[] = [
      metadata === undefined && this.unit === undefined ? 3 : 4,
      this.byteorder,
      subdtype && new Tuple<unknown>([subdtype.base, new Tuple([...subdtype.shape])]),
      names && new Tuple([...names]),
      fields && new Dict(entries),
      flexible ? itemsize : -1,
      flexible ? this.alignment : -1,
      this.flags,
    ];
    if (this.unit !== undefined) {
      const unit = new Bytes(Uint8Array.from(this.unit, (letter) => letter.charCodeAt(0)));
      state.push(new Tuple<unknown>([metadata ?? null, new Tuple<unknown>([unit, this.unitCount, 1, 1])]));
    } else if (metadata !== undefined) {
      state.push(metadata);
    }
    return [new PyGlobal('numpy', 'dtype'), [code, false, true], new Tuple(state)];
  }
}

function notUnderstood(code: string): UnpicklingError {
  return new UnpicklingError(`data type ${JSON.stringify(code.slice(0, 100))} not understood`);
}

function sameDtype(a: Dtype, b: Dtype): boolean {
  if (a.str !== b.str || a.names?.length !== b.names?.length || (a.subdtype === null) !== (b.subdtype === null)) return false;
  if (a.subdtype !== null && b.subdtype !== null) {
    return shapeText(a.subdtype.shape) === shapeText(b.subdtype.shape) && a.subdtype.base[EQUALS](b.subdtype.base);
  }
  return (a.names ?? []).every((name, i) => {
    const left = a.fields?.get(name) as DtypeField;
    const right = b.fields?.get(name) as DtypeField;
    return b.names?.[i] === name && left.offset === right.offset && left.title === right.title && left.dtype[EQUALS](right.dtype);
  });
}

/** Python's text of a tuple of ints: `'(2, 3)'`, `'(2,)'`, `'()'`. */
export function shapeText(shape: readonly number[]): string {
  return `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
}

/** The parts joined. Field names are quoted as Python does it; other values are rare titles and markers of missing text. */
function text(parts: ReprPart[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : valueText(part.value))).join('');
}

function valueText(value: unknown): string {
  return typeof value === 'string' ? [...strRepr(value)].join('') : value === null ? 'None' : String(value);
}
