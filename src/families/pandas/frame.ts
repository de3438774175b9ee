/** `pandas.DataFrame` and `pandas.Series`. */
import { PickleError } from '../../base/index.js';
import { fail } from '../../registry/index.js';
import { INSPECT, pyEquals, REPR, type ReprPart, setOwn } from '../../values/index.js';
import type { ArrayData } from '../index.js';
import { BlockManager, vectorAt } from './blocks.js';
import { type Index, labelText } from './indexes.js';
import { checkVirtual, entryOf, hashableLabel, type Made, Pickled, withEntries } from './pickled.js';
import { type FrameTable, tableOf, uniqueNames } from './table.js';
import { type TextOptions, tableText, valueText } from './text.js';
import type { Vector } from './vector.js';

/** What frames and series have in common: a manager, attributes, and perhaps fields of a subclass. */
abstract class Holder extends Pickled {
  #manager: BlockManager | undefined;

  /** @internal */
  constructor(made?: Made) {
    super(made, false);
  }

  /** @internal */
  static setState(self: Holder, state: unknown): void {
    Pickled.keepState(self, state);
    const manager = entryOf(state, '_mgr', '_data');
    const fits = manager instanceof BlockManager && (manager.axes.length === self.dimensions || !manager.isKnown);
    if (!fits) fail(`BlockManager of ${self.dimensions} axes expected`);
    self.#manager = manager;
    Pickled.complete(self, manager);
  }

  /** 2 for a frame, 1 for a series. @internal */
  protected abstract readonly dimensions: number;

  /** @throws PickleError when the pickle gave none @internal */
  protected get manager(): BlockManager {
    if (this.#manager === undefined) throw new PickleError(`${this.pickledName} has got no state`);
    if (!this.#manager.isKnown)
      throw new PickleError(`the labels of this ${this.constructor.name} are of a class that nobody knows`);
    return this.#manager;
  }

  /** The user's own attributes (`df.attrs`), a dict; null when there are none. */
  get attrs(): unknown {
    const state = Pickled.stateOf(this);
    return state === undefined ? null : (entryOf(state, 'attrs') ?? null);
  }

  override [REPR](): Iterable<ReprPart> {
    return [`<${this.pickledName} ${this.#isKnown ? this.summary : 'of labels that nobody knows'}>`];
  }

  get #isKnown(): boolean {
    return this.#manager?.isKnown === true || (this.#manager === undefined && Pickled.madeOf(this) === undefined);
  }

  /** What it is, on one line. */
  abstract readonly summary: string;

  /** As pandas prints it: the first and the last rows. */
  abstract toText(options?: TextOptions): string;

  /** The same, with ten rows. */
  override toString(): string {
    return this.#isKnown ? this.toText() : `<${this.pickledName} of labels that nobody knows>`;
  }

  /** What `console.log` shows: the first and the last rows. */
  [INSPECT](depth: number | null): string {
    return depth !== null && depth < 0 ? `[${this.constructor.name}]` : this.toString();
  }
}

/** `pandas.Series`: values of one dtype with labels. */
export class Series extends Holder {
  #parts: { readonly array: Vector; readonly index: Index; readonly name: unknown } | undefined;
  protected readonly dimensions = 1;

  /** A column of a frame. @internal */
  static of(array: Vector, index: Index, name: unknown): Series {
    const series = new Series();
    series.#parts = { array, index, name };
    return series;
  }

  get #own(): { readonly array: Vector; readonly index: Index; readonly name: unknown } {
    if (this.#parts === undefined) {
      const { manager } = this;
      const [index] = manager.axes;
      const name = entryOf(Pickled.stateOf(this), '_name', 'name') ?? null;
      this.#parts = { array: vectorAt(manager.places[0], index.length), index, name };
    }
    return this.#parts;
  }

  /** Its label; null when it has none. */
  get name(): unknown {
    return this.#own.name;
  }

  /** pandas' text of the dtype, such as `'int64'`, `'category'`, `'datetime64[ns, UTC]'`. */
  get dtype(): string {
    return this.#own.array.dtype;
  }

  /** The labels of the rows. */
  get index(): Index {
    return this.#own.index;
  }

  get length(): number {
    return this.#own.array.length;
  }

  /** What holds the values: a Categorical has its codes there, a sparse array the value that is not stored. */
  get array(): Vector {
    return this.#own.array;
  }

  /**
   * A typed array of numbers, booleans (0 and 1) or ticks of times, or a list for other dtypes. Where `nulls` has a 1,
   * the value is missing and what stands here says nothing.
   */
  get values(): ArrayData {
    return this.#own.array.data;
  }

  /** One byte for each value, 1 where it is missing; undefined when all are there. A float64's NaN is a value. */
  get nulls(): Uint8Array | undefined {
    return this.#own.array.nulls;
  }

  /**
   * Value `index`, negative from the end: null when missing, undefined outside. Times are Timestamps and Timedeltas.
   */
  at(index: number): unknown {
    return this.#own.array.at(index);
  }

  /** All values as `at` gives them. */
  toArray(): unknown[] {
    return this.#own.array.toArray();
  }

  [Symbol.iterator](): Iterator<unknown> {
    return this.#own.array[Symbol.iterator]();
  }

  toJSON(): unknown[] {
    return this.toArray();
  }

  get summary(): string {
    return `${this.length} rows${this.name === null ? '' : ` ${labelText(this.name)}`}: ${this.dtype}`;
  }

  /** As pandas prints it. */
  toText(options?: TextOptions): string {
    const { name, length, dtype } = this;
    const parts = [
      ...(name === null ? [] : [`Name: ${valueText(labelText(name))}`]),
      `Length: ${length}`,
      `dtype: ${valueText(dtype)}`,
    ];
    const table = tableText([''], this.index, [this.array], options);
    return `${table.slice(table.indexOf('\n') + 1)}\n${parts.join(', ')}`;
  }

  protected override written(args: readonly unknown[], state: unknown): [unknown[], unknown] {
    const change = (key: unknown, value: unknown) => (key === '_name' || key === 'name' ? hashableLabel(value) : value);
    return [[...args], state === undefined ? state : withEntries(state, change)];
  }
}

function setField(record: object, name: string, value: unknown): void {
  (record as Record<string, unknown>)[name] = value;
}

/** `pandas.DataFrame`: columns of one length, each with a label and a dtype, and labels of the rows. */
export class DataFrame extends Holder {
  readonly #vectors = new Map<number, Vector>();
  #columns: unknown[] | undefined;
  #places: ReadonlyMap<string, number> | undefined;
  protected readonly dimensions = 2;

  /** Numbers of rows and columns. */
  get shape(): [rows: number, columns: number] {
    const { axes, places } = this.manager;
    return [axes[1].length, places.length];
  }

  /** The labels of the columns, in order: text mostly; an Array for several levels. */
  get columns(): unknown[] {
    this.#columns ??= this.columnIndex.toArray();
    return this.#columns;
  }

  /** The same with its name, dtype and levels. */
  get columnIndex(): Index {
    return this.manager.axes[0];
  }

  /** pandas' text of each column's dtype, in order. */
  get dtypes(): string[] {
    return this.manager.places.map((_, i) => this.#vector(i).dtype);
  }

  /** The labels of the rows. */
  get index(): Index {
    return this.manager.axes[1];
  }

  /** Number of rows. */
  get length(): number {
    return this.shape[0];
  }

  #vector(place: number): Vector {
    let vector = this.#vectors.get(place);
    if (vector === undefined) {
      vector = vectorAt(this.manager.places[place], this.shape[0]);
      this.#vectors.set(place, vector);
    }
    return vector;
  }

  #all(): Vector[] {
    return this.manager.places.map((_, i) => this.#vector(i));
  }

  /**
   * The column of a label; the first, when several have it. Labels compare as in Python; those of several levels are
   * given as an Array.
   * @throws PickleError when there is none
   */
  column(label: unknown): Series {
    const place = typeof label === 'string' ? this.#placeOf(label) : this.#find(label);
    if (place === undefined || place < 0)
      throw new PickleError(`no column ${labelText(label).slice(0, 100)}; see columns`);
    return this.columnAt(place);
  }

  /** The column at a place, negative from the end. @throws PickleError when there is none */
  columnAt(place: number): Series {
    const [, count] = this.shape;
    const at = place < 0 ? count + place : place;
    if (!(Number.isInteger(at) && at >= 0 && at < count))
      throw new PickleError(`no column at ${place}: there are ${count}`);
    return Series.of(this.#vector(at), this.index, this.columns[at]);
  }

  #placeOf(name: string): number | undefined {
    if (this.#places === undefined) {
      const places = new Map<string, number>();
      this.columns.forEach((label, i) => {
        if (typeof label === 'string' && !places.has(label)) places.set(label, i);
      });
      this.#places = places;
    }
    return this.#places.get(name);
  }

  #find(label: unknown): number {
    const wanted = hashableLabel(label);
    return this.columns.findIndex((each) => pyEquals(hashableLabel(each), wanted));
  }

  /**
   * The rows as objects, without their labels: values as `Series.at` gives them. Labels become text; where two columns
   * have one label, the later ones get `.1`, `.2`, … behind it.
   */
  toRows(): Record<string, unknown>[] {
    const [rows, count] = this.shape;
    checkVirtual(rows);
    const names = uniqueNames(this.columns);
    const columns = this.#all().map((vector) => vector.all());
    // Performance: only where it matters.
    const set = names.includes('__proto__') ? setOwn : setField;
    return Array.from({ length: rows }, (_, row) => {
      const record: Record<string, unknown> = {};
      for (let i = 0; i < count; i++) set(record, names[i], columns[i][row]);
      return record;
    });
  }

  /** The columns as memory: typed arrays and masks. */
  toTable(): FrameTable {
    return tableOf(this.columns, this.#all(), this.shape[0]);
  }

  /** The rows. */
  toJSON(): Record<string, unknown>[] {
    return this.toRows();
  }

  get summary(): string {
    const [rows, count] = this.shape;
    return `${rows} rows x ${count} columns`;
  }

  /** As pandas prints it: the first and the last rows. */
  toText(options?: TextOptions): string {
    const [rows, count] = this.shape;
    if (rows === 0 || count === 0)
      return `Empty DataFrame\nColumns: [${this.columns
        .slice(0, 20)
        .map((label) => valueText(labelText(label)))
        .join(', ')}]\n[${this.summary}]`;
    const headings = this.columns.map((label) => valueText(labelText(label)));
    return `${tableText(headings, this.index, this.#all(), options)}\n\n[${this.summary}]`;
  }
}
