/** Lists of objects from the memo that come again and again (assembly/guided/known.ts): each time a copy. */
export class KnownLists {
  readonly #memo: readonly unknown[];
  /** Object ids of what is in each list. */
  readonly #objects: Int32Array[] = [];
  /** The lists themselves, which nobody else sees; undefined when they have to be made anew. */
  readonly #lists: (unknown[] | undefined)[] = [];

  constructor(memo: readonly unknown[]) {
    this.#memo = memo;
  }

  forget(): void {
    this.#objects.length = 0;
    this.#lists.length = 0;
  }

  /** Other objects have ids of before. */
  changed(): void {
    this.#lists.length = 0;
  }

  keep(list: number, objects: Int32Array): void {
    this.#objects[list] = objects;
    this.#lists[list] = undefined;
  }

  /** A new list, equal to the one that was kept. */
  list(list: number): unknown[] {
    this.#lists[list] ??= Array.from(this.#objects[list], (object) => this.#memo[object]);
    return this.#lists[list].slice();
  }
}
