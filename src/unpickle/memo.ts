/** The memo of the pure-JavaScript engine: values, kinds and hooks by index. */
import type { ClassHooks } from '../globals/registry.js';
import { FAULT_LIMIT_MEMO, FAULT_MEMO_MISSING } from '../shared/faults.js';
import { KIND_DICT, KIND_OBJECT } from '../shared/kinds.js';
import { fault } from './messages.js';

/** No entry. */
export const KIND_UNSET = 255;
/** A dict that nobody has fetched from the memo yet: only the stack holds it, so that another object can take its place. */
export const KIND_DICT_UNSEEN = 16;

const FIRST_ROOM = 256;
const KEPT_ROOM = 1 << 16;
const MAX_SIZED = 1 << 24;

interface SparseEntry {
  value: unknown;
  kind: number;
  hooks: ClassHooks | undefined;
}

/**
 * Indexes are 0, 1, 2 … in every real pickle, so they go into arrays; an index far beyond the number of entries is legal, too,
 * and goes into a Map, so that it costs no more than any other.
 */
export class Memo {
  /** Values by index; valid where `kinds` is not KIND_UNSET. */
  values: unknown[] = [];
  kinds = new Uint8Array(FIRST_ROOM).fill(KIND_UNSET);
  /** Entries, the sparse ones too: the index of the next MEMOIZE. */
  count = 0;
  /** Indexes below this may be read and written directly. 0 while there are sparse entries. */
  room = 0;
  /** What `get` found. */
  gotValue: unknown = undefined;
  gotHooks: ClassHooks | undefined = undefined;

  #limit = 0;
  #hooks: (ClassHooks | undefined)[] = [];
  #sparse: Map<number | bigint, SparseEntry> | undefined = undefined;
  /** Behind the highest index that `put` wrote. */
  #high = 0;

  /** limits.memo */
  set limit(limit: number) {
    this.#limit = limit;
    this.#setRoom();
  }

  #setRoom(): void {
    this.room = this.#sparse === undefined ? Math.min(this.kinds.length, this.#limit) : 0;
  }

  /** Indexes below this go into the arrays. */
  get denseEnd(): number {
    return this.#sparse === undefined ? Math.max(this.kinds.length, 2 * this.count + 1024) : 0;
  }

  /** Removes everything. */
  clear(): void {
    const used = Math.max(this.count, this.#high);
    if (this.kinds.length > KEPT_ROOM) {
      this.kinds = new Uint8Array(FIRST_ROOM).fill(KIND_UNSET);
      this.values = [];
      this.#hooks = [];
    } else if (used > 0) {
      const values = this.values;
      const kinds = this.kinds;
      const hooks = this.#hooks;
      const to = Math.min(used, values.length);
      for (let i = 0; i < to; i++) {
        values[i] = undefined;
        kinds[i] = KIND_UNSET;
        // Performance: setting the length is a call into V8's runtime.
        if (i < hooks.length) hooks[i] = undefined;
      }
    }
    this.#sparse = undefined;
    this.#high = 0;
    this.count = 0;
    this.gotValue = undefined;
    this.gotHooks = undefined;
    this.#setRoom();
  }

  /**
   * Looks `index` up; value and hooks are left in `gotValue` and `gotHooks`.
   * @returns the kind
   * @throws UnpicklingError (FAULT_MEMO_MISSING)
   */
  get(index: number | bigint): number {
    const at = index as number;
    if (index < this.kinds.length) {
      const kind = this.kinds[at];
      if (kind !== undefined && kind !== KIND_UNSET) {
        this.gotValue = this.values[at];
        this.gotHooks = kind >= KIND_OBJECT ? this.#hooks[at] : undefined;
        if (kind !== KIND_DICT_UNSEEN) return kind;
        this.kinds[at] = KIND_DICT;
        return KIND_DICT;
      }
    }
    const entry = this.#sparse?.get(index);
    if (entry === undefined) throw fault(FAULT_MEMO_MISSING, index);
    this.gotValue = entry.value;
    this.gotHooks = entry.hooks;
    return entry.kind;
  }

  /** Sets entry `index`. @throws LimitError when there are more than limits.memo entries */
  put(index: number | bigint, value: unknown, kind: number, hooks: ClassHooks | undefined): void {
    if (this.#sparse?.has(index)) {
      this.#sparse.set(index, { value, kind, hooks });
      return;
    }
    const at = index as number;
    const isNew = !(index < this.kinds.length) || this.kinds[at] === KIND_UNSET;
    if (isNew && this.count >= this.#limit) throw fault(FAULT_LIMIT_MEMO, this.#limit);
    if (index >= Math.max(this.kinds.length, 2 * this.count + 1024)) {
      if (this.#sparse === undefined) this.#sparse = new Map();
      this.#sparse.set(index, { value, kind, hooks });
      this.count++;
      this.#setRoom();
      return;
    }
    if (at >= this.kinds.length) this.#grow(at);
    while (this.values.length < at) this.values.push(undefined);
    this.values[at] = value;
    this.kinds[at] = kind;
    if (hooks !== undefined || at < this.#hooks.length) {
      while (this.#hooks.length < at) this.#hooks.push(undefined);
      this.#hooks[at] = hooks;
    }
    if (isNew) this.count++;
    if (at >= this.#high) this.#high = at + 1;
  }

  /** Entry `index` (if it is one) is held by others, too. */
  seen(index: number): void {
    if (index >= 0 && this.kinds[index] === KIND_DICT_UNSEEN) this.kinds[index] = KIND_DICT;
  }

  #grow(index: number): void {
    let room = this.kinds.length * 2;
    while (room <= index) room *= 2;
    const kinds = new Uint8Array(room).fill(KIND_UNSET, this.kinds.length);
    kinds.set(this.kinds);
    this.kinds = kinds;
    // Performance: room for as many values at once; longer arrays than this must grow by themselves to stay fast in V8.
    if (room <= MAX_SIZED && this.values.length < room) this.values.length = room;
    this.#setRoom();
  }
}
