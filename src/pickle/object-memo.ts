/** So many objects are searched one by one before there is a Set of them. */
const FEW = 8;
const FIRST_SIZE = 64;
/** Numbers kept between pickles. */
const RETAINED_SIZE = 1 << 18;

/**
 * The numbers of the objects in the memo, by identity.
 *
 * Performance: nearly all objects are new. A Set says so in one operation, where a Map takes two; a Map for the numbers of those
 * that come again follows behind the Set, only as far as it is asked for (cases tree, records).
 */
export class ObjectMemo {
  // A Set costs more to fill and clear than a small pickle to write, and gives each object a hash (case tiny).
  readonly #few: unknown[] = new Array(FEW).fill(undefined);
  readonly #all = new Set<unknown>();
  /** By order of arrival. */
  #numbers = new Int32Array(FIRST_SIZE);
  #size = 0;
  readonly #known = new Map<unknown, number>();
  /** The objects that are not in `#known` yet. */
  #unknown: IterableIterator<unknown> | undefined = undefined;

  /** Number of an object, or -1. */
  find(value: unknown): number {
    const size = this.#size;
    if (size > FEW) return this.#all.has(value) ? this.#numberOf(value) : -1;
    for (let i = 0; i < size; i++) if (this.#few[i] === value) return this.#numbers[i];
    return -1;
  }

  /** Number of an object; -1 when it is new, and then it has now the number `number`. */
  findOrAdd(value: unknown, number: number): number {
    const size = this.#size;
    if (size < FEW) {
      for (let i = 0; i < size; i++) if (this.#few[i] === value) return this.#numbers[i];
      this.#few[size] = value;
    } else {
      if (size === FEW) for (const one of this.#few) this.#all.add(one);
      this.#all.add(value);
      if (this.#all.size === size) return this.#numberOf(value);
    }
    if (size === this.#numbers.length) this.#grow();
    this.#numbers[size] = number;
    this.#size = size + 1;
    return -1;
  }

  /** Forgets everything. */
  clear(): void {
    const size = this.#size;
    if (size === 0) return;
    for (let i = 0; i < size && i < FEW; i++) this.#few[i] = undefined;
    this.#size = 0;
    if (size <= FEW) return;
    this.#all.clear();
    if (this.#numbers.length > RETAINED_SIZE) this.#numbers = new Int32Array(FIRST_SIZE);
    if (this.#known.size > 0) this.#known.clear();
    this.#unknown = undefined;
  }

  /** Forgets the objects with numbers from `count` on. */
  rollBack(count: number): void {
    const size = this.#size;
    const values = size > FEW ? [...this.#all] : this.#few.slice(0, size);
    const numbers = this.#numbers.slice(0, size);
    this.clear();
    values.forEach((value, i) => {
      if (numbers[i] < count) this.findOrAdd(value, numbers[i]);
    });
  }

  /** Number of an object that the Set holds. */
  #numberOf(value: unknown): number {
    const known = this.#known;
    const number = known.get(value);
    if (number !== undefined) return number;
    this.#unknown ??= this.#all.values();
    for (;;) {
      const next = this.#unknown.next().value;
      const itsNumber = this.#numbers[known.size];
      known.set(next, itsNumber);
      if (next === value) return itsNumber;
    }
  }

  #grow(): void {
    const numbers = new Int32Array(2 * this.#numbers.length);
    numbers.set(this.#numbers);
    this.#numbers = numbers;
  }
}
