/** What may be given as input, and its bytes. */
import { PickleError } from '../base/index.js';
import { isShared, memoryOf } from './bytes.js';

/** Bytes in memory: anything that views an ArrayBuffer, a Buffer too. */
export type ByteInput = ArrayBufferLike | ArrayBufferView;

/** True for input that is wholly in memory. */
export function isByteInput(input: unknown): input is ByteInput {
  return ArrayBuffer.isView(input) || input instanceof ArrayBuffer || isShared(input);
}

/**
 * The bytes of an input as a plain Uint8Array, without copying unless the memory is shared with other threads: these
 * may change it while it is read, and text decoders refuse it.
 * @throws PickleError when it is no bytes, with a remedy
 */
export function inputBytes(input: unknown): Uint8Array {
  // Performance: a plain Uint8Array is taken as it is; a Buffer would make the engine's reads polymorphic. One whose
  // memory is gone is empty.
  const isPlain = ArrayBuffer.isView(input) && input.constructor === Uint8Array && (input as Uint8Array).length > 0;
  const bytes = isPlain ? (input as Uint8Array) : memoryOf(input);
  if (bytes === undefined) throw notBytes(input);
  return isShared(bytes.buffer) ? bytes.slice() : bytes;
}

/** The error for an argument of a wrong type. */
export function notBytes(input: unknown): PickleError {
  const promise = typeof (input as { then?: unknown } | null | undefined)?.then === 'function';
  let remedy = 'loads() takes a Uint8Array, Buffer or ArrayBuffer, load() takes streams and Blobs, too';
  if (typeof input === 'string')
    remedy = 'read the file without an encoding, or decode the text (base64, hex) to a Uint8Array first';
  if (promise) remedy = 'await the promise first';
  if (Array.isArray(input)) remedy = 'use Uint8Array.from(array)';
  const what = (input as object | null | undefined)?.constructor?.name ?? (input === null ? 'null' : typeof input);
  return new PickleError(`a pickle is bytes, not ${what}: ${remedy}`);
}
