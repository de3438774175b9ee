/** `loads` and `loadAll` for pickles that are wholly in memory. */

import { placed } from '../format/index.js';
import { type LoadOptions, type Machine, type OnProgress, RUN_DONE, RUN_PAYLOAD } from '../session/index.js';
import { type ByteInput, inputBytes } from '../values/index.js';
import { acquireEngine, type Engine, failed, readPlain, releaseEngine } from './choose-engine.js';
import { withMemoAdvice } from './shared-memo.js';

/** A value that was loaded: only the caller knows what it is, as with `JSON.parse`. */
// biome-ignore lint/suspicious/noExplicitAny: unknown would make every use a cast
export type Loaded = any;

/** Bytes between two calls of `onProgress`. */
const PROGRESS_STEP = 1 << 20;

/**
 * Reads one pickle. Bytes behind its STOP are ignored (`Unpickler` and `loadAll` read on).
 *
 * Bytes values are views of `data`, unless `options.copy` is set.
 * `T` says what the caller knows about the value; nothing checks it.
 * @param data a Uint8Array, Buffer, ArrayBuffer or any other view of memory
 * @throws UnpicklingError when it is no pickle that CPython would load; PickleError when an argument is wrong
 */
export function loads<T = Loaded>(data: ByteInput, options?: LoadOptions): T {
  let engine: Engine | undefined;
  try {
    const plain = readPlain(data, options);
    if (plain !== undefined) return plain as T;
    const bytes = inputBytes(data);
    engine = acquireEngine(options, bytes);
    engine.machine.begin(false);
    runBytes(engine.machine, bytes, 0, options);
    return engine.machine.result as T;
  } catch (error) {
    throw failed(engine, error);
  } finally {
    releaseEngine(engine);
  }
}

/** Reads the pickles that follow one another in `data`, each with a memo of its own (like `pickle.load` in a loop). */
export function* loadAllBytes(data: ByteInput, options?: LoadOptions): Generator<Loaded, void, void> {
  const bytes = inputBytes(data);
  let at = 0;
  const engine = acquireEngine(options, bytes);
  try {
    while (at < bytes.length) {
      engine.machine.begin(false);
      at = runBytes(engine.machine, bytes, at, options);
      const value = engine.machine.result;
      engine.machine.result = undefined;
      yield value;
    }
  } catch (error) {
    throw failed(engine, withMemoAdvice(error, at === 0));
  } finally {
    releaseEngine(engine);
  }
}

/**
 * Runs one pickle from `start` on; the value is in `machine.result`.
 * @returns where it ends: behind STOP, from the start of `bytes`
 */
export function runBytes(machine: Machine, bytes: Uint8Array, start: number, options: LoadOptions | undefined): number {
  const onProgress = options?.onProgress ?? undefined;
  const windowSize = options?.windowSize ?? undefined;
  machine.total = bytes.length;
  if (onProgress === undefined && (windowSize === undefined || machine.engine === 'wasm')) {
    machine.isSound = machine.run(bytes, start, 0, true) === RUN_DONE;
    if (machine.isSound) return machine.position;
    throw placed(new Error('the engine asked for more than there is'), start);
  }
  return runWindows(machine, bytes, start, windowSize ?? PROGRESS_STEP, onProgress);
}

/** The same through windows, as a stream would have it. */
function runWindows(
  machine: Machine,
  bytes: Uint8Array,
  start: number,
  size: number,
  onProgress: OnProgress | undefined,
): number {
  let at = start;
  let window = size;
  for (;;) {
    const end = Math.min(bytes.length, at + window);
    const from = at;
    const status = machine.run(bytes.subarray(at, end), 0, at, end === bytes.length);
    at += machine.position;
    window = size;
    if (status === RUN_PAYLOAD && machine.need <= bytes.length - at) {
      machine.supply(payloadOf(bytes, at, machine.need));
      at += machine.need;
    } else if (status !== RUN_DONE) {
      // What is missing is an error of the machine's once it sees the end.
      window = Math.max(size, machine.need || 2 * (end - from));
    }
    onProgress?.(at, bytes.length);
    machine.isSound = status === RUN_DONE;
    if (machine.isSound) return at;
  }
}

function payloadOf(bytes: Uint8Array, at: number, count: number): Uint8Array {
  return bytes.subarray(at, at + count);
}
