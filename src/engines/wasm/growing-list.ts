/** Room for a list that gets one long run after another: enlarged ahead, as far as the rest of the input promises. */

/** Shorter runs are appended item by item. */
const LONG_RUN = 256;
/**
 * A list that has got this many items in long runs is enlarged, by at most MAX_GROWTH times what it has got;
 * MAX_LATE_GROWTH when that is LATE items or more.
 */
export const LONG_LIST = 4096;
const MAX_GROWTH = 4;
const LATE = 1 << 16;
const MAX_LATE_GROWTH = 16;
/** V8 makes a slow dictionary of an array that is made longer than this, with nothing in it. */
const MAX_PRESIZED = 1 << 24;

/** The one list that grows. */
export class GrowingList {
  list: unknown[] | undefined = undefined;
  /** Items that it has; its length may be more. */
  count = 0;
  /** Where in the input it began to grow, and what it had then. */
  #start = 0;
  #countAtStart = 0;

  /** `n` items are going to be put into `list`, which has `at`; this is said at `offset` of `total` bytes. */
  add(list: unknown[], at: number, n: number, offset: number, total: number): void {
    const count = at + n;
    if (list === this.list) {
      this.count = count;
      const added = count - this.#countAtStart;
      if (count <= list.length || added <= LONG_LIST || count >= MAX_PRESIZED) return;
      // As if it went on like that to the input's end.
      const expected = ((total - offset) * added) / (offset - this.#start);
      list.length = Math.ceil(
        count + Math.min(expected, added * (added < LATE ? MAX_GROWTH : MAX_LATE_GROWTH), MAX_PRESIZED - count),
      );
    } else if (n >= LONG_RUN) {
      this.trim();
      this.list = list;
      this.count = count;
      this.#countAtStart = at;
      this.#start = offset;
    }
  }

  /** Ends the growth, before anybody may look at the list: it has what it was given. */
  trim(): void {
    const { list } = this;
    this.list = undefined;
    if (list !== undefined && list.length > this.count) list.length = this.count;
  }
}
