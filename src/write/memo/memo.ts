import { ObjectMemo } from './object-memo.js';
import { StringMemo } from './string-memo.js';

/**
 * The pickler's memo: numbers of what was written, in order of writing.
 *
 * Strings are found by content, as if every str were interned; classes and functions by name; everything else by
 * identity.
 */
export class Memo {
  /** Entries so far, and so the number of the next one. */
  count = 0;
  readonly strings = new StringMemo();
  readonly objects = new ObjectMemo();
  /** Keys of globals, and of the bytes objects that exist only once. */
  readonly names = new Map<string, number>();

  /** Forgets everything. */
  clear(): void {
    this.count = 0;
    this.strings.clear();
    this.objects.clear();
    if (this.names.size > 0) this.names.clear();
  }

  /** Forgets the entries from `count` on: what an abandoned pickle has added. */
  rollBack(count: number): void {
    for (const [key, number] of this.names) if (number >= count) this.names.delete(key);
    this.strings.rollBack(count);
    this.objects.rollBack(count);
    this.count = count;
  }
}
