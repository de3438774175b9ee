import { UnpicklingError } from '../errors.js';
import { REDUCE, type Reduction } from '../pickle/reduce-symbol.js';
import { complexRepr, floatRepr } from '../repr/numbers.js';
import { bytesRepr } from '../repr/text.js';
import { Bytes, sameBytes } from './bytes.js';
import { datetime64Instant, datetime64Text, NAT, timedelta64Length, timedelta64Text } from './datetime64.js';
import { Dtype } from './dtype.js';
import { PyGlobal } from './global.js';
import { hashBigInt, hashBytes, hashNumber, hashText, unhashable } from './hash.js';
import { NDArray } from './ndarray.js';
import { Complex } from './numbers.js';
import { checkCount, type ItemForm, readItem, trimmed } from './numpyitem.js';
import { EQUALS, HASH, KEY, REPR, type ReprPart } from './protocol.js';

/** Names of scalar types that are not the dtype's. */
const TYPE_NAMES: Record<string, string> = {
  S: 'bytes_',
  U: 'str_',
  V: 'void',
  M: 'datetime64',
  m: 'timedelta64',
  f16: 'longdouble',
  c32: 'clongdouble',
};

/** A NumPy scalar: one item of a dtype, such as `numpy.float64(1.5)`. Compares, hashes and computes as its value. */
export class NumPyScalar {
  readonly dtype: Dtype;
  /** The item in the dtype's byte order; empty for a record with objects. */
  readonly bytes: Uint8Array;
  /** Holds the item of a record with objects. */
  readonly #array: NDArray | undefined;
  readonly #core: string;
  #value: unknown = undefined;

  /**
   * @param memory `dtype.itemsize` bytes, or a 0-d array for a record with objects
   * @param core package the pickle names: `'numpy._core'` (NumPy 2) or `'numpy.core'`
   */
  constructor(dtype: Dtype | string, memory: Uint8Array | NDArray, core = 'numpy._core') {
    this.dtype = Dtype.seal(typeof dtype === 'string' ? new Dtype(dtype) : dtype);
    this.#array = memory instanceof NDArray ? memory : undefined;
    this.bytes = memory instanceof NDArray ? memory.bytes : memory;
    const fits = memory instanceof NDArray ? memory.size === 1 : memory.length === this.dtype.itemsize && !this.dtype.hasObject;
    if (!fits) throw new UnpicklingError(`a scalar of dtype ${this.dtype} must have ${this.dtype.itemsize} bytes`);
    this.#core = core;
  }

  /**
   * boolean; number, or bigint beyond 2^53; `Complex`; string for `str_`; Uint8Array for `bytes_` (trailing NULs dropped), `void` and long
   * doubles; ticks of times, null for NaT; an object with the fields of a record.
   */
  get value(): unknown {
    this.#value ??= this.dtype.kind === 'S' ? trimmed(this.bytes) : this.#read('natural');
    return this.#value;
  }

  #read(form: ItemForm): unknown {
    const { dtype, bytes } = this;
    if (this.#array !== undefined) return NDArray.item(this.#array, form);
    checkCount(dtype, 1);
    return readItem(dtype, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0, form);
  }

  /** The value, so that arithmetic and comparison work. */
  valueOf(): number {
    // Typed as a number so that `+scalar` and `scalar < 3` compile.
    return this.value as number;
  }

  /** The value as JSON has it: integers beyond 2^53 and dates as text. */
  toJSON(): unknown {
    return this.#read('json');
  }

  /** Python's `str`; records as JSON. */
  toString(): string {
    const { unit, kind } = this.dtype;
    if (unit !== undefined) return (kind === 'M' ? datetime64Text : timedelta64Text)(this.#ticks(), unit, this.dtype.unitCount);
    const { value } = this;
    if (value instanceof Uint8Array) return kind === 'S' ? [...bytesRepr(value)].join('') : hexText(value);
    if (typeof value === 'object' && !(value instanceof Complex)) return JSON.stringify(this);
    return typeof value === 'string' ? value : this.#numberText(value);
  }

  /** The integer behind a time. */
  #ticks(): bigint {
    return this.value === null ? NAT : BigInt(this.value as number);
  }

  #numberText(value: unknown): string {
    if (typeof value === 'boolean') return value ? 'True' : 'False';
    const { kind, itemsize } = this.dtype;
    if (value instanceof Complex) {
      return itemsize === 16 ? complexRepr(value.real, value.imag) : complexText(value, (part) => shortFloat(part, 1e6, singleNeighbours));
    }
    if (kind !== 'f' || typeof value !== 'number') return String(value);
    if (itemsize === 8) return floatRepr(value);
    const text = itemsize === 4 ? shortFloat(value, 1e6, singleNeighbours) : shortFloat(value, 1e3, halfNeighbours);
    return /^-?\d+$/.test(text) ? `${text}.0` : text;
  }

  /** `repr` of NumPy 2, for instance `np.float64(1.5)`, `np.True_`, `np.datetime64('2020-01-01')`. */
  [REPR](): ReprPart[] {
    const { dtype, value } = this;
    const { kind, itemsize, unit, unitCount, type } = dtype;
    if (kind === 'b') return [`np.${this}_`];
    const name = `np.${type?.name ?? TYPE_NAMES[kind + itemsize] ?? TYPE_NAMES[kind] ?? dtype.name.replace(/^>.*/, () => new Dtype(kind + itemsize).name)}`;
    if (unit !== undefined) {
      const suffix = `,'${unitCount === 1 ? '' : unitCount}${unit}'`;
      if (kind === 'M') return [`${name}('${this}'${value === null || unitCount !== 1 || unit === 'h' ? suffix : ''})`];
      return [`${name}(${value === null ? "'NaT'" : value}${unit === 'generic' ? '' : suffix})`];
    }
    if (dtype.names !== null) {
      const text = type === undefined ? dtype.name : dtype.name.slice(`(${type}, `.length, -1);
      return [`${name}(`, { value: this.#read('python') }, `, dtype=${text})`];
    }
    if (kind === 'U') return [`${name}(`, { value }, ')'];
    const text = this.toString();
    return [name, /^\(.*\)$/.test(text) ? text : `(${text})`];
  }

  /** The primitive that Python calls equal to the value, or this. */
  [KEY](): unknown {
    const { value } = this;
    if (this.dtype.unit !== undefined) return this;
    if (typeof value === 'boolean') return Number(value);
    if (value instanceof Complex) return value.imag === 0 ? value.real : this;
    return typeof value === 'object' ? this : value;
  }

  [HASH](): number {
    const { value, dtype } = this;
    if (value === null) return 0;
    if (dtype.unit !== undefined) return hashBigInt(instant(this.#ticks(), dtype).length);
    if (value instanceof Complex) return value[HASH]();
    if (value instanceof Uint8Array && dtype.kind !== 'V') return hashBytes(value);
    if (typeof value === 'object') throw unhashable('numpy.void');
    return typeof value === 'string' ? hashText(value) : typeof value === 'bigint' ? hashBigInt(value) : hashNumber(Number(value));
  }

  /** As Python: numbers by value whatever their types, times by instant, NaT and NaN equal to nothing. */
  [EQUALS](other: unknown): boolean {
    const { value, dtype } = this;
    if (dtype.unit !== undefined) {
      if (!(other instanceof NumPyScalar) || other.dtype.kind !== dtype.kind || value === null || other.value === null) return false;
      const left = instant(this.#ticks(), dtype);
      const right = instant(other.#ticks(), other.dtype);
      return left.length === right.length && (left.scale === right.scale || left.length === 0n);
    }
    const right = other instanceof NumPyScalar ? other.value : other;
    if (value instanceof Complex) return value[EQUALS](right);
    if (value instanceof Uint8Array) {
      const bytes = right instanceof Bytes ? right.data : right;
      return bytes instanceof Uint8Array && sameBytes(value, bytes);
    }
    if (typeof value === 'object') return other === this;
    return typeof value === 'boolean' || typeof right === 'boolean' ? Number(value) === Number(right) : value === right;
  }

  /** `scalar(dtype, bytes)`, as NumPy's `generic.__reduce__`. */
  [REDUCE](): Reduction {
    const { dtype, bytes } = this;
    return [new PyGlobal(`${this.#core}.multiarray`, 'scalar'), [dtype, dtype.hasObject ? this.#array : new Bytes(bytes)]];
  }
}

function instant(ticks: bigint, dtype: Dtype): { length: bigint; scale: string } {
  const unit = dtype.unit as string;
  if (dtype.kind === 'M') return { length: datetime64Instant(ticks, unit, dtype.unitCount), scale: 'instant' };
  return timedelta64Length(ticks, unit, dtype.unitCount);
}

function complexText(value: Complex, text: (part: number) => string): string {
  const imag = text(value.imag);
  if (Object.is(value.real, 0)) return `${imag}j`;
  return `(${text(value.real)}${imag.startsWith('-') ? '' : '+'}${imag}j)`;
}

/**
 * The shortest digits that no other number of the type is nearer to; an exponent from `limit` on and below 1e-4 (NumPy's Dragon4
 * with `unique`).
 */
function shortFloat(value: number, limit: number, neighbours: (size: number) => [below: number, above: number]): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || value === 0) return floatRepr(value).replace('.0', '');
  const [below, above] = neighbours(size);
  let precision = 1;
  let text = size.toPrecision(precision);
  while (Math.abs(Number(text) - size) >= (Number(text) < size ? size - below : above - size) / 2) text = size.toPrecision(++precision);
  const sign = value < 0 ? '-' : '';
  if (size >= 1e-4 && size < limit) return sign + String(Number(text));
  const [digits, exponent] = Number(text).toExponential().split('e');
  return `${sign}${digits}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
}

/** The float32 numbers next to `size`, a float32 above 0. */
function singleNeighbours(size: number): [number, number] {
  const bits = new Uint32Array(Float32Array.of(size).buffer)[0];
  const at = (other: number) => new Float32Array(Uint32Array.of(other).buffer)[0];
  const above = at(bits + 1);
  return [at(bits - 1), Number.isFinite(above) ? above : 2 * size - at(bits - 1)];
}

/** The float16 numbers next to `size`, a float16 above 0. */
function halfNeighbours(size: number): [number, number] {
  const step = Math.max(2 ** (Math.floor(Math.log2(size)) - 10), 2 ** -24);
  const down = Number.isInteger(Math.log2(size)) && step > 2 ** -24 ? step / 2 : step;
  return [size - down, size + step];
}

/** `b'...'` with every byte as an escape, as NumPy shows plain void. */
function hexText(bytes: Uint8Array): string {
  let text = "b'";
  for (const byte of bytes) text += `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  return `${text}'`;
}
