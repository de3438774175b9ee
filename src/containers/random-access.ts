/** Files that are read in pieces, wherever they are: only what is asked for is fetched. */
import { PickleError, TruncatedError } from '../base/index.js';
import { type ByteInput, inputBytes, isByteInput } from '../values/index.js';

/** What can give any piece of a file. */
export interface RandomAccess {
  /** Bytes. */
  readonly size: number;
  /** The `length` bytes at `offset`, both within the file; may be a view. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** A file opened by `node:fs/promises` (Node, Bun, Deno's compatibility layer). */
export interface FileHandleLike {
  stat(): Promise<{ readonly size: number }>;
  read(buffer: Uint8Array, offset: number, length: number, position: number): Promise<{ readonly bytesRead: number }>;
}

/** Bytes in memory, a Blob or File, a file handle, or anything that reads pieces. */
export type FileSource = ByteInput | Blob | FileHandleLike | RandomAccess;

/** One `read` of a file handle asks for at most so many bytes. */
const MAX_READ = 1 << 30;

/**
 * `source` as something that gives any piece.
 * @throws PickleError when it is none of the documented kinds
 */
export async function randomAccess(source: FileSource): Promise<RandomAccess> {
  if (isByteInput(source)) {
    const bytes = inputBytes(source);
    return { size: bytes.length, read: async (offset, length) => bytes.subarray(offset, offset + length) };
  }
  if (typeof Blob === 'function' && source instanceof Blob) {
    const read = async (offset: number, length: number) =>
      new Uint8Array(await source.slice(offset, offset + length).arrayBuffer());
    return checked({ size: source.size, read });
  }
  if (typeof source === 'object' && source !== null && typeof (source as RandomAccess).read === 'function') {
    if ('stat' in source && typeof source.stat === 'function') {
      const { size } = await source.stat();
      return checked({ size, read: (offset, length) => readHandle(source, offset, length) });
    }
    const { size } = source as RandomAccess;
    if (Number.isSafeInteger(size) && size >= 0) return checked(source as RandomAccess);
  }
  throw new PickleError('bytes, a Blob, a file handle or an object with size and read(offset, length) expected');
}

/** Sources of others must keep what they promise. */
function checked(source: RandomAccess): RandomAccess {
  const { size } = source;
  return {
    size,
    async read(offset, length) {
      const bytes = inputBytes(await source.read(offset, length));
      if (bytes.length !== length)
        throw new TruncatedError(`${length} bytes at ${offset} expected, got ${bytes.length}`);
      return bytes;
    },
  };
}

async function readHandle(handle: FileHandleLike, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let at = 0;
  while (at < length) {
    const { bytesRead } = await handle.read(bytes, at, Math.min(length - at, MAX_READ), offset + at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return at === length ? bytes : bytes.subarray(0, at);
}

/** `length` bytes at `offset` of the file. @throws TruncatedError when it ends before */
export async function readExactly(source: RandomAccess, offset: number, length: number): Promise<Uint8Array> {
  if (!(offset >= 0 && length >= 0 && offset + length <= source.size)) {
    throw new TruncatedError(`${length} bytes at ${offset} expected, but the file has ${source.size}`);
  }
  return source.read(offset, length);
}
