import { PickleError } from '../base/index.js';
import { expect } from './check.js';
import { unhashable } from './hash.js';
import { EQUALS, HASH, KEY } from './protocol.js';

/** What `Bytes`, `ByteArray` and `PickleBuffer` share. @internal */
export abstract class ByteString {
  /** The bytes themselves: possibly a view of the pickle (no copy). */
  readonly data: Uint8Array;

  /** @param data taken over, not copied. @throws PickleError when it is no Uint8Array */
  constructor(data: Uint8Array) {
    expect(data instanceof Uint8Array, 'a Uint8Array');
    this.data = data;
  }

  get length(): number {
    return this.data.length;
  }

  /** The byte at `index`, 0 to 255; negative counts from the end. Undefined outside. */
  at(index: number): number | undefined {
    return this.data.at(index);
  }

  [Symbol.iterator](): IterableIterator<number> {
    return this.data[Symbol.iterator]();
  }

  /** The bytes decoded; `encoding` as in TextDecoder, malformed input becomes U+FFFD. */
  toString(encoding = 'utf-8'): string {
    return new TextDecoder(encoding, { ignoreBOM: true }).decode(this.data);
  }

  /** The bytes as numbers: JSON has no bytes. */
  toJSON(): number[] {
    return [...this.data];
  }
}

/** Python's bytes, in the exact value model. */
export class Bytes extends ByteString {
  [KEY](): Uint8Array {
    return this.data;
  }
}

/** Python's bytearray, in the exact value model. */
export class ByteArray extends ByteString {
  [HASH](): number {
    throw unhashable('bytearray');
  }

  [EQUALS](other: unknown): boolean {
    const data = other instanceof ByteString ? other.data : other;
    return data instanceof Uint8Array && sameBytes(this.data, data);
  }
}

/** True when both hold the same bytes. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  const length = a.length;
  if (length !== b.length) return false;
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** A getter of the language itself: an object may have a property of its own that says something else. */
function getterOf(prototype: object, name: PropertyKey): (this: unknown) => never {
  return Object.getOwnPropertyDescriptor(prototype, name)?.get as never;
}

const ARRAYS = /*#__PURE__*/ Object.getPrototypeOf(Uint8Array.prototype);
const NAMES = ['buffer', 'byteOffset', 'byteLength'];
const OF_ARRAYS = /*#__PURE__*/ NAMES.map((name) => getterOf(ARRAYS, name));
const OF_DATA_VIEWS = /*#__PURE__*/ NAMES.map((name) => getterOf(DataView.prototype, name));
const arrayTag = /*#__PURE__*/ getterOf(ARRAYS, Symbol.toStringTag);

/** True for a typed array of any realm. */
function isTypedArray(value: unknown): boolean {
  return arrayTag.call(value) !== undefined;
}

function seen(value: unknown, [buffer, offset, length]: typeof OF_ARRAYS): Uint8Array {
  return new Uint8Array(buffer.call(value), offset.call(value), length.call(value));
}

/** True for memory that other threads may change. @internal */
export function isShared(buffer: unknown): boolean {
  return typeof SharedArrayBuffer !== 'undefined' && buffer instanceof SharedArrayBuffer;
}

/**
 * The memory of a buffer, typed array or DataView of any realm, not copied, as it is now: in a view of its own that
 * keeps its length; undefined for anything else, a Proxy too. @throws PickleError for memory that was transferred or
 * became too short @internal
 */
export function memoryOf(value: unknown): Uint8Array | undefined {
  try {
    if (isTypedArray(value)) {
      // Of an array whose memory is gone the length is 0; its methods throw.
      ARRAYS.at.call(value, 0);
      return seen(value, OF_ARRAYS);
    }
    if (ArrayBuffer.isView(value)) return seen(value, OF_DATA_VIEWS);
    if (!isShared(value) && Object.prototype.toString.call(value) !== '[object ArrayBuffer]') return undefined;
    const { buffer, length } = new Uint8Array(value as ArrayBuffer);
    // Of what only looks like a buffer it is another: a copy of what that says.
    return buffer === value ? new Uint8Array(buffer, 0, length) : undefined;
  } catch (error) {
    throw new PickleError(
      `the memory of ${Object.prototype.toString.call(value)} cannot be read: ${(error as Error).message}`,
    );
  }
}

/** The bytes of anything that is bytes-like, our own classes too: what `memoryOf` says of their memory. @internal */
export function viewOf(value: unknown): Uint8Array | undefined {
  return memoryOf(value instanceof ByteString ? value.data : value);
}
