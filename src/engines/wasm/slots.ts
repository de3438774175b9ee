/** What tape elements refer to by number: the machine's stack, its objects and its strings. */

/** Entries whose room is kept between loads. */
const KEPT_ROOM = 512;

const NO_TUPLES = /*#__PURE__*/ new Uint8Array(0);

/** The values of one load, as far as the tape has come. */
export class Slots {
  /** By depth of the stack, once a value has to be an object. */
  readonly stack: unknown[] = [];
  /** Kinds of the values in `stack`, which the tape does not know as well: only the host knows what hooks made, and whether it is hashable. */
  readonly kinds: number[] = [];
  /** By object id. */
  readonly memo: unknown[] = [];
  /** Kinds of objects, where they are others than on the tape. */
  readonly memoKinds: number[] = [];
  /**
   * By object: the kind of a tuple of the natural model, else 0. Performance: a byte that is there already (bench case
   * tuples).
   */
  tuples: Uint8Array = NO_TUPLES;
  /** By string id. */
  readonly strings: string[] = [];

  /** Lets go of the stack, and of everything else as well unless what the last pickle named shall stay. */
  clear(keepMemo: boolean): void {
    empty(this.stack, undefined);
    if (this.kinds.length > KEPT_ROOM) this.kinds.length = 0;
    if (keepMemo) return;
    empty(this.memo, undefined);
    this.memoKinds.length = 0;
    if (this.tuples.length > KEPT_ROOM) this.tuples = NO_TUPLES;
    else this.tuples.fill(0);
    empty(this.strings, '');
  }
}

/** Lets go of what an array holds. Performance: small arrays keep their room for the next load (bench case tiny). */
function empty<T>(array: T[], nothing: T): void {
  if (array.length > KEPT_ROOM) array.length = 0;
  else if (array.length > 0) array.fill(nothing);
}
