/** The memo of the pure-JavaScript engine: values and kinds by index. */

import { fault } from '../../format/index.js';
import { KIND_DICT_UNSEEN, KIND_HOOKED, KIND_LATE_BYTES, KIND_UNSET, type LateArguments } from '../../session/index.js';
import { FAULT_LIMIT_MEMO, FAULT_MEMO_MISSING } from '../../shared/faults.js';
import { KIND_BYTES, KIND_DICT, KIND_TUPLE } from '../../shared/kinds.js';

const FIRST_ROOM = 256;
const KEPT_ROOM = 1 << 16;
/** How many times larger the arrays may get at once. */
const MAX_GROWTH = 8;
const MAX_SIZED = 1 << 24;

interface SparseEntry {
  value: unknown;
  kind: number;
}

/**
 * Indexes are 0, 1, 2 … in every real pickle, so they go into arrays; an index far beyond the number of entries is
 * legal, too, and goes into a Map, so that it costs no more than any other.
 */
export class Memo {
  /** Values by index; valid where `kinds` is not KIND_UNSET. */
  values: unknown[] = [];
  /**
   * Performance: a kind says which hooks made an object, so there is no table of them by index (bench case datetimes).
   */
  kinds = new Int32Array(FIRST_ROOM).fill(KIND_UNSET);
  /** Entries, the sparse ones too: the index of the next MEMOIZE. */
  count = 0;
  /** Indexes below this may be read and written directly. 0 while there are sparse entries. */
  room = 0;
  /** What part of the input has been read, for a guess at how many entries there will be; 0 when nobody knows. */
  progress = 0;
  /** What `get` found. */
  gotValue: unknown = undefined;

  readonly #late: LateArguments;
  #limit = 0;
  /** Performance: by name, since V8's hash of text has a seed, and that of numbers can be chosen to collide. */
  #sparse: Map<string, SparseEntry> | undefined = undefined;
  /** Behind the highest index that `put` wrote. */
  #high = 0;

  constructor(late: LateArguments) {
    this.#late = late;
  }

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
      this.kinds = new Int32Array(FIRST_ROOM).fill(KIND_UNSET);
      this.values = [];
    } else if (used > 0) {
      const values = this.values;
      const kinds = this.kinds;
      const to = Math.min(used, values.length);
      for (let i = 0; i < to; i++) {
        values[i] = undefined;
        kinds[i] = KIND_UNSET;
      }
    }
    this.#sparse = undefined;
    this.progress = 0;
    this.#high = 0;
    this.count = 0;
    this.gotValue = undefined;
    this.#setRoom();
  }

  /**
   * Looks `index` up; the value is left in `gotValue`.
   * @returns the kind
   * @throws UnpicklingError (FAULT_MEMO_MISSING)
   */
  get(index: number): number {
    if (index < this.kinds.length) {
      const kind = this.kinds[index];
      if (kind !== undefined && kind !== KIND_UNSET) {
        this.gotValue = this.values[index];
        if (kind < KIND_DICT_UNSEEN || kind >= KIND_HOOKED) return kind;
        if (kind === KIND_DICT_UNSEEN) {
          this.kinds[index] = KIND_DICT;
          return KIND_DICT;
        }
        const lateKind = kind === KIND_LATE_BYTES ? KIND_BYTES : KIND_TUPLE;
        this.gotValue = this.#late.get(this.gotValue as number, lateKind);
        this.values[index] = this.gotValue;
        this.kinds[index] = lateKind;
        return lateKind;
      }
    }
    const entry = this.#sparse?.get(`#${index}`);
    if (entry === undefined) throw fault(FAULT_MEMO_MISSING, index);
    this.gotValue = entry.value;
    return entry.kind;
  }

  /** Sets entry `index`. @throws LimitError when there are more than limits.memo entries */
  put(index: number, value: unknown, kind: number): void {
    if (this.#sparse?.has(`#${index}`)) {
      this.#sparse.set(`#${index}`, { value, kind });
      return;
    }
    const isNew = !(index < this.kinds.length) || this.kinds[index] === KIND_UNSET;
    if (isNew && this.count >= this.#limit) throw fault(FAULT_LIMIT_MEMO, this.#limit);
    if (index >= Math.max(this.kinds.length, 2 * this.count + 1024)) {
      if (!isNew) this.kinds[index] = KIND_UNSET;
      if (this.#sparse === undefined) this.#sparse = new Map();
      this.#sparse.set(`#${index}`, { value, kind });
      if (isNew) this.count++;
      this.#setRoom();
      return;
    }
    if (index >= this.kinds.length) this.#grow(index);
    while (this.values.length < index) this.values.push(undefined);
    this.values[index] = value;
    this.kinds[index] = kind;
    if (isNew) this.count++;
    if (index >= this.#high) this.#high = index + 1;
  }

  /** Entry `index` (if it is one) is held by others, too. */
  seen(index: number): void {
    if (index >= 0 && this.kinds[index] === KIND_DICT_UNSEEN) this.kinds[index] = KIND_DICT;
  }

  #grow(index: number): void {
    // Performance: as many as the rest of the input will need if it is like what was read; fresh memory is dear (bench
    // case datetimes).
    const expected =
      this.progress > 0 ? Math.min((this.count * 1.05) / this.progress, this.kinds.length * MAX_GROWTH) : 0;
    let room = Math.max(this.kinds.length * 2, Math.ceil(expected));
    while (room <= index) room *= 2;
    const kinds = new Int32Array(room).fill(KIND_UNSET, this.kinds.length);
    kinds.set(this.kinds);
    this.kinds = kinds;
    // Performance: room for as many values at once; longer arrays than this must grow by themselves to stay fast in V8.
    if (room <= MAX_SIZED && this.values.length < room) this.values.length = room;
    this.#setRoom();
  }
}
