import type { Recipe } from './objects/recipe.js';

/** A container or object that is being written. */
export const LIST = 0;
/** Keys of a plain object, values looked up as they come. */
export const RECORD = 1;
/** Keys, and values beside them. */
export const DICT = 2;
export const SET = 3;
export const TUPLE = 4;
export const FROZENSET = 5;
/** Values of a reduction's listItems, or of a list where CPython goes through an iterator. */
export const ITEMS = 6;
/** Pairs of a reduction's dictItems, or of a dict where CPython goes through an iterator. */
export const PAIRS = 7;
export const RECIPE = 8;

const NONE: unknown[] = [];

/** `Step.entry` of what nothing else can refer to. */
export const NO_ENTRY = -1;

/**
 * One level of the explicit stack that replaces recursion. The objects are kept and used again: a level costs no
 * allocation.
 * All kinds share one shape, so that the main loop stays monomorphic.
 */
export class Step {
  kind = LIST;
  /** The object itself, for the memo; undefined for one made on the way. */
  subject: unknown = undefined;
  /** Entry of the subject in the memo, or NO_ENTRY. */
  entry = NO_ENTRY;
  /** Items; of DICT the values. */
  items: readonly unknown[] = NONE;
  /** RECORD: the property names. DICT: the keys. */
  keys: readonly unknown[] = NONE;
  /** Items or keys when it began: code of the caller that runs meanwhile must not change their number. */
  count = 0;
  /** Next item to be written; for the path in errors the current one is `index - 1`. */
  index = 0;
  /** Index at which the current batch ends. */
  batchEnd = 0;
  /** What closes the current batch. */
  closing = 0;
  phase = 0;
  recipe: Recipe | undefined = undefined;
  iterator: Iterator<unknown> | AsyncIterator<unknown> | undefined = undefined;
  /** PAIRS: see Recipe. */
  hashes = false;
  /** The iterator answers with promises. */
  async = false;
  /** What an awaited promise has brought. */
  answer: IteratorResult<unknown> | undefined = undefined;
  /** ITEMS, PAIRS: the value being written, and the one pulled after it. */
  current: unknown = undefined;
  ahead: unknown = undefined;

  /** Lets go of everything. */
  clear(): void {
    this.subject = undefined;
    this.items = NONE;
    this.keys = NONE;
    this.recipe = undefined;
    this.iterator = undefined;
    this.answer = undefined;
    this.current = undefined;
    this.ahead = undefined;
  }
}
