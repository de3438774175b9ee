/** What may be given as input, and its bytes. */
import { PickleError } from '../errors.js';

/** Bytes in memory: anything that views an ArrayBuffer, a Buffer too. */
export type ByteInput = ArrayBufferLike | ArrayBufferView;

/** True for input that is wholly in memory. */
export function isByteInput(input: unknown): input is ByteInput {
  return ArrayBuffer.isView(input) || input instanceof ArrayBuffer || isShared(input);
}

/**
 * The bytes of an input as a plain Uint8Array, without copying unless the memory is shared with other threads: these may change
 * it while it is read, and text decoders refuse it.
 * @throws PickleError when it is no bytes, with a remedy
 */
export function inputBytes(input: unknown): Uint8Array {
  let bytes: Uint8Array;
  if (ArrayBuffer.isView(input)) {
    // Performance: a Buffer would make the engine's reads polymorphic.
    bytes = input.constructor === Uint8Array ? (input as Uint8Array) : new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  } else if (isShared(input) || Object.prototype.toString.call(input) === '[object ArrayBuffer]') {
    // Perhaps from another realm: a frame or a vm context.
    bytes = new Uint8Array(input as ArrayBuffer);
  } else {
    throw notBytes(input);
  }
  return isShared(bytes.buffer) ? bytes.slice() : bytes;
}

/** True for memory that other threads may change. */
export function isShared(buffer: unknown): boolean {
  return typeof SharedArrayBuffer !== 'undefined' && buffer instanceof SharedArrayBuffer;
}

/** The error for an argument of a wrong type. */
export function notBytes(input: unknown): PickleError {
  const promise = typeof (input as { then?: unknown } | null | undefined)?.then === 'function';
  let remedy = 'loads() takes a Uint8Array, Buffer or ArrayBuffer, load() takes streams and Blobs, too';
  if (typeof input === 'string') remedy = 'read the file without an encoding, or decode the text (base64, hex) to a Uint8Array first';
  if (promise) remedy = 'await the promise first';
  if (Array.isArray(input)) remedy = 'use Uint8Array.from(array)';
  const what = (input as object | null | undefined)?.constructor?.name ?? (input === null ? 'null' : typeof input);
  return new PickleError(`a pickle is bytes, not ${what}: ${remedy}`);
}
