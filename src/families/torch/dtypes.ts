/**
 * PyTorch's dtypes: their names, sizes, and what JavaScript makes of their items (torch/_utils.py,
 * c10/core/ScalarType.h; float8: OCP 8-bit Floating Point Specification 1.0).
 */
import { REDUCE } from '../../registry/index.js';
import { PyGlobal, REPR, type ReprPart } from '../../values/index.js';
import { decodeFloat16 } from '../index.js';

/** Items of a tensor as numbers. */
export type TensorData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array;

type View = new (buffer: ArrayBufferLike, offset: number, length: number) => TensorData;

interface Row {
  /** Bytes of an item. */
  readonly size: number;
  /** The array that has such items: of the parts of complex numbers, of the bytes of packed ones. */
  readonly array: View;
  /** Value of the bits of a float that JavaScript has no array for. */
  readonly widen?: (bits: number) => number;
  /** Numbers of an item: 2 for complex ones. */
  readonly parts?: number;
}

const wideView = new DataView(new ArrayBuffer(4));

/** bfloat16: the upper half of a float32. */
function decodeBfloat16(bits: number): number {
  wideView.setUint32(0, bits << 16);
  return wideView.getFloat32(0);
}

/** Eight-bit floats: `exponentBits` of exponent; `bias`; what says infinity and NaN differs by kind. */
function float8(exponentBits: number, bias: number, kind: 'ieee' | 'fn' | 'fnuz'): (bits: number) => number {
  const fractionBits = 7 - exponentBits;
  const fractions = 1 << fractionBits;
  const top = (1 << exponentBits) - 1;
  return (bits) => {
    const sign = bits & 0x80 ? -1 : 1;
    const exponent = (bits & 0x7f) >> fractionBits;
    const fraction = bits & (fractions - 1);
    if (kind === 'fnuz' && bits === 0x80) return Number.NaN;
    if (kind === 'fn' && exponent === top && fraction === fractions - 1) return Number.NaN;
    if (kind === 'ieee' && exponent === top) return fraction === 0 ? sign * Infinity : Number.NaN;
    if (exponent === 0) return sign * fraction * 2 ** (1 - bias - fractionBits);
    return sign * (1 + fraction / fractions) * 2 ** (exponent - bias);
  };
}

/** float8_e8m0fnu: a power of two, no sign. */
function decodeScale(bits: number): number {
  return bits === 0xff ? Number.NaN : 2 ** (bits - 127);
}

const ROWS: Readonly<Record<string, Row>> = {
  float64: { size: 8, array: Float64Array },
  float32: { size: 4, array: Float32Array },
  float16: { size: 2, array: Uint16Array, widen: decodeFloat16 },
  bfloat16: { size: 2, array: Uint16Array, widen: decodeBfloat16 },
  int64: { size: 8, array: BigInt64Array },
  int32: { size: 4, array: Int32Array },
  int16: { size: 2, array: Int16Array },
  int8: { size: 1, array: Int8Array },
  uint64: { size: 8, array: BigUint64Array },
  uint32: { size: 4, array: Uint32Array },
  uint16: { size: 2, array: Uint16Array },
  uint8: { size: 1, array: Uint8Array },
  bool: { size: 1, array: Uint8Array },
  complex32: { size: 4, array: Uint16Array, widen: decodeFloat16, parts: 2 },
  complex64: { size: 8, array: Float32Array, parts: 2 },
  complex128: { size: 16, array: Float64Array, parts: 2 },
  float8_e4m3fn: { size: 1, array: Uint8Array, widen: float8(4, 7, 'fn') },
  float8_e5m2: { size: 1, array: Uint8Array, widen: float8(5, 15, 'ieee') },
  float8_e4m3fnuz: { size: 1, array: Uint8Array, widen: float8(4, 8, 'fnuz') },
  float8_e5m2fnuz: { size: 1, array: Uint8Array, widen: float8(5, 16, 'fnuz') },
  float8_e8m0fnu: { size: 1, array: Uint8Array, widen: decodeScale },
  float4_e2m1fn_x2: { size: 1, array: Uint8Array },
  qint8: { size: 1, array: Int8Array },
  quint8: { size: 1, array: Uint8Array },
  qint32: { size: 4, array: Int32Array },
  quint4x2: { size: 1, array: Uint8Array },
  quint2x4: { size: 1, array: Uint8Array },
};

/** dtypes by the names of their storages, before `Storage`. */
const STORAGES: Readonly<Record<string, string>> = {
  Double: 'float64',
  Float: 'float32',
  Half: 'float16',
  BFloat16: 'bfloat16',
  Long: 'int64',
  Int: 'int32',
  Short: 'int16',
  Char: 'int8',
  Byte: 'uint8',
  Bool: 'bool',
  ComplexDouble: 'complex128',
  ComplexFloat: 'complex64',
  QInt8: 'qint8',
  QUInt8: 'quint8',
  QInt32: 'qint32',
  QUInt4x2: 'quint4x2',
  QUInt2x4: 'quint2x4',
};

/** Made on first use. */
let known: ReadonlyMap<string, TorchDtype> | undefined;

/** One of PyTorch's dtypes, a constant like `torch.float32`. */
export class TorchDtype {
  /** `'float32'`, `'bfloat16'`, `'qint8'` and so on. */
  readonly name: string;
  /** Bytes of an item. */
  readonly itemsize: number;
  readonly #row: Row;

  private constructor(name: string, row: Row) {
    this.name = name;
    this.itemsize = row.size;
    this.#row = row;
    Object.freeze(this);
  }

  /** By name. @internal */
  static get known(): ReadonlyMap<string, TorchDtype> {
    known ??= new Map(Object.entries(ROWS).map(([name, row]) => [name, new TorchDtype(name, row)]));
    return known;
  }

  /**
   * The dtype of a class of storages; undefined for `UntypedStorage`, whose items are bytes, and for classes that
   * nobody knows. @internal
   */
  static ofStorage(className: string): TorchDtype | undefined {
    const stem = className.replace(/Storage$/, '');
    return TorchDtype.known.get(Object.hasOwn(STORAGES, stem) ? STORAGES[stem] : '');
  }

  /** Several items in a byte. @internal */
  get isPacked(): boolean {
    return this.name.startsWith('quint4') || this.name.startsWith('quint2') || this.name.startsWith('float4');
  }

  /**
   * `count` items in `bytes`, little-endian: a view where alignment allows; what JavaScript has no array for is
   * widened. @internal
   */
  dataOf(bytes: Uint8Array, count: number): TensorData {
    const { array, widen, parts = 1, size } = this.#row;
    const width = size / parts;
    const aligned = bytes.byteOffset % width === 0 ? bytes : bytes.slice();
    const view = new array(aligned.buffer, aligned.byteOffset, count * parts);
    return widen === undefined ? view : Float32Array.from(view as Uint16Array, widen);
  }

  /** Bytes that change places in a file of the other byte order. @internal */
  get swapWidth(): number {
    return this.itemsize / (this.#row.parts ?? 1);
  }

  toString(): string {
    return `torch.${this.name}`;
  }

  toJSON(): string {
    return this.name;
  }

  /** By its name. @internal */
  [REDUCE](): PyGlobal {
    return new PyGlobal('torch', this.name);
  }

  [REPR](): Iterable<ReprPart> {
    return [this.toString()];
  }
}
