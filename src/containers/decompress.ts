/** Files that are compressed as a whole, told by their first bytes: none of these can start a pickle. */
import { LimitError, UnpicklingError } from '../base/index.js';

/** Ways of packing that are told apart. What the platform does not unpack is unpacked by a function of the caller's. */
export type Compression = 'zlib' | 'gzip' | 'bz2' | 'xz' | 'lzma' | 'lz4' | 'zstd';

/** Unpacks a whole file, for instance by a library: `{ xz: (bytes) => xzDecompress(bytes) }`. */
export type Decompressors = Partial<Record<Compression, (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>>>;

const MAGIC: readonly [name: Compression, ...bytes: number[]][] = [
  ['gzip', 0x1f, 0x8b],
  ['bz2', 0x42, 0x5a, 0x68],
  ['xz', 0xfd, 0x37, 0x7a, 0x58, 0x5a, 0],
  ['lz4', 0x04, 0x22, 0x4d, 0x18],
  ['zstd', 0x28, 0xb5, 0x2f, 0xfd],
  ['lzma', 0x5d, 0, 0],
];

/** What the file is packed with; undefined when it is not. */
export function compressionOf(bytes: Uint8Array): Compression | undefined {
  // RFC 1950: deflate with a window of 32 KB, and a check of the two bytes.
  if (bytes[0] === 0x78 && bytes.length > 1 && (bytes[0] * 256 + bytes[1]) % 31 === 0) return 'zlib';
  return MAGIC.find(([, ...magic]) => magic.every((byte, i) => bytes[i] === byte))?.[0];
}

/** Names of `DecompressionStream`; zstd is young there. */
const STREAMS: Partial<Record<Compression, string>> = { zlib: 'deflate', gzip: 'gzip', zstd: 'zstd' };

/**
 * The unpacked bytes of a file; those of a file that is not packed as they are.
 * @param limit refuse more bytes than this
 * @throws LimitError, UnpicklingError when it is damaged, or packed in a way that neither the platform nor
 *   `decompressors` know
 */
export async function decompress(
  bytes: Uint8Array,
  limit: number,
  decompressors: Decompressors = {},
): Promise<Uint8Array> {
  const name = compressionOf(bytes);
  if (name === undefined) return bytes;
  const own = decompressors[name];
  const stream = own === undefined ? platformStream(name) : undefined;
  if (own === undefined && stream === undefined) {
    throw new UnpicklingError(
      `the file is packed with ${name}, which is not unpacked here: give a function for it, options.decompressors.${name}`,
    );
  }
  try {
    const unpacked = own === undefined ? await collect(bytes, stream as DecompressionStream, limit) : await own(bytes);
    if (!(unpacked instanceof Uint8Array))
      throw new UnpicklingError(`options.decompressors.${name} must give a Uint8Array`);
    if (unpacked.length > limit) throw tooMuch(limit);
    return unpacked;
  } catch (error) {
    if (error instanceof LimitError || error instanceof UnpicklingError) throw error;
    throw new UnpicklingError(`the ${name} data are damaged or cut off`, { cause: error });
  }
}

function tooMuch(limit: number): LimitError {
  return new LimitError(`the file unpacks to more than ${limit} bytes; raise limits.bytes if the source is trusted`);
}

function platformStream(name: Compression): DecompressionStream | undefined {
  const format = STREAMS[name];
  if (format === undefined || typeof DecompressionStream !== 'function') return undefined;
  try {
    return new DecompressionStream(format as CompressionFormat);
  } catch {
    return undefined;
  }
}

async function collect(bytes: Uint8Array, stream: DecompressionStream, limit: number): Promise<Uint8Array> {
  const reader = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(stream).getReader();
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.length;
      if (length > limit) throw tooMuch(limit);
      pieces.push(value);
    }
  } catch (error) {
    void reader.cancel().catch(() => undefined);
    throw error;
  }
  const result = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    result.set(piece, at);
    at += piece.length;
  }
  return result;
}
