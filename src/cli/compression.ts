/** What a file is packed with, told by its first bytes. None of them can start a pickle. */
import { createGunzip, createInflate, type Gunzip, type Inflate } from 'node:zlib';
import { ByteCollector } from './bytes.js';
import { isBzip2, unpackBzip2 } from './bzip2.js';
import { CommandError } from './problems.js';
import type { Report } from './progress.js';
import { isXz, unpackXz } from './xz.js';

const CHUNK = 1 << 18;

/** A way of packing that is understood. */
interface Compression {
  readonly name: string;
  matches(data: Uint8Array): boolean;
  unpack(data: Uint8Array, output: ByteCollector, report: Report): void | Promise<void>;
}

const COMPRESSIONS: readonly Compression[] = [
  {
    name: 'gzip',
    matches: (data) => startsWith(data, 0x1f, 0x8b),
    unpack: (data, output, report) => inflate(createGunzip(), data, output, report),
  },
  {
    name: 'zlib',
    // RFC 1950: deflate with a window of 32 KB, and a check of the two bytes.
    matches: (data) => data[0] === 0x78 && data.length > 1 && (data[0] * 256 + data[1]) % 31 === 0,
    unpack: (data, output, report) => inflate(createInflate(), data, output, report),
  },
  { name: 'bzip2', matches: isBzip2, unpack: unpackBzip2 },
  { name: 'xz', matches: isXz, unpack: unpackXz },
];

/** Unpacked bytes: all of them, or those before `damage`. */
export interface Unpacked {
  bytes: Uint8Array;
  /** Why there are not more. */
  damage: string | undefined;
}

/**
 * Unpacks gzip, zlib, bzip2 and xz; other data are returned as they are. @throws CommandError when it would be more
 * than `maxSize` bytes
 */
export async function unpack(data: Uint8Array, report: Report, maxSize: number): Promise<Unpacked> {
  const compression = COMPRESSIONS.find(({ matches }) => matches(data));
  if (compression === undefined) return { bytes: data, damage: undefined };
  const output = new ByteCollector(maxSize);
  let damage: string | undefined;
  try {
    await compression.unpack(data, output, report);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    damage = `the ${compression.name} data are damaged or cut off: ${error instanceof Error ? error.message : error}`;
  }
  return { bytes: output.bytes, damage };
}

/** Feeds zlib. Unlike iterating over the stream, this gives what was unpacked before an error. */
function inflate(stream: Gunzip | Inflate, data: Uint8Array, output: ByteCollector, report: Report): Promise<void> {
  return new Promise((resolve, reject) => {
    let at = 0;
    const feed = (): void => {
      while (at < data.length) {
        const chunk = data.subarray(at, at + CHUNK);
        at += CHUNK;
        report(Math.min(at, data.length), data.length);
        if (!stream.write(chunk)) {
          stream.once('drain', feed);
          return;
        }
      }
      stream.end();
    };
    stream.on('data', (chunk: Uint8Array) => {
      try {
        output.append(chunk);
      } catch (error) {
        stream.destroy(error as Error);
      }
    });
    stream.on('end', resolve);
    stream.on('error', reject);
    feed();
  });
}

/** True when `data` begin with these bytes. */
export function startsWith(data: Uint8Array, ...magic: number[]): boolean {
  return magic.every((byte, i) => data[i] === byte);
}
