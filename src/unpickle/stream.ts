/** Pickles from streams: bounded memory beyond the values, whatever the size of the input. */
import type { LoadOptions, OnProgress } from '../options.js';
import { acquireEngine, releaseEngine } from './engine.js';
import type { ByteInput } from './input.js';
import type { Loaded } from './loads.js';
import { type Machine, RUN_DONE, RUN_PAYLOAD } from './machine.js';
import { type ChunkReader, openSource, type StreamInput } from './source.js';

/** What a declared length makes us allocate before its bytes have arrived, at least. */
const READ_AHEAD = 1 << 20;

const NOTHING = /*#__PURE__*/ new Uint8Array(0);

/**
 * Reads one pickle from a stream, Blob, Response or iterable of byte chunks; the source is closed then. Bytes values have memory of
 * their own.
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
      return engine.machine.result as T;
    } finally {
      engine.session.copy = engine.session.configuration.copy;
      releaseEngine(engine);
    }
  } finally {
    await reader.close();
  }
}

/** Reads the pickles that follow one another in a stream, each with a memo of its own (like `pickle.load` in a loop). */
export async function* loadAllStream(source: StreamInput, options?: LoadOptions): AsyncGenerator<Loaded, void, void> {
  const reader = new PickleReader(openSource(source), options?.onProgress);
  try {
    const engine = acquireEngine(options, reader.total);
    engine.session.copy = true;
    try {
      while (await reader.more()) {
        engine.machine.begin(false);
        await reader.run(engine.machine);
        const value = engine.machine.result;
        engine.machine.result = undefined;
        yield value;
      }
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
    for (;;) {
      const status = machine.run(this.#buffer, this.#from, this.position - this.#from, this.#ended);
      this.position += machine.position - this.#from;
      this.#from = machine.position;
      this.#onProgress?.(this.position, this.total);
      if (status === RUN_DONE) return;
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

  /** Reads until `count` bytes are there, or the source ends. A source may use a chunk's memory again for the next: bytes are kept as copies. */
  async #fill(count: number): Promise<void> {
    let have = this.#buffer.length - this.#from;
    const chunks: Uint8Array[] = [this.#buffer.slice(this.#from)];
    while (have < count && !this.#ended) {
      const chunk = await this.#source.read();
      if (chunk === undefined) {
        this.#ended = true;
      } else {
        have += chunk.length;
        chunks.push(have < count ? chunk.slice() : chunk);
      }
    }
    this.#buffer = chunks.length === 2 && chunks[0].length === 0 ? chunks[1] : joined(chunks, have);
    this.#from = 0;
  }

  /**
   * Reads a payload into memory of its own, which never is more than 1 MiB or twice what has arrived, so that a lying length
   * allocates nothing.
   * @returns undefined when the source ends before
   */
  async #payload(count: number): Promise<Uint8Array | undefined> {
    const have = this.#buffer.length - this.#from;
    let payload = new Uint8Array(Math.min(count, Math.max(READ_AHEAD, 2 * have)));
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
      if (filled + part.length > payload.length) {
        const larger = new Uint8Array(Math.min(count, Math.max(filled + part.length, 2 * payload.length)));
        larger.set(payload.subarray(0, filled));
        payload = larger;
      }
      payload.set(part, filled);
      filled += part.length;
      this.#from += part.length;
      this.position += part.length;
      this.#onProgress?.(this.position, this.total);
    }
    return payload;
  }
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const result = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    result.set(chunk, at);
    at += chunk.length;
  }
  return result;
}
