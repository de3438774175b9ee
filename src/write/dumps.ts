/**
 * `dumps`, `dump` and `Pickler`.
 *
 * What becomes what: null is None, boolean bool, number int (a safe integer other than -0) or float, bigint int, string
 * str (lone surrogates kept), Array list, a plain object (own enumerable string keys) or Map dict, Set set, Uint8Array,
 * ArrayBuffer and
 * DataView bytes, other typed arrays by `typedArrays`, Date a datetime in UTC; the value classes (Tuple, Bytes, Float,
 * …) are what they say. undefined, symbols, functions and instances of classes that nobody registered and that have no
 * `REDUCE` method are errors that name their place. `toJSON` is not used. Cycles and shared objects are kept; equal
 * strings are written once.
 */

import { isEngineLimit, PicklingError } from '../base/index.js';
import type { DumpOptions } from './dump-options.js';
import { Saver } from './save.js';
import { resolve, type Settings } from './settings.js';
import { openSink, type Sink, type SinkWriter } from './sink.js';

export type { Sink, WritableLike } from './sink.js';

/**
 * Savers that nobody uses, with their buffers; at most KEPT. Performance: a pickle of a few bytes costs less than a new
 * one.
 */
const idle: Saver[] = [];
const KEPT = 2;
/** A `dumps` is running and notes its memo in the values: one that a reducer calls must not. */
let noting = false;

/**
 * The pickle of `value` as one array.
 * @throws PicklingError when the value has no Python counterpart; the message names the place.
 */
export function dumps(value: unknown, options?: DumpOptions): Uint8Array {
  const settings = resolve(options);
  const saver = idle.pop() ?? new Saver();
  const { objects } = saver.memo;
  if (!noting) noting = objects.noting = true;
  try {
    return write(saver, value, settings);
  } finally {
    if (objects.noting) noting = objects.noting = false;
    giveBack(saver);
  }
}

/**
 * Writes the pickle of `value` to `sink`, frame by frame, waiting whenever the sink does. Large payloads are handed
 * over as they are, without a copy: leave them unchanged until the sink has written them. The sink is not closed.
 *
 * Here, and only here, listItems and dictItems of a reduction may be async iterators.
 * @throws PicklingError as `dumps`, or when the sink fails (`cause`).
 */
export async function dump(value: unknown, sink: Sink, options?: DumpOptions): Promise<void> {
  const settings = resolve(options);
  const saver = idle.pop() ?? new Saver();
  try {
    await stream(saver, value, sink, settings);
  } finally {
    giveBack(saver);
  }
}

/**
 * Writes several pickles with one memo: a value that an earlier one held is only referred to. The reader needs one
 * `Unpickler` for all of them, in the same order.
 */
export class Pickler {
  readonly #saver = new Saver();
  readonly #settings: Settings;
  #busy = false;

  constructor(options?: DumpOptions) {
    this.#settings = resolve(options);
  }

  /** The next pickle as an array. A failed call leaves the memo as it was. */
  dumps(value: unknown): Uint8Array {
    this.#enter();
    try {
      return write(this.#saver, value, this.#settings);
    } finally {
      this.#busy = false;
    }
  }

  /** Writes the next pickle to `sink`; see `dump`. One at a time. */
  async dump(value: unknown, sink: Sink): Promise<void> {
    this.#enter();
    try {
      await stream(this.#saver, value, sink, this.#settings);
    } finally {
      this.#busy = false;
    }
  }

  /** Forgets what was written (`Pickler.clear_memo`): the next pickle stands alone. */
  clearMemo(): void {
    this.#enter();
    this.#busy = false;
    this.#saver.clearMemo();
  }

  #enter(): void {
    if (!this.#saver.isSound && !this.#busy)
      throw new PicklingError('this Pickler was interrupted by a limit of JavaScript; use another Pickler');
    if (this.#busy)
      throw new PicklingError('this Pickler is still writing; wait for its dump() or use another Pickler');
    this.#busy = true;
  }
}

function write(saver: Saver, value: unknown, settings: Settings): Uint8Array {
  saver.isSound = false;
  try {
    saver.configure(settings);
    saver.begin(value, false);
    saver.run();
    saver.end();
    const result = saver.out.result(settings.pooled);
    saver.isSound = true;
    return result;
  } catch (error) {
    throw failed(saver, error);
  }
}

/**
 * The error for the caller. JavaScript's own limits, the end of its stack among them, may have interrupted the saver
 * anywhere.
 */
function failed(saver: Saver, error: unknown): PicklingError {
  if (error instanceof Error && isEngineLimit(error)) return new PicklingError(error.message, { cause: error });
  const result = saver.abandon(error);
  saver.isSound = true;
  return result;
}

async function stream(saver: Saver, value: unknown, sink: Sink, settings: Settings): Promise<void> {
  const writer = openSink(sink);
  let finished = false;
  saver.isSound = false;
  try {
    saver.configure(settings);
    saver.begin(value, true);
    while (!finished) {
      finished = saver.run();
      if (finished) saver.end();
      await pass(saver.out.take(), writer);
      if (saver.awaited !== undefined) saver.resume(await saver.awaited);
    }
    saver.isSound = true;
  } catch (error) {
    throw failed(saver, error);
  } finally {
    writer.release();
  }
}

async function pass(parts: Iterable<Uint8Array>, writer: SinkWriter): Promise<void> {
  try {
    for (const part of parts) {
      const waiting = writer.write(part);
      if (waiting !== undefined) await waiting;
    }
  } catch (error) {
    if (error instanceof PicklingError) throw error;
    throw new PicklingError(`the sink failed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function giveBack(saver: Saver): void {
  if (!saver.isSound) return;
  saver.clearMemo();
  saver.release();
  if (idle.length < KEPT) idle.push(saver);
}
