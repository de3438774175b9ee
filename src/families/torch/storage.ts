/**
 * PyTorch's storages: the bytes that tensors are views of (torch/storage.py, torch/serialization.py). Where they stand
 * in a file they are read when somebody asks.
 */
import { PickleError, PicklingError, UnpicklingError } from '../../base/index.js';
import { REDUCE, type Reduction } from '../../registry/index.js';
import { Bytes, PyGlobal, REPR, type ReprPart } from '../../values/index.js';
import { TorchDtype } from './dtypes.js';
import { legacyArchive } from './legacy-archive.js';

/** Where the bytes of a storage are, as its file has them. */
export interface StorageSource {
  /** Part of the bytes. */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** All of them, checked as far as the file has something to check them by. */
  readAll(): Promise<Uint8Array>;
  /** All of them, where that needs no waiting; undefined elsewhere. */
  readNow(): Uint8Array | undefined;
}

export interface StorageOptions {
  /** Class in the pickle: `torch.FloatStorage`, `torch.storage.UntypedStorage`. */
  readonly cls: PyGlobal;
  /** Bytes. */
  readonly size: number;
  /** `'0'` and so on, the name in its file. */
  readonly key: string;
  /** `'cpu'`, `'cuda:0'`: where the tensor was. */
  readonly location: string;
  /** False when the writer's machine had the other byte order. */
  readonly littleEndian: boolean;
  readonly source: StorageSource;
}

const BYTE_STORAGE = /*#__PURE__*/ new PyGlobal('torch', 'ByteStorage');
const LOAD_FROM_BYTES = /*#__PURE__*/ new PyGlobal('torch.storage', '_load_from_bytes');

/** Memory that tensors share. `bytes` are little-endian, whatever the file has. */
export class Storage {
  /** Bytes. */
  readonly size: number;
  readonly key: string;
  readonly location: string;
  /** Of typed storages; `null` where the tensor says what the bytes are. */
  readonly dtype: TorchDtype | null;
  readonly #options: StorageOptions;
  #bytes: Uint8Array | undefined;

  /** @internal */
  constructor(options: StorageOptions) {
    this.size = options.size;
    this.key = options.key;
    this.location = options.location;
    this.dtype = TorchDtype.ofStorage(options.cls.name) ?? null;
    this.#options = options;
    Object.freeze(this);
  }

  /** Over bytes in memory. @internal */
  static of(cls: PyGlobal, bytes: Uint8Array, location = 'cpu', key = '0'): Storage {
    const now = {
      read: async (at: number, length: number) => bytes.subarray(at, at + length),
      readAll: async () => bytes,
      readNow: () => bytes,
    };
    return new Storage({ cls, size: bytes.length, key, location, littleEndian: true, source: now });
  }

  /** A part of a storage as one of its own, as files before PyTorch 0.4 have them. @internal */
  part(offset: number, size: number, key: string): Storage {
    if (!(offset >= 0 && size >= 0 && offset + size <= this.size))
      throw new UnpicklingError(`storage ${key} reaches out of the one it is part of`);
    const { source } = this.#options;
    return new Storage({
      ...this.#options,
      size,
      key,
      source: {
        read: (at, length) => source.read(offset + at, length),
        readAll: () => source.read(offset, size),
        readNow: () => source.readNow()?.subarray(offset, offset + size),
      },
    });
  }

  /** True when `bytes` need no waiting. */
  get isLoaded(): boolean {
    return this.#now() !== undefined;
  }

  /**
   * The bytes, little-endian: those of the file itself where it is in memory, so they are not to be written to.
   * @throws PickleError when they are still in a file or compressed: `await storage.load()` before
   */
  get bytes(): Uint8Array {
    const bytes = this.#now();
    if (bytes === undefined)
      throw new PickleError(`storage ${this.key} is still in its file: await storage.load() or tensor.read() before`);
    return bytes;
  }

  #now(): Uint8Array | undefined {
    if (this.#bytes === undefined) {
      const bytes = this.#options.source.readNow();
      if (bytes !== undefined) this.#set(bytes);
    }
    return this.#bytes;
  }

  #set(bytes: Uint8Array): void {
    if (bytes.length !== this.size)
      throw new UnpicklingError(`storage ${this.key} has ${bytes.length} bytes, ${this.size} expected`);
    this.#bytes = this.#native(bytes, this.dtype);
  }

  /** The bytes of a file in little-endian order. A storage without a dtype is swapped where a tensor says how. */
  #native(bytes: Uint8Array, dtype: TorchDtype | null): Uint8Array {
    const width = this.#options.littleEndian ? 1 : (dtype?.swapWidth ?? 1);
    return width === 1 ? bytes : swapped(bytes, width);
  }

  /**
   * Reads all of the bytes and keeps them. @throws TruncatedError, UnpicklingError when the file is not as its
   * directory says
   */
  async load(): Promise<this> {
    if (this.#now() === undefined) this.#set(await this.#options.source.readAll());
    return this;
  }

  /**
   * Reads `length` bytes at `offset`, and no others where the file is not compressed; nothing is kept.
   * @throws PickleError when they are not within the storage
   */
  async read(offset: number, length: number): Promise<Uint8Array> {
    if (!(offset >= 0 && length >= 0 && offset + length <= this.size)) {
      throw new PickleError(`${length} bytes at ${offset} of a storage of ${this.size} bytes`);
    }
    if (this.#now() !== undefined) return this.bytes.subarray(offset, offset + length);
    return this.#native(await this.#options.source.read(offset, length), this.dtype);
  }

  /**
   * Bytes of items of `dtype`, which were in the file's order when the storage does not know its own dtype. @internal
   */
  nativeAs(bytes: Uint8Array, dtype: TorchDtype): Uint8Array {
    return this.dtype === null ? this.#native(bytes, dtype) : bytes;
  }

  toString(): string {
    return `<${this.#options.cls} of ${this.size} bytes>`;
  }

  toJSON(): { dtype: string | null; size: number; key: string } {
    return { dtype: this.dtype?.name ?? null, size: this.size, key: this.key };
  }

  [REPR](): Iterable<ReprPart> {
    return [this.toString()];
  }

  /** What PyTorch's own `__reduce__` gives: an archive of the legacy format as bytes. @internal */
  [REDUCE](): Reduction {
    const { cls, littleEndian } = this.#options;
    if (!this.isLoaded)
      throw new PicklingError(`storage ${this.key} is still in its file: await storage.load() before it is written`);
    if (!littleEndian && this.dtype === null)
      throw new PicklingError(`storage ${this.key} has no dtype and the other byte order`);
    const count = this.size / (this.dtype?.itemsize ?? 1);
    // PyTorch (2.15) cannot load what it writes of an untyped storage itself; one of bytes serves as well.
    const written = this.dtype === null ? BYTE_STORAGE : cls;
    return [LOAD_FROM_BYTES, [new Bytes(legacyArchive(written, this.key, count, this.bytes))]];
  }
}

/** A copy with the bytes of each `width` in reverse. */
function swapped(bytes: Uint8Array, width: number): Uint8Array {
  const result = new Uint8Array(bytes.length);
  for (let at = 0; at + width <= bytes.length; at += width) {
    for (let i = 0; i < width; i++) result[at + i] = bytes[at + width - 1 - i];
  }
  return result;
}
