/**
 * Every error that leaves this package is a `PickleError`.
 *
 * The message says what was found, where, and what to do about it; `offset` and `opcode` say the same to a program. It
 * is one line of text that can be seen: what else names and text of a pickle hold is escaped.
 */

import { escaped } from './escape.js';

/** Where in a pickle something happened. */
export interface ErrorPlace {
  /** Bytes from the start of the input to the opcode, 0-based. */
  offset?: number;
  /** Name of the opcode as in `pickletools`, for instance `'STACK_GLOBAL'`. */
  opcode?: string;
  /** What was thrown below, for instance by a hook of the caller's. */
  cause?: unknown;
}

/** Base of all errors of this package, like Python's `pickle.PickleError`. */
export class PickleError extends Error {
  override name = 'PickleError';
  /** Bytes from the start of the input to the opcode, 0-based; undefined when there is no input. */
  offset: number | undefined;
  /** Name of the opcode as in `pickletools`; undefined when no opcode was being executed. */
  opcode: string | undefined;
  constructor(message: string, place: ErrorPlace = {}) {
    super(escaped(message), place.cause === undefined ? undefined : { cause: place.cause });
    this.offset = place.offset;
    this.opcode = place.opcode;
  }
}

/** The input is not a pickle that CPython would load, or a hook of the caller's failed while loading it. */
export class UnpicklingError extends PickleError {
  override name = 'UnpicklingError';
}

/** The input ended before STOP. A reader of a growing file may wait for more bytes and try again. */
export class TruncatedError extends UnpicklingError {
  override name = 'TruncatedError';
}

/** The input asks for more than `options.limits` allows; raise the named limit if the input is trusted. */
export class LimitError extends UnpicklingError {
  override name = 'LimitError';
}

/** The value cannot be written as a pickle of the wanted protocol. */
export class PicklingError extends PickleError {
  override name = 'PicklingError';
}

/**
 * A fault of this package, neither of the input nor of a hook. Please report it with the message, the offset and the
 * opcode.
 */
export class InternalError extends PickleError {
  override name = 'InternalError';
  /** @internal */
  constructor(cause: unknown) {
    super(`a bug in pickle-wasm, please report it: ${cause}`, { cause });
  }
}

/** Parts of messages that begin in upper or lower case. */
const ENGINE_LIMITS = ['size exceeded', 'rray length', 'tring length', 'llocation failed', 'ut of memory', 'recursion'];

/**
 * V8's and other engines' own limits: sizes of Map, Set, Array, string and ArrayBuffer, and the stack (an
 * `InternalError` in Firefox). Without a regular expression: V8 ends the process when it has to compile one at the end
 * of the stack. @internal
 */
export function isEngineLimit({ code, name, message }: Error & { code?: unknown }): boolean {
  return (
    code === 'ERR_STRING_TOO_LONG' ||
    ((name === 'RangeError' || name === 'InternalError') &&
      ENGINE_LIMITS.some((part) => String(message).includes(part)))
  );
}

/**
 * True for errors that say what is wrong with the input, or that it is too much for JavaScript; all others are faults.
 * @internal
 */
export function isPickleErrorOrLimit(error: unknown): boolean {
  return error instanceof PickleError || isEngineLimit(error as Error);
}
