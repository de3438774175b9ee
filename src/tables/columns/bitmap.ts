/** Bits of a column, as Arrow has them: bit i is `bytes[i >> 3] >> (i & 7) & 1`. */

/** True when bit `index` is set; without a bitmap all are. */
export function hasBit(bytes: Uint8Array | undefined, index: number): boolean {
  return bytes === undefined || ((bytes[index >> 3] >> (index & 7)) & 1) === 1;
}

/** Bits that are added one by one. */
export class BitBuilder {
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array(16);
  length = 0;
  /** Bits that are 0. */
  zeros = 0;

  push(bit: boolean): void {
    const index = this.length++;
    if (index >> 3 >= this.#bytes.length) {
      const grown = new Uint8Array(this.#bytes.length * 2);
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    if (bit) this.#bytes[index >> 3] |= 1 << (index & 7);
    else this.zeros++;
  }

  /** Adds `count` bits that are 1. */
  pushOnes(count: number): void {
    for (let i = 0; i < count; i++) this.push(true);
  }

  get(index: number): boolean {
    return hasBit(this.#bytes, index);
  }

  /** The bits, in memory of exactly their size. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, (this.length + 7) >> 3);
  }
}
