/** The pickles of an input, one after another. */
import { readFileSync } from 'node:fs';
import { globalsOf, type LoadOptions, loadAll, Unpickler } from '../all.js';
import type { Input } from './input.js';
import { CommandError, EXIT_USAGE } from './problems.js';
import type { Progress } from './progress.js';

/** How a command reads values. */
export interface ReadOptions {
  /** How Python 2 `str` is read. */
  encoding?: string;
  /** The pickles were written by one Pickler, with one memo. */
  memo?: boolean;
  /** Files with the out-of-band buffers, in order. */
  buffers?: readonly string[];
}

/** The lossless values of all pickles. @throws UnpicklingError where the first bad one starts to be bad */
export function* values(input: Input, options: ReadOptions, progress: Progress): Generator<unknown> {
  const buffers = options.buffers?.map(readBuffer);
  const loadOptions: LoadOptions = { exact: true, encoding: options.encoding, buffers, onProgress: progress.stage('decoding') };
  if (!options.memo) {
    yield* loadAll(input.bytes, loadOptions);
    return;
  }
  const unpickler = new Unpickler(input.bytes, loadOptions);
  while (unpickler.position < input.bytes.length) yield unpickler.load();
}

function readBuffer(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new CommandError(`its buffer ${path} cannot be read (${(error as NodeJS.ErrnoException).code})`, EXIT_USAGE);
  }
}

/** The bytes of each pickle. @throws UnpicklingError as `values`, for what can be told without loading */
export function* slices(bytes: Uint8Array): Generator<Uint8Array> {
  let start = 0;
  while (start < bytes.length) {
    const uses = globalsOf(bytes, start);
    for (const _ of uses);
    if (uses.error !== undefined) throw uses.error;
    yield bytes.subarray(start, uses.end);
    start = uses.end;
  }
}
