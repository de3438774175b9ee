/** The pickles within a file, for those who look at them without loading: `globalsOf`, `dis`, `genops`. */
import { LimitError, TruncatedError, UnpicklingError } from '../base/index.js';
import { MAGIC_PICKLE } from '../families/torch/index.js';
import { globalsOf } from '../inspect/index.js';
import { configure } from '../session/index.js';
import { compressionOf, decompress } from './decompress.js';
import { type ItemsPlace, readJoblib } from './joblib.js';
import { readHeader } from './npy.js';
import { MAX_LAYERS, mentions, NPY, type OpenOptions, onlyEntry, startsWith, WRAPPER, ZIP } from './open.js';
import { type FileSource, type RandomAccess, randomAccess, readExactly } from './random-access.js';
import { memberOf, ZipArchive } from './zip.js';

/** Bytes of one pickle, or of several in a row. */
export interface PickleInside {
  /** Path in the zip archive; `''` when the file itself has the pickle. */
  readonly name: string;
  /** Opcodes and their arguments alone: what joblib has between them is left out. */
  readonly bytes: Uint8Array;
  /** Why items of joblib's arrays may still be among the opcodes, or stand in their place: the file does not load. */
  readonly error: UnpicklingError | undefined;
  /** Where a byte of `bytes` is in the file, or in the member of the archive, when that is unpacked. */
  offsetOf(index: number): number;
}

/** Pickles at the start of a legacy file of PyTorch. */
const LEGACY_PICKLES = 5;
/** What is read of such a file at first. */
const FIRST_PIECE = 1 << 16;

/**
 * The pickles of any file that `open` reads, without the arrays around them; of a file of arrays without objects there
 * are none.
 * @param source bytes, a Blob or File, a file handle, or an object with `size` and `read(offset, length)`
 * @param options `limits.bytes` bounds each pickle that is unpacked; `decompressors` as of `open`
 * @throws UnpicklingError when an archive is damaged, or is none of PyTorch's, NumPy's or of one member;
 *   TruncatedError, LimitError
 */
export async function picklesIn(
  source: FileSource,
  { decompressors, ...options }: OpenOptions = {},
): Promise<PickleInside[]> {
  const { bytes: limit } = configure(options);
  let from: FileSource = source;
  let name = '';
  for (let layer = 0; layer <= MAX_LAYERS; layer++) {
    const file = await randomAccess(from);
    const start = await readExactly(file, 0, Math.min(file.size, 16));
    if (startsWith(start, NPY)) return objectsOf(file, name, limit);
    if (startsWith(start, MAGIC_PICKLE)) return [plain(name, await legacyHead(file, limit))];
    if (startsWith(start, ZIP)) {
      const archive = await ZipArchive.open(file);
      const found = await members(archive, limit);
      if (found !== undefined) return found;
      const only = onlyEntry(archive);
      name = only.name;
      from = await archive.read(only, limit);
    } else {
      const bytes = await readExactly(file, 0, file.size);
      if (compressionOf(start) === undefined)
        return mentions(bytes, WRAPPER) ? codeOf(bytes, name) : [plain(name, bytes)];
      from = await decompress(bytes, limit, decompressors);
    }
  }
  throw new UnpicklingError(`a file that is packed more than ${MAX_LAYERS} times`);
}

function plain(name: string, bytes: Uint8Array, start = 0): PickleInside {
  return { name, bytes, error: undefined, offsetOf: (index) => start + index };
}

/** The pickles of an archive that PyTorch or NumPy wrote; undefined for others. */
async function members(archive: ZipArchive, limit: number): Promise<PickleInside[] | undefined> {
  const known = [...archive.entries.values()].filter(({ name }) => /(\/|^)data\.pkl$|\.npy$/.test(name));
  if (known.length === 0) return undefined;
  const found: PickleInside[] = [];
  for (const entry of archive.entries.values()) {
    if (entry.name.endsWith('.npy'))
      found.push(...(await objectsOf(await memberOf(archive, entry, limit), entry.name, limit)));
    else if (entry.name.endsWith('.pkl')) found.push(plain(entry.name, await archive.read(entry, limit)));
  }
  return found;
}

/** The pickle of a `.npy` file of objects. */
async function objectsOf(file: RandomAccess, name: string, limit: number): Promise<PickleInside[]> {
  const { dtype, dataOffset } = await readHeader(file);
  if (!dtype.hasObject) return [];
  const length = file.size - dataOffset;
  if (length > limit)
    throw new LimitError(`npy file: a pickle of ${length} bytes; raise limits.bytes if the source is trusted`);
  return [plain(name, await readExactly(file, dataOffset, length), dataOffset)];
}

/** The pickles in front of the storages; all of the file when it ends before, or they are no pickles. */
async function legacyHead(file: RandomAccess, limit: number): Promise<Uint8Array> {
  for (let length = FIRST_PIECE; ; length *= 4) {
    if (Math.min(length, file.size) > limit) throw new LimitError(`torch: pickles of more than ${limit} bytes`);
    const bytes = await readExactly(file, 0, Math.min(length, file.size));
    let end = 0;
    let error: UnpicklingError | undefined;
    for (let count = 0; count < LEGACY_PICKLES && error === undefined; count++) {
      const uses = globalsOf(bytes, end);
      for (const _ of uses);
      ({ end, error } = uses);
    }
    if (error === undefined) return bytes.subarray(0, end);
    if (!(error instanceof TruncatedError) || length >= file.size) return bytes;
  }
}

/** A file of joblib without the items of its arrays, and the pickles that those of objects are. */
function codeOf(bytes: Uint8Array, name: string): PickleInside[] {
  const items: ItemsPlace[] = [];
  let error: UnpicklingError | undefined;
  try {
    // Nothing is asked of the values but how long they are; any bytes are text in latin1.
    readJoblib(bytes, { exact: true, encoding: 'latin1' }, items);
  } catch (thrown) {
    if (!(thrown instanceof UnpicklingError)) throw thrown;
    error = thrown;
  }
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const { start, end } of items) {
    pieces.push(bytes.subarray(at, start));
    at = end;
  }
  pieces.push(bytes.subarray(at));
  const offsetOf = (index: number): number => {
    let offset = index;
    for (const { start, end } of items) if (offset >= start) offset += end - start;
    return offset;
  };
  const objects = items.filter(({ isPickle }) => isPickle);
  return [
    { name, bytes: joined(pieces), error, offsetOf },
    ...objects.map(({ start, end }) => plain(name, bytes.subarray(start, end), start)),
  ];
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    result.set(piece, at);
    at += piece.length;
  }
  return result;
}
