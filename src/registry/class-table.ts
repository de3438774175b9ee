/**
 * What else is known of the classes of this package (how they are written, how they are shown), beside them: who does
 * not need it does not carry it.
 */

/** The prototype of a class, and what is known of its instances and those of subclasses. */
export type ClassRow<K> = readonly [prototype: object, known: K];

/** Finds what is known of a value's class, or of the nearest class above it that a row speaks of. */
export class ClassTable<K> {
  readonly #rows: () => readonly ClassRow<K>[];
  #table: ReadonlyMap<object, K> | undefined;

  /** @param rows asked once, on first use */
  constructor(rows: () => readonly ClassRow<K>[]) {
    this.#rows = rows;
  }

  /** Undefined when no class of the value is in the table. */
  of(value: object): K | undefined {
    this.#table ??= new Map(this.#rows());
    for (
      let prototype = Object.getPrototypeOf(value);
      prototype !== null;
      prototype = Object.getPrototypeOf(prototype)
    ) {
      const known = this.#table.get(prototype);
      if (known !== undefined) return known;
    }
    return undefined;
  }
}
