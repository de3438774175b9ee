/** What comes from outside the pickle: persistent objects, out-of-band buffers, and the encoding of Python 2 str. */
import { UnpicklingError } from '../base/index.js';
import { fault } from '../format/index.js';
import { FAULT_BUFFERS_EXHAUSTED, FAULT_BUFFERS_MISSING } from '../shared/faults.js';
import { KIND_BYTES, KIND_STR } from '../shared/kinds.js';
import { ByteString, Bytes, PersistentId, PickleBuffer, viewOf } from '../values/index.js';
import { describe } from './containers.js';

import type { Session } from './session.js';

/** By what was handed in as a buffer. */
const BUFFERS = /*#__PURE__*/ new WeakMap<object, PickleBuffer>();

/** The outside of one load. */
export class Outside {
  readonly #session: Session;

  #buffers: Iterator<unknown> | undefined = undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Gets ready for a load with these `options.buffers`. */
  open(buffers: Iterable<unknown> | null | undefined): void {
    this.#buffers = undefined;
    if (buffers === undefined || buffers === null) return;
    if (typeof buffers[Symbol.iterator] !== 'function') throw new UnpicklingError('options.buffers must be an iterable of buffers');
    this.#buffers = buffers[Symbol.iterator]();
  }

  /** Forgets everything of the load. */
  clear(): void {
    this.#buffers = undefined;
  }

  /** PERSID (a str), BINPERSID (any value). */
  persistent(id: unknown): unknown {
    const load = this.#session.configuration.persistentLoad;
    if (load === undefined) return this.#session.owners.inert(new PersistentId(id));
    return this.#session.owners.foreign(load(id) ?? null);
  }

  /** NEXT_BUFFER: the next of `options.buffers`: the caller's own object, in exact mode a `PickleBuffer` over its memory. */
  nextBuffer(): unknown {
    if (this.#buffers === undefined) throw fault(FAULT_BUFFERS_MISSING);
    const { done, value } = this.#buffers.next();
    if (done === true) throw fault(FAULT_BUFFERS_EXHAUSTED);
    const view = viewOf(value);
    if (view === undefined) throw new UnpicklingError('options.buffers must contain ArrayBuffers, typed arrays or DataViews');
    if (!this.#session.exact) return this.#session.owners.foreign(value instanceof ByteString ? view : value);
    if (value instanceof PickleBuffer) return this.#session.owners.foreign(value);
    // A buffer that is handed in twice is one object.
    const made = BUFFERS.get(value as object) ?? new PickleBuffer(view);
    BUFFERS.set(value as object, made);
    return this.#session.owners.foreign(made);
  }

  /**
   * READONLY_BUFFER. JavaScript has no read-only view of memory: the natural model keeps the buffer as it is, the exact model
   * has a read-only `PickleBuffer` over the same memory.
   */
  readonlyBuffer(value: unknown, kind: number): unknown {
    this.#session.owners.lastKind = kind;
    const view = viewOf(value);
    if (view === undefined) throw new UnpicklingError(`a bytes-like object is required, not ${describe(value)}`);
    if (!this.#session.exact || value instanceof Bytes || (value instanceof PickleBuffer && value.readonly)) return value;
    return new PickleBuffer(view, { readonly: true });
  }

  /** A Python 2 str; `bytes` is copied when it must outlive the input. */
  oldString(bytes: Uint8Array): unknown {
    if (this.#session.configuration.oldStrings.keepBytes) {
      this.#session.owners.lastKind = KIND_BYTES;
      return this.#session.model.bytes(this.#session.copy ? bytes.slice() : bytes);
    }
    this.#session.owners.lastKind = KIND_STR;
    return this.#session.configuration.oldStrings.decode(bytes);
  }
}
