/**
 * Slots looked at before a string goes to a Map. With a quarter of the slots free so many are never all taken by
 * chance; it bounds the work that chosen collisions can cause.
 */
const PROBES = 128;
const FIRST_SLOTS = 1 << 8;
/** Slots kept between pickles. */
const RETAINED_SLOTS = 1 << 19;

/**
 * The numbers of the strings in the memo, by content.
 *
 * Performance: a Map of 300k new strings takes several times as long as this table (case str_ascii), whose hash is
 * computed by the loop that writes the bytes anyway. Looking for a new string reads nothing but the tags, which stay in
 * the cache.
 */
export class StringMemo {
  // Open addressing with triangular probing. A tag is 0 for a free slot or 8 bits of the hash; the entry is where the
  // rest is.
  #tags = new Uint8Array(FIRST_SLOTS);
  #entries = new Int32Array(FIRST_SLOTS);
  /** Slots in use, of those there are; a power of two. */
  #slots = FIRST_SLOTS;
  // By entry, in order of writing.
  #texts: string[] = [];
  #hashes = new Int32Array(FIRST_SLOTS);
  #numbers = new Int32Array(FIRST_SLOTS);
  #size = 0;
  /** Strings without a slot: those that met PROBES others. */
  readonly #map = new Map<string, number>();

  /** Number of a string with that hash; -1 when it is new, and then it has now the number `number`. */
  findOrAdd(text: string, hash: number, number: number): number {
    const tags = this.#tags;
    const mask = this.#slots - 1;
    const tag = tagOf(hash);
    let slot = hash & mask;
    for (let probe = 1; probe <= PROBES; probe++) {
      const found = tags[slot];
      if (found === 0) {
        if (this.#map.size > 0) {
          const known = this.#map.get(text);
          if (known !== undefined) return known;
        }
        tags[slot] = tag;
        const entry = this.#size++;
        this.#entries[slot] = entry;
        this.#texts[entry] = text;
        this.#hashes[entry] = hash;
        this.#numbers[entry] = number;
        if (entry * 4 > mask * 3) this.#grow();
        return -1;
      }
      if (found === tag) {
        const entry = this.#entries[slot];
        if (this.#texts[entry] === text) return this.#numbers[entry];
      }
      slot = (slot + probe) & mask;
    }
    const known = this.#map.get(text);
    if (known !== undefined) return known;
    this.#map.set(text, number);
    return -1;
  }

  /** Forgets everything. */
  clear(): void {
    if (this.#map.size > 0) this.#map.clear();
    const size = this.#size;
    if (size === 0) return;
    this.#size = 0;
    for (let entry = 0; entry < size; entry++) this.#texts[entry] = '';
    this.#tags.fill(0, 0, this.#slots);
    // Performance: a small pickle after a large one must not pay for the large one's table (case tiny).
    if (size * 16 < this.#slots) this.#slots = FIRST_SLOTS;
    if (this.#tags.length > RETAINED_SLOTS) {
      this.#allocate(FIRST_SLOTS);
      this.#texts = [];
    }
  }

  /** Forgets the strings with numbers from `count` on. */
  rollBack(count: number): void {
    for (const [text, number] of this.#map) if (number >= count) this.#map.delete(text);
    let size = this.#size;
    while (size > 0 && this.#numbers[size - 1] >= count) size--;
    this.#texts.fill('', size, this.#size);
    this.#size = size;
    this.#place();
  }

  #grow(): void {
    const slots = this.#slots * (this.#slots < RETAINED_SLOTS / 4 ? 4 : 2);
    if (slots > this.#tags.length) {
      const hashes = this.#hashes;
      const numbers = this.#numbers;
      this.#allocate(slots);
      this.#hashes.set(hashes);
      this.#numbers.set(numbers);
    }
    this.#slots = slots;
    this.#place();
  }

  #allocate(slots: number): void {
    this.#slots = slots;
    this.#tags = new Uint8Array(slots);
    this.#entries = new Int32Array(slots);
    this.#hashes = new Int32Array(slots);
    this.#numbers = new Int32Array(slots);
  }

  /** Gives all entries their slots. */
  #place(): void {
    const tags = this.#tags;
    const mask = this.#slots - 1;
    tags.fill(0, 0, this.#slots);
    for (let entry = 0; entry < this.#size; entry++) {
      const hash = this.#hashes[entry];
      let slot = hash & mask;
      let probe = 1;
      while (tags[slot] !== 0 && probe <= PROBES) slot = (slot + probe++) & mask;
      if (probe > PROBES) {
        this.#map.set(this.#texts[entry], this.#numbers[entry]);
      } else {
        tags[slot] = tagOf(hash);
        this.#entries[slot] = entry;
      }
    }
  }
}

/** 8 bits of the hash other than those that choose the slot, never 0. */
function tagOf(hash: number): number {
  return hash >>> 24 || 1;
}
