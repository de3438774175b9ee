import { pinned } from './pinned.js';

/** Options of `new PickleBuffer`. */
export interface PickleBufferOptions {
  /** Says that the consumer must not write to the memory: bytes in-band, READONLY_BUFFER out-of-band. Default false. */
  readonly?: boolean;
}

/**
 * Memory offered for out-of-band transfer (PEP 574): a view, never a copy.
 *
 * With protocol 5 and `bufferCallback` the memory itself goes to the callback and the pickle holds NEXT_BUFFER; without, the
 * contents are written in-band, as bytes when read-only and as a bytearray otherwise.
 */
export class PickleBuffer {
  /** True when the consumer must not write to the memory. */
  readonly readonly: boolean;
  readonly #bytes: Uint8Array;

  /**
   * @param data the memory; a typed array stands for the part of the buffer that it covers.
   * @throws PicklingError when the memory is gone
   */
  constructor(data: ArrayBuffer | ArrayBufferView, options: PickleBufferOptions = {}) {
    this.#bytes = pinned(data);
    this.readonly = options.readonly === true;
  }

  /** The memory as bytes, in physical order, no copy (`PickleBuffer.raw()`). */
  raw(): Uint8Array {
    return this.#bytes;
  }
}
