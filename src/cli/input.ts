/** Files and stdin, read and unpacked. */
import { type FileHandle, open } from 'node:fs/promises';
import type { FileSource } from '../all.js';
import { formatOf } from '../inspect/index.js';
import { ByteCollector } from './bytes.js';
import { startsWith, unpack } from './compression.js';
import { CommandError, EXIT_BAD_PICKLE, inCommands } from './problems.js';
import type { Progress, Report } from './progress.js';

/** Bytes per read. */
const CHUNK = 1 << 22;

/**
 * Most bytes of a stream and of what a file is unpacked to: a few kilobytes may unpack to all of the memory, and a
 * device may never end.
 */
export const DEFAULT_MAX_SIZE = 2 ** 30;

/** What to read: a file, or `-` for stdin. */
export interface Input {
  /** For messages and headings. */
  readonly name: string;
  /** Unpacked. */
  readonly bytes: Uint8Array;
  /** Why `bytes` end too early: the packed file was damaged. */
  readonly damage: string | undefined;
  /**
   * A file of PyTorch, NumPy or joblib, or a pickle in a zip archive: `bytes`, or the open file, of which nothing is in
   * `bytes`.
   */
  readonly source: FileSource | undefined;
  /** Bytes of the file, unpacked. */
  readonly size: number;
  /** Closes the file. */
  close(): Promise<void>;
}

/**
 * First bytes of files that are read in pieces: zip archives, NumPy's, and PyTorch's before 1.6 (the pickle of its
 * magic number).
 */
const CONTAINERS = [
  [0x50, 0x4b, 3, 4],
  [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59],
  [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e],
];
const CONTAINER_START = 16;

/** The name in messages. */
export function inputName(path: string): string {
  return path === '-' ? '<stdin>' : path;
}

/**
 * Reads a file into memory, unpacking it.
 * @param containers leave open and unread what `open` of the package reads
 * @param maxSize most bytes of a stream (stdin, a pipe, a device) and of what is unpacked
 * @throws CommandError when it is empty, of another format, or longer than allowed; an Error of the system's when it
 *   cannot be read
 */
export async function readInput(
  path: string,
  progress: Progress,
  maxSize: number,
  containers: boolean,
): Promise<Input> {
  const name = inputName(path);
  const report = progress.stage('reading');
  const file = path === '-' ? undefined : await open(path);
  let keepsOpen = false;
  try {
    const size = containers && file !== undefined ? await containerSize(file) : undefined;
    if (size !== undefined) {
      keepsOpen = true;
      return {
        name,
        bytes: new Uint8Array(0),
        damage: undefined,
        source: file,
        size,
        close: async () => file?.close(),
      };
    }
    const data =
      file === undefined ? await readStream(process.stdin, report, maxSize) : await readFile(file, report, maxSize);
    const { bytes, damage } = await unpack(data, progress.stage('unpacking'), maxSize);
    const source = containers && isContainer(bytes) ? bytes : undefined;
    const format = source === undefined ? formatOf(bytes) : undefined;
    if (format !== undefined) throw new CommandError(inCommands(format), EXIT_BAD_PICKLE);
    if (bytes.length === 0) throw new CommandError(damage ?? 'is empty: there is no pickle', EXIT_BAD_PICKLE);
    return { name, bytes, damage, source, size: bytes.length, close: async () => undefined };
  } finally {
    if (!keepsOpen) await file?.close();
  }
}

/** The size of a file that is read in pieces; undefined for others, and for pipes and devices. */
async function containerSize(file: FileHandle): Promise<number | undefined> {
  const stat = await file.stat();
  if (!stat.isFile()) return undefined;
  const { buffer, bytesRead } = await file.read(new Uint8Array(CONTAINER_START), 0, CONTAINER_START, 0);
  return startsContainer(buffer.subarray(0, bytesRead)) ? stat.size : undefined;
}

/** True for what `open` of the package reads, and a pickle alone is not. */
function isContainer(bytes: Uint8Array): boolean {
  if (startsContainer(bytes)) return true;
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return data.includes('joblib.numpy_pickle') && data.includes('NumpyArrayWrapper');
}

function startsContainer(bytes: Uint8Array): boolean {
  return CONTAINERS.some((magic) => startsWith(bytes, ...magic));
}

async function readFile(file: FileHandle, report: Report, maxSize: number): Promise<Uint8Array> {
  const stat = await file.stat();
  // Pipes and devices have no size.
  if (!stat.isFile() || stat.size === 0)
    return await readStream(file.createReadStream({ autoClose: false }), report, maxSize);
  const bytes = new Uint8Array(stat.size);
  let length = 0;
  while (length < bytes.length) {
    const { bytesRead } = await file.read(bytes, length, Math.min(CHUNK, bytes.length - length), length);
    if (bytesRead === 0) break;
    length += bytesRead;
    report(length, bytes.length);
  }
  return bytes.subarray(0, length);
}

async function readStream(stream: AsyncIterable<Uint8Array>, report: Report, maxSize: number): Promise<Uint8Array> {
  const collector = new ByteCollector(maxSize);
  for await (const chunk of stream) {
    collector.append(chunk);
    report(collector.length, undefined);
  }
  return collector.bytes;
}
