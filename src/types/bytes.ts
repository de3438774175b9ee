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

/** True for a typed array of any realm. @internal */
export function isTypedArray(value: unknown): boolean {
  return arrayTag.call(value) !== undefined;
}

/**
 * The bytes of a buffer of any kind, not copied, as they are now: in a view of its own that keeps its length; undefined for anything else, a
 * Proxy too. @throws TypeError for a DataView or buffer whose memory is gone @internal
 */
export function viewOf(value: unknown): Uint8Array | undefined {
  if (value instanceof ByteString) value = value.data;
  if (ArrayBuffer.isView(value)) {
    const [buffer, offset, length] = isTypedArray(value) ? OF_ARRAYS : OF_DATA_VIEWS;
    return new Uint8Array(buffer.call(value), offset.call(value), length.call(value));
  }
  if (!(value instanceof ArrayBuffer || (typeof SharedArrayBuffer !== 'undefined' && value instanceof SharedArrayBuffer))) return undefined;
  return new Uint8Array(value, 0, new Uint8Array(value).length);
}
