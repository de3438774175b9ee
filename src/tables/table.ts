import { PickleError } from '../base/index.js';
import { toArrow } from './arrow/index.js';
import { type Column, type ColumnKind, indicesOf, needed } from './columns/column.js';
import { ListColumn, StructColumn } from './columns/nested-columns.js';
import { NumberColumn } from './columns/scalar-columns.js';
import { compareValues, conditionsOf, rankOf, type Where } from './where.js';

/** One column of a table, described. */
export interface Field {
  name: string;
  kind: ColumnKind;
  /** Some rows have None there, or have not got the key. */
  nullable: boolean;
}

/** A row that moves: what its getters give is of the row that `moveTo` was called with last. */
export interface RowView<Row> {
  readonly row: Readonly<Row>;
  moveTo(index: number): void;
}

/** The name of the only column of a table whose items are no records. */
const VALUE = 'value';

/**
 * Many records as columns: a list of dicts that was read without making an object for each of them, or with these let
 * go.
 *
 * Rows come into being when they are asked for. `toArray()` is the list that `loads` gives: the same keys in the same
 * order, the same numbers, and one object where Python has one object.
 */
export class Table<Row = Record<string, unknown>> implements Iterable<Row> {
  readonly #items: Column;
  /** The items that are rows, in order; undefined: all of them. */
  readonly #indices: Int32Array | undefined;
  readonly #taken = new Map<string, Column>();

  /** @internal */
  constructor(items: Column, indices?: Int32Array) {
    this.#items = items;
    this.#indices = indices;
  }

  /** Number of rows. */
  get length(): number {
    return this.#indices === undefined ? this.#items.length : this.#indices.length;
  }

  /** The columns, in the order in which their keys were met. A list of other things than records has one, `value`. */
  get schema(): Field[] {
    return this.#names().map((name) => {
      const { kind, nullable } = this.column(name);
      return { name, kind, nullable };
    });
  }

  #names(): readonly string[] {
    return this.#items instanceof StructColumn ? this.#items.names : [VALUE];
  }

  /**
   * The values of one key.
   * @throws PickleError when there is no such column
   */
  column(name: string): Column {
    const known = this.#taken.get(name);
    if (known !== undefined) return known;
    const items = this.#items;
    const column = needed(
      items instanceof StructColumn ? items.column(name) : name === VALUE ? items : undefined,
      name,
    );
    const taken = this.#indices === undefined ? column : column.take(this.#indices);
    this.#taken.set(name, taken);
    return taken;
  }

  /**
   * The items of all lists of a column, one behind the other, or the dicts of a column, as a table.
   * @throws PickleError when the column is neither of kind `list` nor of kind `struct`
   */
  child(name: string): Table {
    const column = this.column(name);
    if (column instanceof ListColumn) return new Table(column.child);
    if (column instanceof StructColumn) return new Table(column);
    throw new PickleError(
      `column ${JSON.stringify(name)} is of kind ${column.kind}: only list and struct have a table inside`,
    );
  }

  /** Row `index` as an object of its own; negative counts from the end. Undefined outside. */
  at(index: number): Row | undefined {
    const row = index < 0 ? this.length + index : index;
    return this.#items.get(this.#indices === undefined ? row : this.#indices[row]) as Row | undefined;
  }

  *[Symbol.iterator](): Iterator<Row> {
    for (let i = 0; i < this.length; i++) yield this.at(i) as Row;
  }

  /** One row for a loop over many: its getters read the columns. Missing keys are undefined. */
  view(): RowView<Row> {
    const items = this.#items;
    const indices = this.#indices;
    let at = indices === undefined ? 0 : indices[0];
    const row = {};
    for (const [place, name] of this.#names().entries()) {
      const column = items instanceof StructColumn ? items.columns[place] : items;
      let get = (): unknown => column.get(at);
      if (items instanceof StructColumn && (items.shapes.length > 1 || items.nullable)) {
        get = () => (items.has(at, place) ? column.get(at) : undefined);
      } else if (column instanceof NumberColumn && column.kind !== 'int64' && !column.nullable && !column.exactFloats) {
        const { values } = column;
        get = () => values[at];
      }
      Object.defineProperty(row, name, { get, enumerable: true });
    }
    return {
      row: row as Row,
      moveTo(index) {
        at = indices === undefined ? index : indices[index];
      },
    };
  }

  /** The rows from `start` up to `end`, counted as `Array.slice` does. */
  slice(start = 0, end = this.length): Table<Row> {
    const { length } = this;
    const place = (index: number) => Math.min(length, Math.max(0, index < 0 ? length + index : index));
    return this.#of(indicesOf(place(start), place(end)));
  }

  /** @param rows of this table */
  #of(rows: Int32Array): Table<Row> {
    const indices = this.#indices;
    return new Table<Row>(this.#items, indices === undefined ? rows : rows.map((row) => indices[row]));
  }

  /**
   * The rows that `wanted` holds for: conditions by key (see `Where`), or a function, which gets one row that moves
   * (see `view`).
   * @throws PickleError when a condition names no column
   */
  filter(wanted: Where | ((row: Readonly<Row>, index: number) => unknown)): Table<Row> {
    const found = new Int32Array(this.length);
    let count = 0;
    if (typeof wanted === 'function') {
      const { row, moveTo } = this.view();
      for (let i = 0; i < this.length; i++) {
        moveTo(i);
        if (wanted(row, i)) found[count++] = i;
      }
    } else {
      const conditions = conditionsOf(wanted).map(([name, condition]) => ({ column: this.column(name), condition }));
      for (let i = 0; i < this.length; i++)
        if (conditions.every(({ column, condition }) => condition(column.get(i)))) found[count++] = i;
    }
    return this.#of(found.slice(0, count));
  }

  /**
   * The rows in order of a column, of several (those that are equal in the first by the second), or of what a function
   * says of two rows. Rows that are equal stay in their order; None, missing keys and NaN come last.
   * @throws PickleError when there is no such column
   */
  sort(by: string | readonly string[] | ((a: Row, b: Row) => number), { descending = false } = {}): Table<Row> {
    const sign = descending ? -1 : 1;
    const rows = indicesOf(0, this.length);
    if (typeof by === 'function') {
      const objects = this.toArray();
      return this.#of(rows.sort((a, b) => sign * by(objects[a], objects[b])));
    }
    const keys = (typeof by === 'string' ? [by] : by).map((name) => this.column(name).toArray());
    rows.sort((a, b) => {
      for (const values of keys) {
        const order = compareValues(values[a], values[b]);
        if (order !== 0) return rankOf(values[a]) === 3 || rankOf(values[b]) === 3 ? order : sign * order;
      }
      return a - b;
    });
    return this.#of(rows);
  }

  /** The same rows with some of their keys. @throws PickleError when there is no such column */
  select<Key extends string & keyof Row>(names: readonly Key[]): Table<Pick<Row, Key>> {
    for (const name of names) if (!this.#names().includes(name)) needed(undefined, name);
    const items = this.#items instanceof StructColumn ? this.#items.select(names) : this.#items;
    return new Table<Pick<Row, Key>>(items, this.#indices);
  }

  /** The list that `loads` gives. */
  toArray(): Row[] {
    const rows = new Array<Row>(this.length);
    for (let i = 0; i < rows.length; i++) rows[i] = this.at(i) as Row;
    return rows;
  }

  /** What `JSON.stringify` writes: the rows. */
  toJSON(): Row[] {
    return this.toArray();
  }

  /**
   * The table as an Arrow IPC stream, which DuckDB, Polars, pandas (by pyarrow) and apache-arrow read. Missing keys
   * become null.
   * @throws PickleError for columns that Arrow has no type for; leave them out with `select`, or write them as text
   *   with `{ mixed: 'json' }`
   */
  toArrow(options?: { mixed?: 'json' | 'refuse' }): Uint8Array<ArrayBuffer> {
    const fields = this.#names().map((name) => ({ name, column: this.column(name) }));
    return toArrow(fields, this.length, options);
  }
}
