/** Strings up to this length go through the own hash table, longer ones through a Map. */
export const SHORT_STRING = 48;
/**
 * Slots looked at before a string goes to a Map. With a quarter of the slots free so many are never all taken by chance; it
 * bounds the work that chosen collisions can cause.
 */
const PROBES = 128;
/** Slots of the table kept between pickles. */
const RETAINED_SLOTS = 1 << 19;
const FIRST_SLOTS = 1 << 8;
/** So many objects are searched one by one before there is a Map of them. */
const FEW = 8;

/**
 * The pickler's memo: numbers of what was written, in order of writing.
 *
 * Strings are found by content, as if every str were interned; classes and functions by name; everything else by identity.
 *
 * Performance: a Map of 300k new strings takes several times as long as this table (case strings), whose hash is computed by the
 * loop that writes the bytes anyway. Looking for a new string reads nothing but the tags, which stay in the cache.
 */
export class Memo {
  /** Entries so far, and so the number of the next one. */
  count = 0;
  readonly #objects = new Map<unknown, number>();
  // Performance: a Map costs more to fill and clear than a small pickle to write, and gives each object a hash (case tiny).
  readonly #few: unknown[] = new Array(FEW).fill(undefined);
  readonly #fewNumbers = new Int32Array(FEW);
  #fewSize = 0;
  readonly #names = new Map<string, number>();
  readonly #longStrings = new Map<string, number>();
  /** Short strings that found no slot. */
  readonly #overflow = new Map<string, number>();
  // Open addressing with triangular probing. A tag is 0 for a free slot or 8 bits of the hash; the entry is where the rest is.
  #tags = new Uint8Array(FIRST_SLOTS);
  #entries = new Int32Array(FIRST_SLOTS);
  // By entry: the string, its hash, its number in the memo, its slot (-1 when it is in the Map).
  #strings: string[] = [];
  #hashes = new Int32Array(FIRST_SLOTS);
  #numbers = new Int32Array(FIRST_SLOTS);
  #slotOf = new Int32Array(FIRST_SLOTS);
  #size = 0;
  /** Where `shortString` stopped: the free slot, or -1 for "use the Map". */
  #free = -1;

  /** Number of an object, or undefined. */
  object(value: unknown): number | undefined {
    const few = this.#few;
    const size = this.#fewSize;
    for (let i = 0; i < size; i++) if (few[i] === value) return this.#fewNumbers[i];
    return this.#objects.size === 0 ? undefined : this.#objects.get(value);
  }

  /** Gives an object the number `number`. */
  setObject(value: unknown, number: number): void {
    if (this.#objects.size > 0) {
      this.#objects.set(value, number);
      return;
    }
    const size = this.#fewSize;
    if (size < FEW) {
      this.#few[size] = value;
      this.#fewNumbers[size] = number;
      this.#fewSize = size + 1;
      return;
    }
    this.#spillFew();
    this.#objects.set(value, number);
  }

  #spillFew(): void {
    for (let i = 0; i < this.#fewSize; i++) this.#objects.set(this.#few[i], this.#fewNumbers[i]);
    this.#few.fill(undefined);
    this.#fewSize = 0;
  }

  /** Number of a global name, or undefined. */
  name(key: string): number | undefined {
    return this.#names.get(key);
  }

  setName(key: string, number: number): void {
    this.#names.set(key, number);
  }

  /** Number of a string that is long or not ASCII, or undefined. */
  longString(text: string): number | undefined {
    return this.#longStrings.get(text);
  }

  setLongString(text: string, number: number): void {
    this.#longStrings.set(text, number);
  }

  /** Number of a short ASCII string with that hash, or -1; then `setShortString` may follow at once. */
  shortString(text: string, hash: number): number {
    const tags = this.#tags;
    const mask = tags.length - 1;
    const tag = tagOf(hash);
    let slot = hash & mask;
    for (let probe = 1; probe <= PROBES; probe++) {
      const found = tags[slot];
      if (found === 0) {
        this.#free = slot;
        return this.#overflow.size === 0 ? -1 : (this.#overflow.get(text) ?? -1);
      }
      if (found === tag) {
        const entry = this.#entries[slot];
        if (this.#strings[entry] === text) return this.#numbers[entry];
      }
      slot = (slot + probe) & mask;
    }
    this.#free = -1;
    return this.#overflow.get(text) ?? -1;
  }

  /** Adds the string that `shortString` did not find. */
  setShortString(text: string, hash: number, number: number): void {
    const entry = this.#size++;
    this.#strings[entry] = text;
    this.#hashes[entry] = hash;
    this.#numbers[entry] = number;
    this.#place(entry, this.#free);
    const slots = this.#tags.length;
    if (this.#size * 4 >= slots * 3) this.#resize(slots * (slots < RETAINED_SLOTS / 4 ? 4 : 2));
  }

  /** Forgets everything. */
  clear(): void {
    this.count = 0;
    if (this.#fewSize > 0) {
      for (let i = 0; i < this.#fewSize; i++) this.#few[i] = undefined;
      this.#fewSize = 0;
    }
    if (this.#objects.size > 0) this.#objects.clear();
    if (this.#names.size > 0) this.#names.clear();
    if (this.#longStrings.size > 0) this.#longStrings.clear();
    if (this.#overflow.size > 0) this.#overflow.clear();
    if (this.#size > 0) this.#clearStrings();
  }

  /** Forgets the entries from `count` on: what an abandoned pickle has added. */
  rollBack(count: number): void {
    for (const map of [this.#objects, this.#names, this.#longStrings, this.#overflow] as Map<unknown, number>[]) {
      for (const [key, number] of map) if (number >= count) map.delete(key);
    }
    const few = this.#few.slice(0, this.#fewSize).map((value, i) => [value, this.#fewNumbers[i]] as const);
    this.#few.fill(undefined);
    this.#fewSize = 0;
    for (const [value, number] of few) if (number < count) this.setObject(value, number);
    let size = this.#size;
    while (size > 0 && this.#numbers[size - 1] >= count) size--;
    this.#strings.fill('', size, this.#size);
    this.#size = size;
    this.#tags.fill(0);
    this.#placeAll();
    this.count = count;
  }

  #clearStrings(): void {
    const size = this.#size;
    this.#size = 0;
    if (this.#tags.length > RETAINED_SLOTS) {
      this.#allocate(FIRST_SLOTS);
      this.#strings = [];
      return;
    }
    // Performance: a small pickle after a large one must not pay for the large one's table (case tiny).
    if (size * 16 > this.#tags.length) this.#tags.fill(0);
    else for (let entry = 0; entry < size; entry++) if (this.#slotOf[entry] >= 0) this.#tags[this.#slotOf[entry]] = 0;
    this.#strings.fill('', 0, size);
  }

  /** Puts an entry into its slot, or into the Map when that is -1. */
  #place(entry: number, slot: number): void {
    this.#slotOf[entry] = slot;
    if (slot < 0) {
      this.#overflow.set(this.#strings[entry], this.#numbers[entry]);
    } else {
      this.#tags[slot] = tagOf(this.#hashes[entry]);
      this.#entries[slot] = entry;
    }
  }

  #placeAll(): void {
    const tags = this.#tags;
    const mask = tags.length - 1;
    this.#overflow.clear();
    for (let entry = 0; entry < this.#size; entry++) {
      let slot = this.#hashes[entry] & mask;
      let probe = 1;
      while (tags[slot] !== 0 && probe <= PROBES) slot = (slot + probe++) & mask;
      this.#place(entry, probe > PROBES ? -1 : slot);
    }
  }

  #resize(slots: number): void {
    const hashes = this.#hashes;
    const numbers = this.#numbers;
    this.#allocate(slots);
    this.#hashes.set(hashes.subarray(0, this.#size));
    this.#numbers.set(numbers.subarray(0, this.#size));
    this.#placeAll();
  }

  #allocate(slots: number): void {
    this.#tags = new Uint8Array(slots);
    this.#entries = new Int32Array(slots);
    this.#hashes = new Int32Array(slots);
    this.#numbers = new Int32Array(slots);
    this.#slotOf = new Int32Array(slots);
  }
}

/** 8 bits of the hash other than those that choose the slot, never 0. */
function tagOf(hash: number): number {
  return hash >>> 24 || 1;
}
