/** Random numbers from a seed: the same on every machine, so that a number says which input failed. */
export class Random {
  #state: number;

  /** @param seed any 32-bit integer */
  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** A 32-bit unsigned integer (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** An integer from 0 up to `count` - 1. */
  below(count: number): number {
    return this.next() % count;
  }

  /** True once in `times`. */
  oneIn(times: number): boolean {
    return this.next() % times === 0;
  }

  /** One of `items`. */
  pick<Item>(items: readonly Item[]): Item {
    return items[this.next() % items.length];
  }

  /** A small number, mostly very small, at most `most`. */
  small(most: number): number {
    return this.below(1 + this.below(most + 1));
  }

  /** `count` random bytes. */
  bytes(count: number): Uint8Array {
    const out = new Uint8Array(count);
    for (let i = 0; i < count; i++) out[i] = this.next();
    return out;
  }
}
