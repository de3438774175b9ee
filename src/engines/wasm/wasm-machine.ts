/** The WASM engine: windows of the input go to the scanner, its tapes to the builder. */

import { InternalError, isEngineLimit, PickleError } from '../../base/index.js';
import { fault, invalidLoadKey, placed } from '../../format/index.js';
import {
  DEFAULT_NODES,
  DICT_AUTO,
  type Machine,
  RUN_DONE,
  RUN_MORE,
  RUN_PAYLOAD,
  type RunStatus,
  type Session,
  typeName,
} from '../../session/index.js';
import { FAULT_END, FAULT_LIMIT_MEMO, FAULT_LIMIT_NODES, FAULT_LOAD_KEY, FAULT_MEMO_MISSING, FAULT_NO_MEMORY, FAULT_TRUNCATED, FAULT_UNHASHABLE } from '../../shared/faults.js'; // biome-ignore format: a list
import { FRAME } from '../../shared/opcodes.js';
import { SCAN_DONE, SCAN_DRAIN, SCAN_FAULT, SCAN_MORE, SCAN_PAYLOAD } from '../../shared/status.js';
import {
  HEAD_FAULT,
  HEAD_FAULT_DETAIL,
  HEAD_FAULT_OFFSET,
  HEAD_FRAME,
  HEAD_NEED,
  HEAD_NEED_HIGH,
  HEAD_PAYLOAD,
  HEAD_PAYLOAD_SLOT,
  HEAD_POSITION,
} from '../../shared/tape.js';
import { Builder } from './builder.js';
import { refusedBecause, Scanner } from './scanner/index.js';

/** Bytes of a window: the window, its tape and its text stay in the second-level cache. */
const WINDOW = 128 << 10;
/** Bytes of the window behind a payload; doubles with every window that is used up. */
const WINDOW_AFTER_PAYLOAD = 24;

/** A machine on the WASM scanner. */
export function createWasmMachine(session: Session): Machine {
  return new WasmMachine(session);
}

/** The engine for one load after another. @see Machine */
class WasmMachine implements Machine {
  readonly engine = 'wasm';
  total = Number.POSITIVE_INFINITY;
  position = 0;
  need = 0;
  frameAt = 0;
  frameEnd = 0;
  isSound = true;
  result: unknown = undefined;
  readonly #session: Session;
  readonly #builder: Builder;
  #largest = WINDOW;
  #window = WINDOW;
  #scanner: Scanner | undefined = undefined;
  /** The payload asked for: what it is, its slot, and where its opcode is. */
  #payload = 0;
  #payloadSlot = 0;
  #payloadOffset = 0;
  #payloadOpcode = 0;
  #waiting = false;
  /** Why the memo cannot be gone on with: the scanner that had it is gone. */
  #lost: Error | undefined = undefined;

  constructor(session: Session) {
    this.#session = session;
    this.#builder = new Builder(session);
  }

  begin(keepMemo: boolean): void {
    this.isSound = false;
    if (!keepMemo) this.#lost = undefined;
    if (this.#lost !== undefined) throw this.#lost;
    this.#scanner ??= Scanner.acquire();
    const scanner = this.#scanner;
    if (scanner === undefined) throw new PickleError('WebAssembly is not available here', { cause: refusedBecause() });
    const session = this.#session;
    this.#largest = Math.max(1, session.windowSize ?? WINDOW);
    this.#window = this.#largest;
    const old = session.configuration.oldStrings;
    scanner.configure(
      session.exact || session.dict === DICT_AUTO,
      old.keepBytes,
      old.asciiCompatible,
      Math.min(session.maxMemo, 0xffffffff),
      // Performance: nobody can keep as many values as the default allows, so they are not counted.
      session.maxNodes < DEFAULT_NODES ? session.maxNodes : Number.POSITIVE_INFINITY,
      Math.min(session.maxDigits, 4300),
    );
    this.#builder.begin(keepMemo);
    session.begin(keepMemo);
    try {
      scanner.begin(keepMemo);
    } catch (error) {
      throw this.#trapped(scanner, error, 0, undefined);
    }
    this.total = Number.POSITIVE_INFINITY;
    this.frameEnd = 0;
    this.result = undefined;
    this.#waiting = false;
  }

  run(source: Uint8Array, start: number, base: number, last: boolean): RunStatus {
    const scanner = this.#scanner as Scanner;
    const builder = this.#builder;
    const mayBeLate = builder.late.allow(source, base, last);
    this.position = start;
    // The payload that was asked for does not exist: the input ends before.
    if (this.#waiting) throw fault(FAULT_TRUNCATED, undefined, this.#payloadOffset, this.#payloadOpcode);
    for (;;) {
      const at = this.position;
      const available = source.length - at;
      const size = available < this.#window ? available : this.#window;
      let status: number;
      try {
        status = scanner.scan(source, at, size, last && size === available, this.total - base - at, mayBeLate);
      } catch (error) {
        throw this.#trapped(scanner, error, base + at, source[at]);
      }
      const { head } = scanner;
      const frame = (head.byteOffset + HEAD_FRAME * 4) / 8;
      this.frameAt = base + at + scanner.doubles[frame];
      this.frameEnd = base + at + scanner.doubles[frame + 1];
      builder.drain(scanner, source, at, base, this.total);
      this.position = at + head[HEAD_POSITION];
      switch (status) {
        case SCAN_DONE:
          this.result = builder.result;
          return RUN_DONE;
        case SCAN_DRAIN:
          break;
        case SCAN_MORE: {
          const need = head[HEAD_NEED] >>> 0;
          if (size === available) {
            this.need = need;
            return RUN_MORE;
          }
          // Either the window was used up, or one opcode needs more than a whole window.
          if (this.#window < this.#largest) this.#window = Math.min(this.#window * 2, this.#largest);
          if (need > this.#window || this.position === at) this.#window = Math.max(need, this.#window * 2);
          break;
        }
        case SCAN_PAYLOAD: {
          const length = (head[HEAD_NEED] >>> 0) + (head[HEAD_NEED_HIGH] >>> 0) * 0x100000000;
          this.#payload = head[HEAD_PAYLOAD];
          this.#payloadSlot = head[HEAD_PAYLOAD_SLOT];
          this.#payloadOffset = base + at + head[HEAD_FAULT_OFFSET];
          this.#payloadOpcode = source[at + head[HEAD_FAULT_OFFSET]];
          this.#window = Math.min(WINDOW_AFTER_PAYLOAD, this.#largest);
          if (length > source.length - this.position) {
            this.need = length;
            this.#waiting = true;
            return RUN_PAYLOAD;
          }
          this.#take(source.subarray(this.position, this.position + length), false);
          this.position += length;
          break;
        }
        case SCAN_FAULT:
          throw this.#fault(source, at, base);
      }
    }
  }

  supply(payload: Uint8Array): void {
    this.#waiting = false;
    this.#take(payload, true);
  }

  #take(payload: Uint8Array, owned: boolean): void {
    try {
      this.#builder.payload(this.#payload, this.#payloadSlot, payload, owned);
    } catch (error) {
      throw placed(error, this.#payloadOffset, this.#payloadOpcode);
    }
  }

  /** The scanner's call has thrown, at an opcode at `offset` or behind it: the instance is thrown away. */
  #trapped(scanner: Scanner, error: unknown, offset: number, opcode: number | undefined): Error {
    this.#scanner = undefined;
    this.#lost = scanner.isOutOfMemory
      ? fault(FAULT_NO_MEMORY, undefined, offset, opcode)
      : placed(isEngineLimit(error as Error) ? error : new InternalError(error), offset, opcode);
    return this.#lost;
  }

  #fault(source: Uint8Array, at: number, base: number): Error {
    const { head } = this.#scanner as Scanner;
    const code = head[HEAD_FAULT];
    const offset = head[HEAD_FAULT_OFFSET];
    // Before the window only FRAME, at the end of the input no opcode at all.
    const opcode = offset < 0 ? FRAME : code === FAULT_END ? undefined : source[at + offset];
    if (code === FAULT_LOAD_KEY) return invalidLoadKey(head[HEAD_FAULT_DETAIL], base + at + offset);
    let detail: unknown = head[HEAD_FAULT_DETAIL];
    if (code === FAULT_UNHASHABLE) detail = typeName(detail as number, undefined);
    else if (code === FAULT_MEMO_MISSING) detail = ((detail as number) >>> 0) + head[HEAD_NEED_HIGH] * 0x100000000;
    else if (code === FAULT_LIMIT_MEMO) detail = this.#session.maxMemo;
    else if (code === FAULT_LIMIT_NODES) detail = this.#session.maxNodes;
    return fault(code, detail, base + at + offset, opcode);
  }

  release(): void {
    this.#builder.release();
    this.result = undefined;
    this.#scanner?.release();
    this.#scanner = undefined;
  }
}
