/**
 * Zip archives, as NumPy and PyTorch write them (APPNOTE.TXT 6.3; zip64): found by the central directory alone, each
 * local header held against it. Nothing is decompressed before it is asked for, and then no more than the directory
 * says.
 */
import { LimitError, TruncatedError, UnpicklingError } from '../base/index.js';
import { payloadCount, uint32 } from '../format/index.js';
import { type RandomAccess, randomAccess, readExactly } from './random-access.js';

/** A file in the archive. */
export interface ZipEntry {
  /** Path, `/` between folders. */
  readonly name: string;
  /** Bytes when decompressed. */
  readonly size: number;
  /** Bytes in the archive. */
  readonly compressedSize: number;
  /** True when the bytes stand there as they are. */
  readonly isStored: boolean;
  /** CRC-32 of the decompressed bytes. */
  readonly crc: number;
  /** Offset of the local header. @internal */
  readonly headerOffset: number;
}

const END = 0x06054b50;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;

const END_LENGTH = 22;
const LOCATOR_LENGTH = 20;
const END64_LENGTH = 56;
const CENTRAL_LENGTH = 46;
const LOCAL_LENGTH = 30;
const MAX_COMMENT = 0xffff;

const STORED = 0;
const DEFLATED = 8;

/** Largest central directory that is read: a million files with names of a usual length. */
const MAX_DIRECTORY = 1 << 27;

const NO_VALUE = 0xffffffff;

/** An archive whose directory has been read. */
export class ZipArchive {
  /** By name, in the order of the directory. */
  readonly entries: ReadonlyMap<string, ZipEntry>;
  readonly #source: RandomAccess;

  private constructor(source: RandomAccess, entries: ReadonlyMap<string, ZipEntry>) {
    this.#source = source;
    this.entries = entries;
  }

  /**
   * Reads the directory.
   * @throws UnpicklingError when there is none, or it contradicts itself
   */
  static async open(source: RandomAccess): Promise<ZipArchive> {
    const { count, size, offset } = await findDirectory(source);
    if (size > MAX_DIRECTORY) throw new LimitError(`a zip directory of ${size} bytes is more than is read`);
    const bytes = await readExactly(source, offset, size);
    const view = dataView(bytes);
    const entries = new Map<string, ZipEntry>();
    let at = 0;
    for (let i = 0; i < count; i++) {
      const { entry, length } = readEntry(bytes, view, at);
      if (entries.has(entry.name)) refuse(`two files are called ${JSON.stringify(entry.name)}`);
      if (entry.headerOffset + LOCAL_LENGTH + entry.compressedSize > offset) {
        refuse(`${JSON.stringify(entry.name)} reaches into the directory`);
      }
      entries.set(entry.name, entry);
      at += length;
    }
    return new ZipArchive(source, entries);
  }

  /**
   * The bytes of a file, checked against size and CRC; a view when it is stored and the archive is in memory.
   * @param limit refuse a file of more bytes than this
   * @throws LimitError, TruncatedError, UnpicklingError
   */
  async read(entry: ZipEntry, limit: number): Promise<Uint8Array> {
    if (entry.size > limit)
      throw new LimitError(`${JSON.stringify(entry.name)} has ${entry.size} bytes; raise limits.bytes to read it`);
    const start = await this.dataOffset(entry);
    const data = await readExactly(this.#source, start, entry.compressedSize);
    const bytes = entry.isStored ? data : await inflate(data, entry);
    if (crc32(bytes) !== entry.crc) refuse(`the CRC of ${JSON.stringify(entry.name)} is wrong: the file is damaged`);
    return bytes;
  }

  /** Part of a stored file, without its CRC being checked: that would need all of it. */
  async readPart(entry: ZipEntry, offset: number, length: number): Promise<Uint8Array> {
    if (!entry.isStored) refuse(`${JSON.stringify(entry.name)} is compressed, so no part of it can be read alone`);
    if (!(offset >= 0 && length >= 0 && offset + length <= entry.size)) {
      throw new TruncatedError(
        `${length} bytes at ${offset} expected, but ${JSON.stringify(entry.name)} has ${entry.size}`,
      );
    }
    return this.#source.read((await this.dataOffset(entry)) + offset, length);
  }

  /** Where a file's bytes are: behind its local header, whose name must be that of the directory. */
  async dataOffset(entry: ZipEntry): Promise<number> {
    const header = await readExactly(this.#source, entry.headerOffset, LOCAL_LENGTH);
    const view = dataView(header);
    const nameLength = view.getUint16(26, true);
    const wrong = view.getUint32(0, true) !== LOCAL || view.getUint16(8, true) !== (entry.isStored ? STORED : DEFLATED);
    const name = await readExactly(this.#source, entry.headerOffset + LOCAL_LENGTH, nameLength);
    if (wrong || textOf(name) !== entry.name)
      refuse(`${JSON.stringify(entry.name)} has another local header than directory entry`);
    return entry.headerOffset + LOCAL_LENGTH + nameLength + view.getUint16(28, true);
  }
}

/**
 * A member that is read in pieces where it is stored, and as a whole where it is compressed. @throws LimitError,
 * UnpicklingError
 */
export async function memberOf(archive: ZipArchive, entry: ZipEntry, limit: number): Promise<RandomAccess> {
  if (entry.isStored) return { size: entry.size, read: (offset, length) => archive.readPart(entry, offset, length) };
  return randomAccess(await archive.read(entry, limit));
}

function readEntry(bytes: Uint8Array, view: DataView, at: number): { entry: ZipEntry; length: number } {
  if (at + CENTRAL_LENGTH > bytes.length || view.getUint32(at, true) !== CENTRAL) refuse('the directory ends early');
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  const nameLength = view.getUint16(at + 28, true);
  const extraLength = view.getUint16(at + 30, true);
  const length = CENTRAL_LENGTH + nameLength + extraLength + view.getUint16(at + 32, true);
  if (at + length > bytes.length) refuse('the directory ends early');
  const name = textOf(bytes.subarray(at + CENTRAL_LENGTH, at + CENTRAL_LENGTH + nameLength));
  if ((flags & 1) !== 0) refuse(`${JSON.stringify(name)} is encrypted`);
  if (method !== STORED && method !== DEFLATED)
    refuse(`${JSON.stringify(name)} has compression method ${method}, only 0 and 8 are read`);
  const wide = [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)];
  readZip64(bytes, view, at + CENTRAL_LENGTH + nameLength, extraLength, wide);
  const [size, compressedSize, headerOffset] = wide;
  if (method === STORED && size !== compressedSize)
    refuse(`${JSON.stringify(name)} is stored in another size than it has`);
  const entry = {
    name,
    size,
    compressedSize,
    headerOffset,
    isStored: method === STORED,
    crc: view.getUint32(at + 16, true),
  };
  return { entry, length };
}

/** Puts the values of the zip64 extra field in the place of those that do not fit into 32 bits. */
function readZip64(bytes: Uint8Array, view: DataView, start: number, length: number, wide: number[]): void {
  if (!wide.includes(NO_VALUE)) return;
  const end = start + length;
  for (let at = start; at + 4 <= end; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let field = at + 4;
    const fieldEnd = Math.min(end, field + view.getUint16(at + 2, true));
    for (let i = 0; i < wide.length; i++) {
      if (wide[i] !== NO_VALUE) continue;
      if (field + 8 > fieldEnd) refuse('a zip64 field ends early');
      wide[i] = payloadCount(bytes, field, 8);
      field += 8;
    }
    return;
  }
  refuse('a zip64 field is missing');
}

interface Directory {
  readonly count: number;
  readonly size: number;
  readonly offset: number;
}

/** The end record is the last one whose comment reaches exactly to the end of the file. */
async function findDirectory(source: RandomAccess): Promise<Directory> {
  const length = Math.min(source.size, END_LENGTH + MAX_COMMENT);
  const start = source.size - length;
  const tail = await readExactly(source, start, length);
  const view = dataView(tail);
  let at = length - END_LENGTH;
  while (at >= 0 && !(view.getUint32(at, true) === END && view.getUint16(at + 20, true) === length - at - END_LENGTH))
    at--;
  if (at < 0) refuse('there is no directory at its end: the file is cut off, or no zip archive');
  let count = view.getUint16(at + 10, true);
  let size = view.getUint32(at + 12, true);
  let offset = view.getUint32(at + 16, true);
  if (view.getUint32(at + 4, true) !== 0) refuse('it has several parts');
  const locator = start + at - LOCATOR_LENGTH;
  let end = start + at;
  if (count === 0xffff || size === NO_VALUE || offset === NO_VALUE) {
    const found = await readExactly(source, locator, LOCATOR_LENGTH);
    if (uint32(found, 0) !== LOCATOR64) refuse('the zip64 directory is missing');
    end = payloadCount(found, 8, 8);
    const record = await readExactly(source, end, END64_LENGTH);
    if (uint32(record, 0) !== END64) refuse('the zip64 directory is missing');
    count = payloadCount(record, 32, 8);
    size = payloadCount(record, 40, 8);
    offset = payloadCount(record, 48, 8);
  }
  if (offset + size > end || count * CENTRAL_LENGTH > size) refuse('the directory is not where its end says');
  return { count, size, offset };
}

/** Decompresses, and stops with an error at the first byte too many. */
async function inflate(data: Uint8Array, { name, size }: ZipEntry): Promise<Uint8Array> {
  if (typeof DecompressionStream !== 'function')
    refuse(`${JSON.stringify(name)} is compressed, and there is no DecompressionStream here`);
  const stream = new Blob([data as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new DecompressionStream('deflate-raw'));
  const reader = stream.getReader();
  const result = new Uint8Array(size);
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (length + value.length > size)
        refuse(`${JSON.stringify(name)} has more than the ${size} bytes that the directory says`);
      result.set(value, length);
      length += value.length;
    }
  } catch (error) {
    void reader.cancel().catch(() => undefined);
    if (error instanceof UnpicklingError) throw error;
    throw new UnpicklingError(`${JSON.stringify(name)} cannot be decompressed`, { cause: error });
  }
  if (length !== size)
    refuse(`${JSON.stringify(name)} has ${length} bytes, and not the ${size} that the directory says`);
  return result;
}

let table: Uint32Array | undefined;

/** CRC-32 (ISO 3309), as an unsigned number. */
export function crc32(bytes: Uint8Array): number {
  table ??= makeTable();
  // Performance: eight bytes a step, by eight tables.
  const t = table;
  let crc = -1;
  let at = 0;
  const whole = bytes.length & ~7;
  for (; at < whole; at += 8) {
    crc ^= bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
    crc =
      t[0x700 | (crc & 0xff)] ^
      t[0x600 | ((crc >>> 8) & 0xff)] ^
      t[0x500 | ((crc >>> 16) & 0xff)] ^
      t[0x400 | (crc >>> 24)] ^
      t[0x300 | bytes[at + 4]] ^
      t[0x200 | bytes[at + 5]] ^
      t[0x100 | bytes[at + 6]] ^
      t[bytes[at + 7]];
  }
  for (; at < bytes.length; at++) crc = t[(crc ^ bytes[at]) & 0xff] ^ (crc >>> 8);
  return ~crc >>> 0;
}

function makeTable(): Uint32Array {
  const t = new Uint32Array(0x800);
  for (let i = 0; i < 256; i++) {
    let crc = i;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ ((crc & 1) === 0 ? 0 : 0xedb88320);
    t[i] = crc;
  }
  for (let i = 0x100; i < 0x800; i++) t[i] = (t[i - 0x100] >>> 8) ^ t[t[i - 0x100] & 0xff];
  return t;
}

function dataView(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Names are UTF-8, or code page 437, whose ASCII is the same; what is neither is shown as it may. */
function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function refuse(what: string): never {
  throw new UnpicklingError(`zip archive: ${what}`);
}
