/**
 * PyTorch's tensors: views of storages, and what `torch._utils` makes of them (torch/_utils.py, torch/_tensor.py
 * `_reduce_ex_internal`).
 */
import { PickleError, UnpicklingError } from '../../base/index.js';
import { REDUCE, type Reduction } from '../../registry/index.js';
import { type PyGlobal, REPR, type ReprPart, Tuple } from '../../values/index.js';
import type { TensorData, TorchDtype } from './dtypes.js';
import type { Storage } from './storage.js';

/** Bytes that are made at most where no storage of that size stands for them: tensors expanded by strides of 0. */
const MAX_EXPANDED = 2 ** 28;
/** Lists without items in a nested array. */
const MAX_EMPTY = 2 ** 20;
const MAX_NDIM = 64;
/** Numbers shown of a tensor. */
const MAX_SHOWN = 6;

/** The call in the pickle that makes a value. */
export interface TorchCall {
  readonly callee: PyGlobal;
  readonly args: readonly unknown[];
}

/** How the integers of a quantized tensor become numbers. */
export interface Quantizer {
  /** `'per_tensor_affine'`, `'per_channel_affine'` or `'per_channel_affine_float_qparams'`. */
  readonly scheme: string;
  /** Of the whole tensor, or a tensor of one for each index of `axis`. */
  readonly scale: number | Tensor;
  readonly zeroPoint: number | Tensor;
  readonly axis: number | undefined;
}

export interface TensorOptions {
  readonly dtype: TorchDtype;
  /** Undefined for tensors of the device `meta`, which have no items. */
  readonly storage: Storage | undefined;
  /** Items before the first one. */
  readonly storageOffset: number;
  readonly shape: readonly number[];
  /** Items from one to the next along each axis. */
  readonly stride: readonly number[];
  readonly requiresGrad: boolean;
  readonly quantizer?: Quantizer;
  /** `{conj: true}`, `{neg: true}`: what is still to be done with the items. */
  readonly isConjugated?: boolean;
  readonly isNegated?: boolean;
}

/** PyTorch's Tensor (and Parameter): items of one dtype in a storage. */
export class Tensor {
  /** `'float32'`, `'bfloat16'`, `'int64'`, `'qint8'` … */
  readonly dtype: string;
  /** Length of each axis; `[]` for a tensor of one item without axes. */
  readonly shape: readonly number[];
  /** Items from one to the next along each axis, in the storage. */
  readonly stride: readonly number[];
  /** Items of the storage before the first one. */
  readonly storageOffset: number;
  readonly requiresGrad: boolean;
  /** Number of items. */
  readonly size: number;
  /** Class when it is not `torch.Tensor`, for instance `'torch.nn.parameter.Parameter'`. */
  readonly subclass: string | undefined;
  readonly quantizer: Quantizer | undefined;
  /** The items are the complex conjugates of those in the storage; `data` has this done. */
  readonly isConjugated: boolean;
  /** The items are those in the storage with the other sign; `data` has this done. */
  readonly isNegated: boolean;
  readonly #dtype: TorchDtype;
  readonly #storage: Storage | undefined;
  readonly #call: TorchCall;
  #data: TensorData | undefined;

  /** @throws UnpicklingError when the items are not within the storage @internal */
  constructor(options: TensorOptions, call: TorchCall, subclass?: string) {
    const { dtype, shape, stride, storageOffset, storage } = options;
    this.dtype = dtype.name;
    this.shape = Object.freeze([...shape]);
    this.stride = Object.freeze([...stride]);
    this.storageOffset = storageOffset;
    this.requiresGrad = options.requiresGrad;
    this.size = shape.reduce((product, length) => product * length, 1);
    this.subclass = subclass;
    this.quantizer = options.quantizer;
    this.isConjugated = options.isConjugated === true;
    this.isNegated = options.isNegated === true;
    this.#dtype = dtype;
    this.#storage = storage;
    this.#call = call;
    if (shape.length > MAX_NDIM || shape.length !== stride.length)
      throw new UnpicklingError(`a tensor of ${shape.length} axes with ${stride.length} strides`);
    if (!Number.isSafeInteger(this.size)) throw new UnpicklingError(`impossible tensor of shape (${shape.join(', ')})`);
    if (storage !== undefined && !dtype.isPacked && this.#end() > storage.size) {
      throw new UnpicklingError(`a tensor of ${this.#end()} bytes in a storage of ${storage.size}`);
    }
    Object.freeze(this);
  }

  /** The same items as a value that another call makes. @internal */
  static again(
    tensor: Tensor,
    call: TorchCall,
    subclass?: string,
    requiresGrad: boolean = tensor.requiresGrad,
  ): Tensor {
    const { shape, stride, storageOffset, quantizer, isConjugated, isNegated } = tensor;
    const common = { shape, stride, storageOffset, quantizer, isConjugated, isNegated, requiresGrad };
    return new Tensor({ ...common, dtype: tensor.#dtype, storage: tensor.#storage }, call, subclass ?? tensor.subclass);
  }

  /** Bytes of the storage up to the last item. */
  #end(): number {
    return this.size === 0 ? 0 : (this.#last() + 1) * this.#dtype.itemsize;
  }

  /** Place of the last item. */
  #last(): number {
    return this.shape.reduce((last, length, axis) => last + (length - 1) * this.stride[axis], this.storageOffset);
  }

  /**
   * The memory that the items are in, shared with other tensors. @throws PickleError for tensors of the device `meta`
   */
  get storage(): Storage {
    if (this.#storage === undefined) throw new PickleError('a tensor of the device meta has no storage');
    return this.#storage;
  }

  /** Number of axes. */
  get ndim(): number {
    return this.shape.length;
  }

  /** Bytes of the items when they lie side by side. */
  get byteLength(): number {
    return this.size * this.#dtype.itemsize;
  }

  /** True when the items lie side by side in C order. */
  get isContiguous(): boolean {
    let expected = 1;
    for (let axis = this.shape.length - 1; axis >= 0; axis--) {
      if (this.shape[axis] !== 1 && this.stride[axis] !== expected) return this.size === 0;
      expected *= this.shape[axis];
    }
    return true;
  }

  /**
   * The items in C order, made when first asked for: a view of the storage where that is possible, so not to be written
   * to. float16, bfloat16 and float8 are widened to Float32Array, complex numbers are pairs of real and imaginary part,
   * bool is Uint8Array, quantized tensors are their integers (`dequantize` for numbers); what packs several items into
   * a byte is its bytes.
   * @throws PickleError when the bytes are still in the file: `await tensor.read()`
   */
  get data(): TensorData {
    if (this.#data === undefined) this.#data = this.#items(this.#now());
    return this.#data;
  }

  /** `data`, where it may be in a file: only this tensor's bytes are read. */
  async read(): Promise<TensorData> {
    if (this.#data === undefined) {
      const { storage } = this;
      this.#data = this.#items(storage.isLoaded ? this.#now() : await storage.read(...this.#span()));
    }
    return this.#data;
  }

  /** The items' bytes in C order, little-endian, as safetensors has them. @throws PickleError as `data` */
  toBytes(): Uint8Array {
    return this.#contiguous(this.#now());
  }

  /** `toBytes`, where they may be in a file. */
  async readBytes(): Promise<Uint8Array> {
    const { storage } = this;
    return this.#contiguous(storage.isLoaded ? this.#now() : await storage.read(...this.#span()));
  }

  /** Offset and length of what of the storage is needed. */
  #span(): [offset: number, length: number] {
    if (this.#dtype.isPacked) return [0, this.storage.size];
    const start = this.storageOffset * this.#dtype.itemsize;
    return this.size === 0 ? [0, 0] : [start, this.#end() - start];
  }

  #now(): Uint8Array {
    const [offset, length] = this.#span();
    return this.storage.bytes.subarray(offset, offset + length);
  }

  #items(span: Uint8Array): TensorData {
    const bytes = this.#contiguous(span);
    const data = this.#dtype.dataOf(bytes, this.#dtype.isPacked ? bytes.length : this.size);
    return this.isConjugated || this.isNegated ? this.#resolved(data) : data;
  }

  /** Conjugation and sign that PyTorch has left for later. */
  #resolved(data: TensorData): TensorData {
    const result = data.slice() as Float64Array;
    for (let i = 0; i < result.length; i++) {
      // Conjugating changes the sign of each second number.
      if (this.isNegated !== (this.isConjugated && i % 2 === 1)) result[i] = -result[i];
    }
    return result;
  }

  /** The items in C order, out of the part of the storage that has them. */
  #contiguous(span: Uint8Array): Uint8Array {
    const { itemsize } = this.#dtype;
    if (this.#dtype.isPacked || this.isContiguous)
      return this.storage.nativeAs(span.subarray(0, this.#dtype.isPacked ? undefined : this.byteLength), this.#dtype);
    if (this.byteLength > MAX_EXPANDED && this.byteLength > this.storage.size) {
      throw new PickleError(
        `a tensor that expands ${span.length} bytes to ${this.byteLength}; read its storage instead`,
      );
    }
    const result = new Uint8Array(this.byteLength);
    const { shape, stride } = this;
    const index: number[] = shape.map(() => 0);
    let from = 0;
    for (let at = 0; at < result.length; at += itemsize) {
      for (let i = 0; i < itemsize; i++) result[at + i] = span[from * itemsize + i];
      for (let axis = shape.length - 1; axis >= 0; axis--) {
        from += stride[axis];
        if (++index[axis] < shape[axis]) break;
        from -= stride[axis] * shape[axis];
        index[axis] = 0;
      }
    }
    return this.storage.nativeAs(result, this.#dtype);
  }

  /**
   * Numbers of a quantized tensor: `(item - zeroPoint) * scale`. @throws PickleError for tensors that are not
   * quantized, or packed
   */
  dequantize(): Float32Array {
    const { quantizer } = this;
    if (quantizer === undefined || this.#dtype.isPacked)
      throw new PickleError(`a tensor of ${this.dtype} has nothing to dequantize`);
    const data = this.data as Int8Array;
    const scales = typeof quantizer.scale === 'number' ? [quantizer.scale] : Array.from(quantizer.scale.data, Number);
    const zeros =
      typeof quantizer.zeroPoint === 'number' ? [quantizer.zeroPoint] : Array.from(quantizer.zeroPoint.data, Number);
    const axis = quantizer.axis ?? 0;
    const inner = this.shape.slice(axis + 1).reduce((product, length) => product * length, 1);
    return Float32Array.from(data, (item, i) => {
      const channel = scales.length === 1 ? 0 : Math.floor(i / inner) % scales.length;
      // `zero_point` counts before the scale, except where it is itself a float.
      return quantizer.scheme === 'per_channel_affine_float_qparams'
        ? item * scales[channel] + zeros[channel]
        : (item - zeros[channel]) * scales[channel];
    });
  }

  /**
   * The item at an index of one number for each axis: a number, bigint, boolean, or `[real, imaginary]`. @throws
   * PickleError
   */
  at(...index: number[]): unknown {
    const { shape } = this;
    const fits =
      index.length === shape.length &&
      index.every((i, axis) => Number.isInteger(i) && i >= -shape[axis] && i < shape[axis]);
    if (!fits) throw new PickleError(`no item [${index.join(', ')}] in a tensor of shape (${shape.join(', ')})`);
    return this.#itemAt(index.reduce((place, i, axis) => place * shape[axis] + (i < 0 ? i + shape[axis] : i), 0));
  }

  /** The one item. @throws PickleError when there are more */
  item(): unknown {
    if (this.size !== 1) throw new PickleError(`a tensor of ${this.size} items, one expected`);
    return this.#itemAt(0);
  }

  #itemAt(place: number): unknown {
    const { data } = this;
    if (this.dtype === 'bool') return data[place] !== 0;
    return this.dtype.startsWith('complex') ? [data[2 * place], data[2 * place + 1]] : data[place];
  }

  /** The items as nested arrays (`tolist`); the item itself when there are no axes. @throws PickleError as `data` */
  toArray(): unknown {
    if (this.#dtype.isPacked)
      throw new PickleError(`a tensor of ${this.dtype} packs several items into a byte; its data are the bytes`);
    let place = 0;
    const nested = (axis: number): unknown =>
      axis === this.shape.length
        ? this.#itemAt(place++)
        : Array.from({ length: this.shape[axis] }, () => nested(axis + 1));
    const lists = this.shape.reduce((product, length) => product * (length || 1), 1);
    if (this.size === 0 && lists > MAX_EMPTY)
      throw new PickleError(`too many empty lists for shape (${this.shape.join(', ')})`);
    return nested(0);
  }

  #isLoaded(): boolean {
    return this.#data !== undefined || this.#storage?.isLoaded === true;
  }

  /** `Tensor float32 (2, 3) [1, 2, 3, …]`, the items as far as they are in memory. */
  toString(): string {
    const name = this.subclass?.split('.').at(-1) ?? 'Tensor';
    const head = `${name} ${this.dtype} (${this.shape.join(', ')})`;
    if (!this.#isLoaded() || this.#dtype.isPacked) return head;
    const count = Math.min(this.size, MAX_SHOWN);
    const shown = Array.from({ length: count }, (_, i) => String(this.#itemAt(i)));
    return `${head} [${shown.join(', ')}${this.size > count ? ', …' : ''}]`;
  }

  /**
   * `{dtype, shape, data}`: nested arrays, or null when the bytes are still in a file. Integers beyond 2^53 are text.
   */
  toJSON(): { dtype: string; shape: readonly number[]; data: unknown } {
    const { dtype, shape } = this;
    if (!this.#isLoaded() || this.#dtype.isPacked) return { dtype, shape, data: null };
    const plain = (item: unknown): unknown =>
      Array.isArray(item)
        ? item.map(plain)
        : typeof item !== 'bigint'
          ? item
          : Number.isSafeInteger(Number(item))
            ? Number(item)
            : String(item);
    return { dtype, shape, data: plain(this.toArray()) };
  }

  [REPR](): Iterable<ReprPart> {
    return [`<${this.toString()}>`];
  }

  /** The call that made it. @internal */
  [REDUCE](): Reduction {
    return [this.#call.callee, tupled(this.#call.args)];
  }
}

/** Arguments as they are written: what is an Array of the natural value model was a tuple. @internal */
export function tupled(args: readonly unknown[]): unknown[] {
  const written = (value: unknown, depth: number): unknown =>
    Array.isArray(value) && depth < MAX_NDIM ? new Tuple(value.map((item) => written(item, depth + 1))) : value;
  return args.map((arg) => written(arg, 0));
}

/** A tensor most of whose items are zero. */
export class SparseTensor {
  /** `'torch.sparse_coo'`, `'torch.sparse_csr'` and so on. */
  readonly layout: string;
  readonly shape: readonly number[];
  /** Of coo: one row for each axis; of the others `undefined`. */
  readonly indices: Tensor | undefined;
  /** Of csr, csc, bsr, bsc: where each row or column begins, and the places of its items. */
  readonly compressedIndices: Tensor | undefined;
  readonly plainIndices: Tensor | undefined;
  readonly values: Tensor;
  readonly #call: TorchCall;

  /** @internal */
  constructor(
    layout: string,
    parts: { shape: readonly number[]; values: Tensor; indices?: Tensor; compressed?: Tensor; plain?: Tensor },
    call: TorchCall,
  ) {
    this.layout = layout;
    this.shape = Object.freeze([...parts.shape]);
    this.values = parts.values;
    this.indices = parts.indices;
    this.compressedIndices = parts.compressed;
    this.plainIndices = parts.plain;
    this.#call = call;
    Object.freeze(this);
  }

  get dtype(): string {
    return this.values.dtype;
  }

  toString(): string {
    return `SparseTensor ${this.dtype} (${this.shape.join(', ')}) ${this.layout}`;
  }

  [REPR](): Iterable<ReprPart> {
    return [`<${this.toString()}>`];
  }

  /** @internal */
  [REDUCE](): Reduction {
    return [this.#call.callee, tupled(this.#call.args)];
  }
}
