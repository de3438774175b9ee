/** Bytes of unknown length, gathered. */

const FIRST_CAPACITY = 1 << 16;

/** A byte array that grows by doubling. */
export class ByteCollector {
  #bytes = new Uint8Array(FIRST_CAPACITY);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(byte: number): void {
    if (this.#length === this.#bytes.length) this.#reserve(1);
    this.#bytes[this.#length++] = byte;
  }

  append(chunk: Uint8Array): void {
    if (this.#length + chunk.length > this.#bytes.length) this.#reserve(chunk.length);
    this.#bytes.set(chunk, this.#length);
    this.#length += chunk.length;
  }

  #reserve(count: number): void {
    const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + count));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }

  /** What was gathered; a view. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}
