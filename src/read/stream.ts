/** Pickles from streams: bounded memory beyond the values, whatever the size of the input. */
import { UnpicklingError } from '../base/index.js';
import { fault, placed } from '../format/index.js';
import { type LoadOptions, type Machine, type OnProgress, RUN_DONE, RUN_PAYLOAD } from '../session/index.js';
import { FAULT_TRUNCATED } from '../shared/faults.js';
import { FRAME } from '../shared/opcodes.js';
import type { ByteInput } from '../values/index.js';
import { acquireEngine, failed, releaseEngine } from './choose-engine.js';
import type { Loaded } from './loads.js';
import { withMemoAdvice } from './shared-memo.js';
import { type ChunkReader, openSource, type StreamInput } from './source.js';

/** What a declared length makes us allocate before its bytes have arrived, at least. */
const READ_AHEAD = 1 << 20;

const NOTHING = /*#__PURE__*/ new Uint8Array(0);

/**
 * Reads one pickle from a stream, Blob, Response or iterable of byte chunks; the source is closed then. Bytes values
 * have memory of their own.
 *
 * A promise cannot hand out an object with a function `then`: it would call the function. Such a value, which only a
 * registered class or function or `persistentLoad` can give, is refused.
 * @throws UnpicklingError, PickleError as `loads`, and whatever the source throws
 */
export async function load<T = Loaded>(source: StreamInput | ByteInput, options?: LoadOptions): Promise<T> {
  const reader = new PickleReader(openSource(source), options?.onProgress);
  try {
    const engine = acquireEngine(options, reader.total);
    engine.session.copy = true;
    try {
      engine.machine.begin(false);
      await reader.run(engine.machine);
      return unpromised(engine.machine.result) as T;
    } catch (error) {
      throw failed(engine, error);
    } finally {
      engine.session.copy = engine.session.configuration.copy;
      releaseEngine(engine);
    }
  } finally {
    await reader.close();
  }
}

/**
 * `value`, which a promise will hand out as it is. @throws UnpicklingError when it would call the value's `then`
 * instead
 */
export function unpromised(value: unknown): unknown {
  const holder =
    (typeof value === 'object' || typeof value === 'function') && value !== null ? (value as { then?: unknown }) : {};
  if (typeof holder.then !== 'function') return value;
  throw new UnpicklingError(
    'the value has a function `then`, which a promise would call: read all bytes first and use loads',
  );
}

/**
 * Reads the pickles that follow one another in a stream, each with a memo of its own (like `pickle.load` in a loop).
 */
export async function* loadAllStream(source: StreamInput, options?: LoadOptions): AsyncGenerator<Loaded, void, void> {
  const reader = new PickleReader(openSource(source), options?.onProgress);
  try {
    const engine = acquireEngine(options, reader.total);
    engine.session.copy = true;
    let isFirst = true;
    try {
      while (await reader.more()) {
        engine.machine.begin(false);
        await reader.run(engine.machine);
        const value = engine.machine.result;
        engine.machine.result = undefined;
        isFirst = false;
        yield unpromised(value);
      }
    } catch (error) {
      throw failed(engine, withMemoAdvice(error, isFirst));
    } finally {
      engine.session.copy = engine.session.configuration.copy;
      releaseEngine(engine);
    }
  } finally {
    await reader.close();
  }
}

/** Feeds a machine from a source of chunks: keeps what is not consumed, and knows how far it is. */
export class PickleReader {
  readonly #source: ChunkReader;
  readonly #onProgress: OnProgress | undefined;
  /** Bytes that have arrived and are not consumed: `#buffer[#from..]`. */
  #buffer: Uint8Array = NOTHING;
  #from = 0;
  #ended = false;
  /** Bytes consumed, from the start of the source. */
  position = 0;

  constructor(source: ChunkReader, onProgress: OnProgress | undefined) {
    this.#source = source;
    this.#onProgress = onProgress;
  }

  get total(): number | undefined {
    return this.#source.total;
  }

  /** False at the end of the source. */
  async more(): Promise<boolean> {
    if (this.#from < this.#buffer.length) return true;
    await this.#fill(1);
    return this.#from < this.#buffer.length;
  }

  /** Runs one pickle; the value is in `machine.result`. */
  async run(machine: Machine): Promise<void> {
    try {
      await this.#run(machine);
    } catch (error) {
      throw (await this.#cutFrame(machine, error)) ?? error;
    }
  }

  /**
   * CPython reads a frame before it executes it. Here opcodes run as they arrive, so what went wrong inside a frame is
   * the error only if all of the frame is there; it is read for that, and not kept.
   */
  async #cutFrame(machine: Machine, error: unknown): Promise<Error | undefined> {
    if (!(error instanceof UnpicklingError && (error.offset as number) > machine.frameAt)) return undefined;
    let have = this.position + this.#buffer.length - this.#from;
    while (have < machine.frameEnd) {
      const chunk = this.#ended ? undefined : await this.#source.read();
      if (chunk === undefined) return fault(FAULT_TRUNCATED, undefined, machine.frameAt, FRAME);
      have += chunk.length;
    }
    return undefined;
  }

  async #run(machine: Machine): Promise<void> {
    for (;;) {
      const status = machine.run(this.#buffer, this.#from, this.position - this.#from, this.#ended);
      this.position += machine.position - this.#from;
      this.#from = machine.position;
      this.#onProgress?.(this.position, this.total);
      machine.isSound = status === RUN_DONE;
      if (machine.isSound) return;
      if (status === RUN_PAYLOAD) {
        const payload = await this.#payload(machine.need);
        // The machine says what is wrong when it sees the end.
        if (payload !== undefined) machine.supply(payload);
      } else {
        await this.#fill(machine.need);
      }
    }
  }

  async close(): Promise<void> {
    await this.#source.close();
  }

  /**
   * Reads until `count` bytes are there (0: until another LF is), or the source ends. A source may use a chunk's memory
   * again for the next: bytes are kept as copies, in memory that doubles.
   */
  async #fill(count: number): Promise<void> {
    let data: Uint8Array = this.#buffer.slice(this.#from);
    let have = data.length;
    let enough = count > 0 && have >= count;
    while (!enough && !this.#ended) {
      const chunk = await this.#source.read();
      if (chunk === undefined) {
        this.#ended = true;
        break;
      }
      enough = count > 0 ? have + chunk.length >= count : chunk.includes(0x0a);
      if (enough && have === 0) data = chunk;
      else data = this.#append(data, have, chunk, enough ? 0 : 2 * data.length);
      have += chunk.length;
    }
    this.#buffer = have === data.length ? data : data.subarray(0, have);
    this.#from = 0;
  }

  /**
   * Reads a payload into memory of its own, which never is more than 1 MiB or twice what has arrived, so that a lying
   * length allocates nothing.
   * @returns undefined when the source ends before
   */
  async #payload(count: number): Promise<Uint8Array | undefined> {
    const have = this.#buffer.length - this.#from;
    let payload: Uint8Array = new Uint8Array(Math.min(count, Math.max(READ_AHEAD, 2 * have)));
    let filled = 0;
    while (filled < count) {
      if (this.#from === this.#buffer.length) {
        const chunk = this.#ended ? undefined : await this.#source.read();
        if (chunk === undefined) {
          this.#ended = true;
          this.#buffer = NOTHING;
          this.#from = 0;
          return undefined;
        }
        this.#buffer = chunk;
        this.#from = 0;
      }
      const part = this.#buffer.subarray(this.#from, Math.min(this.#buffer.length, this.#from + count - filled));
      payload = this.#append(payload, filled, part, Math.min(count, 2 * payload.length));
      filled += part.length;
      this.#from += part.length;
      this.position += part.length;
      this.#onProgress?.(this.position, this.total);
    }
    return payload;
  }

  /**
   * Puts `part` behind the `have` bytes of `data`, in larger memory when it has no room: of `room` bytes if that is
   * enough.
   */
  #append(data: Uint8Array, have: number, part: Uint8Array, room: number): Uint8Array {
    const size = have + part.length;
    let result = data;
    if (size > data.length) {
      try {
        result = new Uint8Array(Math.max(size, room));
      } catch (error) {
        throw placed(error, this.position);
      }
      result.set(data.subarray(0, have));
    }
    result.set(part, have);
    return result;
  }
}
