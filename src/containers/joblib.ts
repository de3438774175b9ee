/**
 * joblib's files (joblib/numpy_pickle.py, 0.10 to 1.6): a pickle in which the items of each array stand between two
 * opcodes, behind the BUILD of a `NumpyArrayWrapper`. The pickle itself is read by the engines of `loads`, up to each
 * such place.
 */
import { TruncatedError, UnpicklingError } from '../base/index.js';
import { Dtype, NDArray, product } from '../families/index.js';
import { chooseEngine, createEngine, failed, Unpickler } from '../read/index.js';
import { asEntries, asSequence, asSmallInteger, needed, Registry } from '../registry/index.js';
import { configure, type LoadOptions, type Machine, RUN_DONE, RUN_PAYLOAD } from '../session/index.js';
import { BUILD } from '../shared/opcodes.js';
import { PyGlobal } from '../values/index.js';
import { type Decompressors, decompress } from './decompress.js';
import { type FileSource, randomAccess, readExactly } from './random-access.js';

/** Options of `loadJoblib`. */
export interface JoblibOptions extends LoadOptions {
  /** Functions that unpack what the platform does not: bz2, xz, lzma, lz4, zstd. */
  decompressors?: Decompressors;
}

const NEWLINE = 10;

const MODULES = ['joblib.numpy_pickle', 'sklearn.externals.joblib.numpy_pickle'];

/** What a wrapper says of its array. */
interface Announced {
  readonly array: NDArray;
  readonly dtype: Dtype;
  readonly shape: number[];
  readonly fortran: boolean;
  /** Padding in front of the items up to a multiple of this; undefined for none (before joblib 1.2). */
  readonly alignment: number | undefined;
}

/** A registry in which a wrapper is the array that it announces, to be filled by whoever sees `take`. */
class Wrappers extends Registry {
  #announced: Announced | undefined;

  constructor(parent: Registry | undefined) {
    super(parent);
    for (const module of MODULES) {
      this.add(module, 'NumpyArrayWrapper', {
        construct: () => new NDArray('i1', [0], new Uint8Array(0)),
        setState: (array, state) => {
          this.#announced = announced(array, state);
        },
        hashable: false,
        fresh: true,
      });
    }
  }

  /** What the last BUILD announced, once. */
  take(): Announced | undefined {
    const announced = this.#announced;
    this.#announced = undefined;
    return announced;
  }
}

function announced(array: NDArray, state: unknown): Announced {
  const entries = new Map(needed(asEntries(state), 'dict'));
  const dtype = entries.get('dtype');
  const order = entries.get('order');
  const subclass = entries.get('subclass');
  if (!(dtype instanceof Dtype)) throw new UnpicklingError('joblib: the wrapper of an array has no dtype');
  if (order !== 'C' && order !== 'F') throw new UnpicklingError('joblib: the order of an array must be C or F');
  const shape = needed(asSequence(entries.get('shape')), 'tuple').map((length) =>
    needed(asSmallInteger(length, 0, Number.MAX_SAFE_INTEGER), 'ints of a shape'),
  );
  const bytes = entries.get('numpy_array_alignment_bytes');
  const alignment =
    bytes === undefined || bytes === null ? undefined : needed(asSmallInteger(bytes, 1, 255), 'alignment');
  if (subclass instanceof PyGlobal && !(subclass.module === 'numpy' && subclass.name === 'ndarray')) {
    (array as { -readonly [K in keyof NDArray]: NDArray[K] }).subclass = subclass;
  }
  return { array, dtype, shape, fortran: order === 'F', alignment };
}

/**
 * Reads a file of `joblib.dump`: arrays are `NDArray`s over the file's own bytes where it is not packed.
 * @param source bytes, a Blob or File, a file handle, or an object with `size` and `read(offset, length)`
 * @param options as of `loads`; `limits.bytes` bounds what a packed file unpacks to. zlib and gzip are unpacked by the
 *   platform, others by `decompressors`
 * @throws UnpicklingError when it is no such file, TruncatedError when it is cut off, LimitError
 */
export async function loadJoblib<T = unknown>(
  source: FileSource,
  { decompressors, ...options }: JoblibOptions = {},
): Promise<T> {
  const { bytes: limit } = configure(options);
  const file = await randomAccess(source);
  const bytes = await decompress(await readExactly(file, 0, file.size), limit, decompressors);
  return readJoblib(bytes, options) as T;
}

/** The items of an array, between two opcodes. */
export interface ItemsPlace {
  /** First byte, padding included. */
  readonly start: number;
  readonly end: number;
  /** They are a pickle of their own. */
  readonly isPickle: boolean;
}

/**
 * The value of unpacked bytes.
 * @param found gets the places of all items, those before an error as well
 */
export function readJoblib(bytes: Uint8Array, options: LoadOptions, found?: ItemsPlace[]): unknown {
  const wrappers = new Wrappers(options.registry);
  const settings = { ...options, registry: wrappers };
  try {
    const { machine } = createEngine(chooseEngine(options.engine, bytes), settings);
    machine.begin(false);
    machine.total = bytes.length;
    run(machine, bytes, wrappers, options, found);
    return machine.result;
  } catch (error) {
    throw failed(undefined, error);
  }
}

/**
 * Runs the pickle in windows that end where a BUILD may be: behind each byte of its code. When one was that of a
 * wrapper, the machine stands at the first byte of the items.
 */
function run(
  machine: Machine,
  bytes: Uint8Array,
  wrappers: Wrappers,
  options: LoadOptions,
  found?: ItemsPlace[],
): void {
  let at = 0;
  let seen = 0;
  for (;;) {
    const build = bytes.indexOf(BUILD, Math.max(at, seen));
    const end = build < 0 ? bytes.length : build + 1;
    const status = machine.run(bytes.subarray(at, end), 0, at, end === bytes.length);
    at += machine.position;
    seen = end;
    const place = wrappers.take();
    if (place !== undefined) {
      const start = at;
      at += fill(place, bytes, at, options);
      found?.push({ start, end: at, isPickle: place.dtype.hasObject });
      seen = at;
    } else if (status === RUN_PAYLOAD && machine.need <= bytes.length - at) {
      machine.supply(bytes.subarray(at, at + machine.need));
      at += machine.need;
    } else if (status === RUN_DONE) return;
    else seen = Math.max(seen, reach(machine, bytes, at, end));
  }
}

/** Up to where the next window must reach: no BUILD can be before. */
function reach({ need }: Machine, bytes: Uint8Array, at: number, end: number): number {
  if (need > 0) return Math.min(bytes.length, at + need - 1);
  const line = bytes.indexOf(NEWLINE, end);
  return line < 0 ? bytes.length : line;
}

/** Fills the array by what stands at `at`. @returns its length in bytes, padding included */
function fill(
  { array, dtype, shape, fortran, alignment }: Announced,
  bytes: Uint8Array,
  at: number,
  options: LoadOptions,
): number {
  if (dtype.hasObject) {
    // A whole pickle with a memo of its own.
    const unpickler = new Unpickler(bytes.subarray(at), options);
    const value: unknown = unpickler.load();
    if (!(value instanceof NDArray) || value.items === undefined || String(value.shape) !== String(shape)) {
      throw new UnpicklingError(`joblib: an array of objects of shape (${shape.join(', ')}) expected at ${at}`);
    }
    NDArray.setState(array, value.dtype, shape, value.items, false);
    return unpickler.position;
  }
  let start = at;
  if (alignment !== undefined) {
    if (at >= bytes.length)
      throw new TruncatedError('joblib: the file ends before the items of an array', { offset: at });
    start += 1 + bytes[at];
  }
  const size = product(shape) * dtype.itemsize;
  if (!(size <= bytes.length - start)) {
    throw new TruncatedError(
      `joblib: ${size} bytes of items expected at ${start}, got ${Math.max(0, bytes.length - start)}`,
      {
        offset: at,
      },
    );
  }
  NDArray.setState(array, dtype, shape, bytes.subarray(start, start + size), fortran);
  return start + size - at;
}
