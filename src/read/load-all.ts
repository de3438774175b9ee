/** `loadAll`: the pickles of one input, one after another. */
import { configure, type LoadOptions } from '../session/index.js';
import { type ByteInput, isByteInput } from '../values/index.js';
import { type Loaded, loadAllBytes } from './loads.js';
import type { StreamInput } from './source.js';
import { loadAllStream } from './stream.js';

/**
 * The values of the pickles that follow one another in `input`, each read with a memo of its own, like `pickle.load` in
 * a loop. (For several `dump`s of one `Pickler` object, which share a memo, take an `Unpickler`.)
 * @returns a generator for bytes in memory, an async generator for everything else
 */
export function loadAll<T = Loaded>(input: ByteInput, options?: LoadOptions): Generator<T, void, void>;
export function loadAll<T = Loaded>(input: StreamInput, options?: LoadOptions): AsyncGenerator<T, void, void>;
export function loadAll(
  input: ByteInput | StreamInput,
  options?: LoadOptions,
): Generator<Loaded, void, void> | AsyncGenerator<Loaded, void, void> {
  // At once, not when the first value is asked for.
  configure(options);
  return isByteInput(input) ? loadAllBytes(input, options) : loadAllStream(input, options);
}
