/** Any file that holds a pickle or arrays, told by its content: what `open` of `pickle-wasm/all` does. */
import { UnpicklingError } from '../base/index.js';
import type { NDArray } from '../families/index.js';
import { MAGIC_PICKLE } from '../families/torch/index.js';
import { loads } from '../read/index.js';
import { joinRegistries } from '../registry/index.js';
import { configure, type LoadOptions } from '../session/index.js';
import { type Compression, compressionOf, decompress } from './decompress.js';
import { everyRegistry } from './every.js';
import { type JoblibOptions, readJoblib } from './joblib.js';
import { loadNpy, loadNpz, type NpzFile } from './npy.js';
import { type FileSource, type RandomAccess, randomAccess, readExactly } from './random-access.js';
import { loadTorch } from './torch.js';
import { ZipArchive, type ZipEntry } from './zip.js';

/** What a file is, and what is in it. */
type Content =
  | { readonly kind: 'pickle' | 'joblib' | 'torch'; readonly value: unknown }
  | { readonly kind: 'npy'; readonly value: NDArray }
  | { readonly kind: 'npz'; readonly value: NpzFile };

/** A file's content, and how it was packed. */
export type Opened = Content & {
  /** How the file is packed as a whole, when it is. */
  readonly compression: Compression | 'zip' | undefined;
};

/** Options of `open`: as of `loads`, and functions that unpack what the platform does not. */
export type OpenOptions = JoblibOptions;

/** @internal */
export const ZIP: readonly number[] = [0x50, 0x4b, 3, 4];
/** @internal */
export const NPY: readonly number[] = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** The class that joblib's files are known by. @internal */
export const WRAPPER = 'NumpyArrayWrapper';
/** Packed files within packed files. @internal */
export const MAX_LAYERS = 2;

/** @internal */
export function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}

/**
 * Reads a pickle, a file of joblib or PyTorch, `.npy` or `.npz`, also packed (all that `DataFrame.to_pickle` writes),
 * with every family.
 * @param source bytes, a Blob or File, a file handle, or an object with `size` and `read(offset, length)`
 * @throws UnpicklingError when it is nothing of these, TruncatedError, LimitError
 */
export async function open(source: FileSource, { decompressors, ...options }: OpenOptions = {}): Promise<Opened> {
  const own = options.registry;
  const settings = { ...options, registry: own === undefined ? everyRegistry() : joinRegistries(own, everyRegistry()) };
  const { bytes: limit } = configure(settings);
  let from: FileSource = source;
  let compression: Compression | 'zip' | undefined;
  for (let layer = 0; layer <= MAX_LAYERS; layer++) {
    const file = await randomAccess(from);
    const start = await readExactly(file, 0, Math.min(file.size, 16));
    if (startsWith(start, NPY)) return { kind: 'npy', value: await loadNpy(from, settings), compression };
    if (startsWith(start, MAGIC_PICKLE)) return { kind: 'torch', value: await loadTorch(from, settings), compression };
    if (startsWith(start, ZIP)) {
      const found = await openZip(from, file, settings, limit);
      if (!(found instanceof Uint8Array)) return { ...found, compression };
      from = found;
      compression = 'zip';
    } else {
      const packed = compressionOf(start);
      const bytes = await readExactly(file, 0, file.size);
      if (packed === undefined) return { ...readPickle(bytes, settings), compression };
      from = await decompress(bytes, limit, decompressors);
      compression = packed;
    }
  }
  throw new UnpicklingError(`a file that is packed more than ${MAX_LAYERS} times`);
}

/** What an archive is; the bytes of its member when it has one that is not NumPy's. */
async function openZip(
  source: FileSource,
  file: RandomAccess,
  options: LoadOptions,
  limit: number,
): Promise<Content | Uint8Array> {
  const archive = await ZipArchive.open(file);
  const { entries } = archive;
  const names = [...entries.keys()];
  if (names.some((name) => /^[^/]*\/data\.pkl$/.test(name)))
    return { kind: 'torch', value: await loadTorch(source, options) };
  if (names.length > 0 && names.every((name) => name.endsWith('.npy')))
    return { kind: 'npz', value: await loadNpz(source, options) };
  return archive.read(onlyEntry(archive), limit);
}

/** The member of an archive that has one. @throws UnpicklingError @internal */
export function onlyEntry({ entries }: ZipArchive): ZipEntry {
  const [only] = entries.values();
  if (entries.size === 1) return only;
  const names = [...entries.keys()].slice(0, 5).join(', ');
  throw new UnpicklingError(`a zip archive of ${entries.size} files that neither PyTorch nor NumPy wrote: ${names}`);
}

/** A plain pickle, or one of joblib's, which has arrays between its opcodes. */
function readPickle(bytes: Uint8Array, options: LoadOptions): { kind: 'pickle' | 'joblib'; value: unknown } {
  if (!mentions(bytes, WRAPPER)) return { kind: 'pickle', value: loads(bytes, options) };
  return { kind: 'joblib', value: readJoblib(bytes, options) };
}

/**
 * True when the name of a class of joblib's stands somewhere; a text of a plain pickle may have it, too, which is read
 * as well. @internal
 */
export function mentions(bytes: Uint8Array, name: string): boolean {
  for (let at = bytes.indexOf(0x4e); at >= 0; at = bytes.indexOf(0x4e, at + 1)) {
    let i = 1;
    while (i < name.length && bytes[at + i] === name.charCodeAt(i)) i++;
    if (i === name.length) return true;
  }
  return false;
}
