import { BOOLEAN, checkOptions, type OptionKinds } from '../base/index.js';
import { ByteString, viewOf } from './bytes.js';
import { expect } from './check.js';

/** Options of `new PickleBuffer`. */
export interface PickleBufferOptions {
  /** Says that the consumer must not write to the memory: bytes in-band, READONLY_BUFFER out-of-band. Default false. */
  readonly?: boolean;
}

const OPTIONS = { readonly: BOOLEAN } satisfies OptionKinds<PickleBufferOptions>;

/**
 * Memory offered for out-of-band transfer (PEP 574): a view, never a copy. The exact value model has one for each
 * NEXT_BUFFER.
 *
 * With protocol 5 and `bufferCallback` the memory itself goes to the callback and the pickle holds NEXT_BUFFER;
 * without, the contents are written in-band, as bytes when read-only and as a bytearray otherwise.
 */
export class PickleBuffer extends ByteString {
  /** True when the consumer must not write to the memory. */
  readonly readonly: boolean;

  /**
   * @param data the memory; a typed array stands for the part of the buffer that it covers.
   * @throws PickleError when it is no memory
   */
  constructor(data: ArrayBufferLike | ArrayBufferView, options: PickleBufferOptions = {}) {
    checkOptions(options, OPTIONS);
    const view = viewOf(data);
    expect(view, 'ArrayBuffer, typed array or DataView');
    super(view);
    this.readonly = options.readonly === true;
  }

  /** The memory as bytes, in physical order, no copy (`PickleBuffer.raw()`). */
  raw(): Uint8Array {
    return this.data;
  }
}
