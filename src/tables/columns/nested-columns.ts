import { PickleError } from '../../base/index.js';
import { type RecordFactory, type RecordForm, recordFactory } from '../records.js';
import { Column, type ColumnKind } from './column.js';

/** Lists: Arrow's List. The items of all of them are one column. */
export class ListColumn extends Column {
  readonly kind: ColumnKind = 'list';
  /** List i is `child[offsets[i]..offsets[i + 1]]`, or list `codes[i]` when there are codes. */
  readonly offsets: Int32Array<ArrayBuffer>;
  readonly child: Column;
  /** Which list each value is, where equal lists of shared objects are kept once; they are made as distinct Arrays. */
  readonly codes: Int32Array<ArrayBuffer> | undefined;

  constructor(
    length: number,
    validity: Uint8Array<ArrayBuffer> | undefined,
    offsets: Int32Array<ArrayBuffer>,
    child: Column,
    codes?: Int32Array<ArrayBuffer>,
  ) {
    super(length, validity);
    this.offsets = offsets;
    this.child = child;
    this.codes = codes;
  }

  protected valueAt(index: number): unknown[] {
    const list = this.codes === undefined ? index : this.codes[index];
    const from = this.offsets[list];
    const items = new Array<unknown>(this.offsets[list + 1] - from);
    for (let i = 0; i < items.length; i++) items[i] = this.child.get(from + i);
    return items;
  }

  take(indices: Int32Array): ListColumn {
    const validity = this.takeValidity(indices);
    const { codes } = this;
    // Lists are not copied: they are named.
    const taken = codes === undefined ? indices.slice() : Int32Array.from(indices, (index) => codes[index]);
    return new ListColumn(indices.length, validity, this.offsets, this.child, taken as Int32Array<ArrayBuffer>);
  }

  /**
   * The same lists one behind the other, each at its place: without codes. @throws PickleError when they have more than
   * `max` items
   */
  expanded(max: number): ListColumn {
    const { codes, offsets } = this;
    if (codes === undefined) return this;
    const places = new Int32Array(this.length + 1);
    for (let i = 0; i < this.length; i++) {
      const size = this.isNull(i) ? 0 : offsets[codes[i] + 1] - offsets[codes[i]];
      if (places[i] + size > max)
        throw new PickleError(`the lists of a column have more than ${max} items: write the table in slices`);
      places[i + 1] = places[i] + size;
    }
    const indices = new Int32Array(places[this.length]);
    for (let i = 0; i < this.length; i++) {
      for (let at = places[i], item = offsets[codes[i]]; at < places[i + 1]; at++, item++) indices[at] = item;
    }
    return new ListColumn(this.length, this.validity, places, this.child.take(indices));
  }
}

/** The keys of some records, in their order. */
export interface Shape {
  readonly form: RecordForm;
  readonly keys: readonly string[];
  /** The columns of the keys: indices into those of the struct. */
  readonly places: readonly number[];
}

/** Records: a column for each key, and which keys each of them has, in which order. */
export class StructColumn extends Column {
  readonly kind: ColumnKind = 'struct';
  readonly names: readonly string[];
  readonly columns: readonly Column[];
  /** The different lists of keys. */
  readonly shapes: readonly Shape[];
  /** Index into `shapes` of each record; undefined when there is only one. */
  readonly shapeOf: Uint8Array | undefined;
  readonly #factories: (RecordFactory | undefined)[] = [];

  constructor(
    length: number,
    validity: Uint8Array<ArrayBuffer> | undefined,
    parts: {
      names: readonly string[];
      columns: readonly Column[];
      shapes: readonly Shape[];
      shapeOf: Uint8Array | undefined;
    },
  ) {
    super(length, validity);
    this.names = parts.names;
    this.columns = parts.columns;
    this.shapes = parts.shapes;
    this.shapeOf = parts.shapeOf;
  }

  /** The column of a key, if there is one. */
  column(name: string): Column | undefined {
    const index = this.names.indexOf(name);
    return index < 0 ? undefined : this.columns[index];
  }

  /** True when record `index` has the key of column `place`. */
  has(index: number, place: number): boolean {
    return (
      !this.isNull(index) && this.shapes[this.shapeOf === undefined ? 0 : this.shapeOf[index]].places.includes(place)
    );
  }

  protected valueAt(index: number): object {
    const number = this.shapeOf === undefined ? 0 : this.shapeOf[index];
    const { keys, form, places } = this.shapes[number];
    let factory = this.#factories[number];
    if (factory === undefined) {
      factory = recordFactory(keys, form);
      this.#factories[number] = factory;
    }
    const values = new Array<unknown>(places.length);
    for (let i = 0; i < values.length; i++) values[i] = this.columns[places[i]].get(index);
    return factory(values);
  }

  take(indices: Int32Array): StructColumn {
    return new StructColumn(indices.length, this.takeValidity(indices), {
      names: this.names,
      columns: this.columns.map((column) => column.take(indices)),
      shapes: this.shapes,
      shapeOf:
        this.shapeOf === undefined
          ? undefined
          : Uint8Array.from(indices, (index) => (this.shapeOf as Uint8Array)[index]),
    });
  }

  /** The same records with some of their keys, in the order that each of them has. */
  select(names: readonly string[]): StructColumn {
    const kept = this.names.flatMap((name, place) => (names.includes(name) ? [place] : []));
    const shapes = this.shapes.map(({ form, keys, places }) => {
      const chosen = places.flatMap((place, i) => (kept.includes(place) ? [i] : []));
      return { form, keys: chosen.map((i) => keys[i]), places: chosen.map((i) => kept.indexOf(places[i])) };
    });
    return new StructColumn(this.length, this.validity, {
      names: kept.map((place) => this.names[place]),
      columns: kept.map((place) => this.columns[place]),
      shapes,
      shapeOf: this.shapeOf,
    });
  }
}
