/** bzip2, through seek-bzip. */
import Bunzip from 'seek-bzip';
import type { ByteCollector } from './bytes.js';
import type { Report } from './progress.js';

/** Input bytes between two reports. */
const REPORT_MASK = 0xffff;

class Source extends Bunzip.Stream {
  position = 0;
  readonly #data: Uint8Array;
  readonly #report: Report;

  constructor(data: Uint8Array, report: Report) {
    super();
    this.#data = data;
    this.#report = report;
  }

  // The library would take the end for zeros.
  override readByte(): number {
    if (this.position >= this.#data.length) throw new Error('unexpected end of file');
    if ((this.position & REPORT_MASK) === 0) this.#report(this.position, this.#data.length);
    return this.#data[this.position++];
  }
}

class Target extends Bunzip.Stream {
  readonly #output: ByteCollector;

  constructor(output: ByteCollector) {
    super();
    this.#output = output;
  }

  override writeByte(byte: number): void {
    this.#output.push(byte);
  }
}

/**
 * Unpacks all streams of a file, as parallel compressors write several. What comes after them is ignored, as Python
 * does.
 */
export function unpackBzip2(data: Uint8Array, output: ByteCollector, report: Report): void {
  const source = new Source(data, report);
  const target = new Target(output);
  // The library still calls `new Buffer`, of which Node would tell the user.
  process.noDeprecation = true;
  do Bunzip.decode(source, target);
  while (isBzip2(data.subarray(source.position)));
}

/** Signature of a stream, and what follows it and the level: the magic of a block, or of the end of an empty stream. */
const SIGNATURE = [0x42, 0x5a, 0x68];
const BLOCK = [0x31, 0x41, 0x59, 0x26, 0x53, 0x59];
const END = [0x17, 0x72, 0x45, 0x38, 0x50, 0x90];

/** True for the start of a bzip2 stream. */
export function isBzip2(data: Uint8Array): boolean {
  const has = (at: number, bytes: readonly number[]): boolean => bytes.every((byte, i) => data[at + i] === byte);
  return has(0, SIGNATURE) && (has(4, BLOCK) || has(4, END));
}
