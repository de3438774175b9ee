/** Bytes of unknown length, gathered. */

import { CommandError, EXIT_BAD_PICKLE } from './problems.js';

const FIRST_CAPACITY = 1 << 16;

/** A byte array that grows by doubling, up to a limit. */
export class ByteCollector {
  #bytes: Uint8Array;
  #length = 0;
  readonly #limit: number;

  /** @param limit in bytes; more is a CommandError */
  constructor(limit: number) {
    this.#limit = limit;
    this.#bytes = new Uint8Array(Math.min(FIRST_CAPACITY, limit));
  }

  get length(): number {
    return this.#length;
  }

  push(byte: number): void {
    if (this.#length >= this.#bytes.length) this.#reserve(1);
    this.#bytes[this.#length++] = byte;
  }

  append(chunk: Uint8Array): void {
    if (this.#length + chunk.length > this.#bytes.length) this.#reserve(chunk.length);
    this.#bytes.set(chunk, this.#length);
    this.#length += chunk.length;
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed > this.#limit) {
      throw new CommandError(
        `is longer than ${sizeText(this.#limit)} when it is read to its end and unpacked; --max-size allows more`,
        EXIT_BAD_PICKLE,
      );
    }
    const larger = new Uint8Array(Math.max(needed, Math.min(2 * this.#bytes.length, this.#limit)));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }

  /** What was gathered; a view. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}

/** A number of bytes in the largest unit that it is a whole number of. */
function sizeText(count: number): string {
  for (const [power, unit] of [
    [30, 'GiB'],
    [20, 'MiB'],
    [10, 'KiB'],
  ] as const) {
    if (count % 2 ** power === 0) return `${count / 2 ** power} ${unit}`;
  }
  return `${count} bytes`;
}
