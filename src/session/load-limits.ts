import { fault } from '../format/index.js';
import { sizeOf } from '../registry/index.js';
import { FAULT_LIMIT_BYTES, FAULT_LIMIT_ITEMS } from '../shared/faults.js';
import type { Configuration } from './configuration.js';

/** Limits of one load; counts start anew with each pickle. */
export class LoadLimits {
  /** `limits.digits` and so on. */
  digits = 0;
  memo = 0;
  items = 0;
  nodes = 0;
  bytes = 0;
  /** Bytes that calls have charged. */
  #charged = 0;
  /** Upper bounds of the sizes of plain objects, when `items` is so small that it matters. */
  #sizes: Map<object, number> | undefined = undefined;

  /** Gets ready for loads with these limits. */
  open({ digits, memo, items, nodes, bytes }: Configuration): void {
    this.digits = digits;
    this.memo = memo;
    this.items = items;
    this.nodes = nodes;
    this.bytes = bytes;
  }

  /** Starts the next pickle. */
  begin(): void {
    this.#charged = 0;
  }

  /** Forgets everything of the load. */
  clear(): void {
    this.#sizes = undefined;
  }

  /** Counts memory that a call is about to take. @throws LimitError beyond `limits.bytes` */
  charge(bytes: number): void {
    this.#charged += bytes;
    if (this.#charged > this.bytes) throw fault(FAULT_LIMIT_BYTES, this.bytes);
  }

  /** @throws LimitError when a container has more than `limits.items` */
  checkItems(count: number): void {
    if (count > this.items) throw fault(FAULT_LIMIT_ITEMS, this.items);
  }

  /** The same for what hooks are about to fill with `added` more, where its size is known. */
  checkRoom(target: unknown, added: number): void {
    this.checkItems(added + sizeOf(target));
  }

  /** Like `checkItems` for a plain object, whose size nobody keeps: `added` more pairs were set. */
  countEntries(target: object, added: number): void {
    if (added > this.items) throw fault(FAULT_LIMIT_ITEMS, this.items);
    if (this.items >= 0x2000000) return;
    if (this.#sizes === undefined) this.#sizes = new Map();
    // A record that is extended has not been counted yet.
    const before = this.#sizes.get(target);
    let size = before === undefined ? this.items + 1 : before + added;
    if (size > this.items) size = Object.keys(target).length;
    this.#sizes.set(target, size);
    this.checkItems(size);
  }
}
