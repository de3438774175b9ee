/** Files and stdin, read and unpacked. */
import { open } from 'node:fs/promises';
import { formatOf } from '../inspect/index.js';
import { ByteCollector } from './bytes.js';
import { unpack } from './compression.js';
import { CommandError, EXIT_BAD_PICKLE } from './problems.js';
import type { Progress, Report } from './progress.js';

/** Bytes per read. */
const CHUNK = 1 << 22;

/** Most bytes of a stream and of what a file is unpacked to: a few kilobytes may unpack to all of the memory, and a device may never end. */
export const DEFAULT_MAX_SIZE = 2 ** 30;

/** What to read: a file, or `-` for stdin. */
export interface Input {
  /** For messages and headings. */
  readonly name: string;
  /** Unpacked. */
  readonly bytes: Uint8Array;
  /** Why `bytes` end too early: the packed file was damaged. */
  readonly damage: string | undefined;
}

/** The name in messages. */
export function inputName(path: string): string {
  return path === '-' ? '<stdin>' : path;
}

/**
 * Reads a file into memory, unpacking it.
 * @param maxSize most bytes of a stream (stdin, a pipe, a device) and of what is unpacked
 * @throws CommandError when it is empty, of another format, or longer than allowed; an Error of the system's when it cannot be read
 */
export async function readInput(path: string, progress: Progress, maxSize: number): Promise<Input> {
  const report = progress.stage('reading');
  const data = path === '-' ? await readStream(process.stdin, report, maxSize) : await readFile(path, report, maxSize);
  const { bytes, damage } = await unpack(data, progress.stage('unpacking'), maxSize);
  const format = formatOf(bytes);
  if (format !== undefined) throw new CommandError(format, EXIT_BAD_PICKLE);
  if (bytes.length === 0) throw new CommandError(damage ?? 'is empty: there is no pickle', EXIT_BAD_PICKLE);
  return { name: inputName(path), bytes, damage };
}

async function readFile(path: string, report: Report, maxSize: number): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const stat = await file.stat();
    // Pipes and devices have no size.
    if (!stat.isFile() || stat.size === 0) return await readStream(file.createReadStream({ autoClose: false }), report, maxSize);
    const bytes = new Uint8Array(stat.size);
    let length = 0;
    while (length < bytes.length) {
      const { bytesRead } = await file.read(bytes, length, Math.min(CHUNK, bytes.length - length));
      if (bytesRead === 0) break;
      length += bytesRead;
      report(length, bytes.length);
    }
    return bytes.subarray(0, length);
  } finally {
    await file.close();
  }
}

async function readStream(stream: AsyncIterable<Uint8Array>, report: Report, maxSize: number): Promise<Uint8Array> {
  const collector = new ByteCollector(maxSize);
  for await (const chunk of stream) {
    collector.append(chunk);
    report(collector.length, undefined);
  }
  return collector.bytes;
}
