/** The pickles of an input, one after another. */
import { readFileSync } from 'node:fs';
import { globalsOf, type LoadOptions, loadAll, type NpzFile, open, Unpickler } from '../all.js';
import type { Context } from './context.js';
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

function loadOptionsOf(options: ReadOptions, progress: Progress): LoadOptions {
  const buffers = options.buffers?.map(readBuffer);
  return { exact: true, encoding: options.encoding, buffers, onProgress: progress.stage('decoding') };
}

/**
 * What is in the file: the values of its pickles, or that of a file of PyTorch, NumPy or joblib.
 * @param arrays what stands for an archive of arrays
 * @throws UnpicklingError as `values`
 */
export async function* contents(
  input: Input,
  options: ReadOptions,
  { progress, maxSize }: Context,
  arrays: (file: NpzFile) => Promise<unknown>,
): AsyncGenerator<unknown> {
  if (input.source === undefined) {
    yield* values(input, options, progress);
    return;
  }
  // A plain file is read whatever its size.
  const limits = { bytes: Math.max(maxSize, input.size) };
  const opened = await open(input.source, { ...loadOptionsOf(options, progress), limits });
  yield opened.kind === 'npz' ? await arrays(opened.value) : opened.value;
}

/** The lossless values of all pickles. @throws UnpicklingError where the first bad one starts to be bad */
export function* values(input: Input, options: ReadOptions, progress: Progress): Generator<unknown> {
  const loadOptions = loadOptionsOf(options, progress);
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
