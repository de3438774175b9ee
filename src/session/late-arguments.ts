/**
 * Calls whose only argument is bytes, made straight from the input: a datetime needs ten bytes, not a view of them and
 * a tuple around it.
 * Picklers put bytes and tuple into the memo all the same and do not come back to them; both are made when a GET asks.
 *
 * `at` is where the input has the length of the bytes, a single byte in front of them.
 */
import { UnpicklingError } from '../base/index.js';
import { KIND_BYTES, KIND_TUPLE } from '../shared/kinds.js';
import { noteOther, Tuple } from '../values/index.js';
import type { Session } from './session.js';

/** What the memo hands out, and what the callee got when it did not make do with the input. */
interface Argument {
  readonly bytes: unknown;
  readonly tuple: unknown;
  readonly args: unknown[];
}

/** The arguments of such calls in one load. */
export class LateArguments {
  readonly #session: Session;
  /** The whole input. */
  #source: Uint8Array | undefined = undefined;
  readonly #made = new Map<number, Argument>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** Forgets the input, and what was made of it. */
  clear(): void {
    if (this.#source === undefined) return;
    this.#source = undefined;
    // Performance: V8 makes a new table for a Map that is empty already (bench case tiny).
    if (this.#made.size > 0) this.#made.clear();
  }

  /**
   * Calls may be made late from `source[from]` on. @returns false when that is not the whole input, or may change
   * before a GET
   */
  allow(source: Uint8Array, base: number, last: boolean): boolean {
    const session = this.#session;
    if (base !== 0 || !last || session.copy || session.maxItems < 1) return false;
    this.#source = source;
    return true;
  }

  /** REDUCE of `callee` with the bytes at `at`. */
  call(callee: unknown, source: Uint8Array, at: number): unknown {
    const session = this.#session;
    return (
      session.reduceBytes(callee, source, at + 1, source[at]) ?? session.reduce(callee, this.#make(at).args, KIND_TUPLE)
    );
  }

  /** The bytes at `at` (KIND_BYTES), or the tuple of them. */
  get(at: number, kind: number): unknown {
    const { bytes, tuple } = this.#made.get(at) ?? this.#make(at);
    return kind === KIND_BYTES ? bytes : tuple;
  }

  #make(at: number): Argument {
    const { exact, model } = this.#session;
    const source = this.#source as Uint8Array;
    // A hook may have changed the input, or given its memory away.
    if (!(at + 1 + source[at] <= source.length)) throw new UnpicklingError('the input was changed while it was read');
    // A Buffer's own subarray would make a Buffer; values are plain Uint8Arrays.
    const bytes = model.bytes(new Uint8Array(source.buffer as ArrayBuffer, source.byteOffset + at + 1, source[at]));
    const args = [bytes];
    if (this.#session.keepsKinds) noteOther(args);
    const argument: Argument = { bytes, tuple: exact ? new Tuple(args) : args, args };
    this.#made.set(at, argument);
    return argument;
  }
}
