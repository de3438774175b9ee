/** The block managers behind frames and series: pandas/core/internals/managers.py, pandas/_libs/internals.pyx. */
import { arity, asSequence, asSmallInteger, fail, isInert, needed } from '../../registry/index.js';
import { Slice, Tuple } from '../../values/index.js';
import { NDArray } from '../index.js';
import { dtypeName } from './dtypes.js';
import { Index } from './indexes.js';
import { entryOf, type Made, Pickled } from './pickled.js';
import { NumPyVector, OpaqueVector, Vector } from './vector.js';

const MAX = Number.MAX_SAFE_INTEGER;

/** Where the columns of a block stand in the frame: a slice or an array of places. */
export class BlockPlacement extends Pickled {
  readonly value: unknown;

  /** @internal */
  constructor(made: Made) {
    super(made);
    arity(made.args, 1, 1);
    this.value = made.args[0];
  }

  override toString(): string {
    return 'of a block';
  }
}

/** `_unpickle_block(values, placement, ndim)`: values of one dtype, those of several columns perhaps. */
export class Block extends Pickled {
  readonly values: unknown;
  readonly placement: unknown;

  /** @internal */
  constructor(made: Made) {
    super(made);
    arity(made.args, 2, 3);
    [this.values, this.placement] = made.args;
    Pickled.complete(this, this.values);
  }

  override toString(): string {
    return 'of values';
  }
}

/** One column's values: a row of a block. */
export interface Place {
  readonly values: unknown;
  readonly row: number;
}

/** The blocks of a frame or a series with its labels. */
export class BlockManager extends Pickled {
  /** Labels of the columns and of the rows; of a series those of the rows alone. */
  readonly axes: readonly Index[] = [];
  /** For each column, where its values are; of a series one. */
  readonly places: readonly Place[] = [];
  /** False when the labels are of a class that nobody knows: then there are none here. */
  readonly isKnown: boolean = true;
  readonly #isSingle: boolean;

  /** @internal */
  constructor(made: Made, isSingle: boolean) {
    super(made, false);
    this.#isSingle = isSingle;
    if (made.args.length === 0) return;
    arity(made.args, 2, 3);
    const [blocks, axes] = made.args;
    const parts = needed(asSequence(blocks), 'tuple of blocks').map((block) =>
      block instanceof Block ? block : fail('block expected'),
    );
    this.#take(parts, axes);
    Pickled.complete(this, ...parts, ...this.axes);
  }

  /**
   * `([axes…], [values…], [items…], {'0.14.1': {'axes', 'blocks': [{'values', 'mgr_locs'}]}})`, the first three for old
   * readers. @internal
   */
  static setState(manager: BlockManager, state: unknown): void {
    Pickled.keepState(manager, state);
    const parts = needed(asSequence(state), 'tuple');
    if (parts.length < 4) fail('state of a pandas before 0.14.1: only that pandas reads it');
    const current = entryOf(parts[3], '0.14.1');
    const blocks = needed(asSequence(entryOf(current ?? null, 'blocks')), 'list of blocks').map((block) => ({
      values: entryOf(block, 'values'),
      placement: entryOf(block, 'mgr_locs'),
    }));
    manager.#take(blocks, entryOf(current, 'axes'));
    Pickled.complete(manager, ...blocks.map(({ values }) => values), ...manager.axes);
  }

  /** Every column must have one place, and every block as many rows as there are labels. */
  #take(blocks: readonly { values: unknown; placement: unknown }[], axes: unknown): void {
    const all = needed(asSequence(axes), 'list of axes');
    if (all.some(isInert)) {
      (this as { isKnown: boolean }).isKnown = false;
      return;
    }
    const labels = all.map((axis) => (axis instanceof Index ? axis : fail('Index expected')));
    const count = this.#isSingle ? 1 : 2;
    if (labels.length !== count) fail(`${count} axes expected, got ${labels.length}`);
    const length = labels[labels.length - 1].length;
    const places: (Place | undefined)[] = [];
    const columns = this.#isSingle ? 1 : labels[0].length;
    if (this.#isSingle && blocks.length !== 1) fail(`1 block expected, got ${blocks.length}`);
    let found = 0;
    for (const { values, placement } of blocks) {
      const [rows, size] = sizeOf(values, length);
      if (size !== length) fail(`block of ${length} rows expected, got ${size}`);
      const taken = this.#isSingle ? [0] : placesOf(placement, columns, rows);
      if (taken.length !== rows) fail(`block of ${taken.length} columns expected, got ${rows}`);
      taken.forEach((column, row) => {
        if (places[column] !== undefined) fail(`column ${column} is in two blocks`);
        places[column] = { values, row };
      });
      found += rows;
    }
    if (found !== columns) fail(`blocks of ${columns} columns expected, got ${found}`);
    Object.assign(this, { axes: labels, places });
  }

  override toString(): string {
    return `of ${this.places.length} columns`;
  }

  protected override written(args: readonly unknown[], state: unknown): [unknown[], unknown] {
    const [blocks, ...rest] = args;
    return super.written(
      args.length === 0 ? args : [Array.isArray(blocks) ? new Tuple(blocks) : blocks, ...rest],
      state,
    );
  }
}

/** Columns and rows of a block; of a class that nobody knows one column of `length` rows. */
function sizeOf(values: unknown, length: number): [columns: number, rows: number] {
  if (values instanceof NDArray) {
    if (values.ndim === 1) return [1, values.shape[0]];
    return values.ndim === 2 ? [values.shape[0], values.shape[1]] : fail('array of one or two dimensions expected');
  }
  if (values instanceof Index) return [1, values.length];
  return values instanceof Vector ? [values.rows, values.length] : [1, length];
}

/** The columns of a block, in the order of its rows. */
function placesOf(placement: unknown, columns: number, rows: number): number[] {
  const value = placement instanceof BlockPlacement ? placement.value : placement;
  const numbers: number[] = [];
  if (value instanceof Slice) {
    const [start, stop, step] = [value.start ?? 0, value.stop, value.step ?? 1];
    const ok = [start, stop, step].every((part) => asSmallInteger(part, -1, MAX) !== undefined) && step !== 0;
    if (!ok) fail('slice of columns expected');
    const [from, to, by] = [start, stop, step] as [number, number, number];
    // No more than the block has: the slice may have no end.
    for (let at = from; (by > 0 ? at < to : at > to) && numbers.length <= rows; at += by) numbers.push(at);
  } else if (value instanceof NDArray || asSequence(value) !== undefined) {
    const source = value instanceof NDArray ? integersOf(value) : (asSequence(value) as unknown[]);
    for (const place of source) numbers.push(Number(place));
  } else numbers.push(asSmallInteger(value, 0, MAX) ?? fail('places of columns expected'));
  if (numbers.some((place) => !(Number.isInteger(place) && place >= 0 && place < columns)))
    fail(`columns below ${columns} expected`);
  return numbers;
}

function integersOf(array: NDArray): Iterable<number | bigint> {
  if (array.ndim !== 1 || !'iu'.includes(array.dtype.kind)) fail('places of columns expected');
  return new NumPyVector(array).data as Iterable<number | bigint>;
}

/** The values of a column. @throws UnpicklingError when the pickle gave them another shape since they were checked */
export function vectorAt({ values, row }: Place, length: number): Vector {
  if (values instanceof Vector) return values.row(row, length);
  if (values instanceof Index) return values.array.row(row, length);
  if (values instanceof NDArray) return new NumPyVector(values, row).row(0, length);
  return new OpaqueVector(values, length, dtypeName(values));
}
