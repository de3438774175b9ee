/** pandas' indexes: the labels of rows and columns. */
import { PickleError } from '../../base/index.js';
import { asBigInt, asSequence } from '../../registry/index.js';
import { INSPECT, type Inspect } from '../../values/index.js';
import { type ArrayData, NDArray } from '../index.js';
import type { DateOffset } from './offsets.js';
import { checkVirtual, hashableLabel, type Made, Pickled, withEntries } from './pickled.js';
import { maskOf, Vector } from './vector.js';

/** What an index is made of. @internal */
export interface IndexParts {
  readonly kind: string;
  readonly array: Vector;
  readonly name: unknown;
  readonly freq?: unknown;
}

/**
 * Arrays of labels as they are written: tuples where the natural value model has Arrays. One for each, so that it stays
 * one object.
 */
const written = /*#__PURE__*/ new WeakMap<NDArray, NDArray>();

/** Labels: an Index of one level, whatever its class in pandas. */
export class Index extends Pickled {
  /** Name of the class: `'Index'`, `'RangeIndex'`, `'DatetimeIndex'`, `'Int64Index'`, … */
  readonly kind: string;
  /** The labels. */
  readonly array: Vector;
  /** Any label; null when it has none. */
  readonly name: unknown;
  /** Of times: how the labels advance; null when nothing is known. */
  readonly freq: DateOffset | null;

  /** @internal */
  constructor(parts: IndexParts, made?: Made) {
    super(made);
    this.kind = parts.kind;
    this.array = parts.array;
    this.name = parts.name ?? null;
    this.freq = (parts.freq ?? null) as DateOffset | null;
    Pickled.complete(this, parts.array, parts.freq);
  }

  /** pandas' text of the dtype. */
  get dtype(): string {
    return this.array.dtype;
  }

  get length(): number {
    return this.array.length;
  }

  /** The names of the levels. */
  get names(): unknown[] {
    return [this.name];
  }

  /** Label `index`, negative from the end; null when missing, undefined outside. */
  at(index: number): unknown {
    return this.array.at(index);
  }

  /** The labels as a typed array where there is one, else a list. */
  get values(): ArrayData {
    return this.array.data;
  }

  /** All labels, missing ones null. */
  toArray(): unknown[] {
    return this.array.toArray();
  }

  [Symbol.iterator](): Iterator<unknown> {
    return this.array[Symbol.iterator]();
  }

  override toString(): string {
    const names = this.names.every((name) => name === null) ? '' : `, name ${this.names.map(labelText).join(', ')}`;
    return `${this.kind} of ${this.length} × ${this.dtype}${names}`;
  }

  toJSON(): unknown[] {
    return this.toArray();
  }

  /** What `console.log` shows. */
  [INSPECT](depth: number | null, options: object, inspect?: Inspect): string {
    return `${this.kind}${this.name === null ? '' : ` '${labelText(this.name)}'`} ${this.array[INSPECT](depth, options, inspect)}`;
  }

  /** Names and labels are hashable: what is an Array was a tuple. */
  protected override written([cls, dict]: readonly unknown[], state: unknown): [unknown[], unknown] {
    const change = (key: unknown, value: unknown) => {
      if (key === 'name') return hashableLabel(value);
      if (key === 'names') return asSequence(value)?.map((name) => hashableLabel(name)) ?? value;
      return key === 'data' && value instanceof NDArray ? writtenLabels(value) : value;
    };
    return [[cls, withEntries(dict, change)], state];
  }
}

function writtenLabels(labels: NDArray): NDArray {
  if (labels.items === undefined || !labels.items.some(Array.isArray)) return labels;
  let copy = written.get(labels);
  if (copy === undefined) {
    const { dtype, shape, core, subclass, order } = labels;
    const items = labels.items.map((label) => hashableLabel(label));
    copy = new NDArray(dtype, shape, items, { core, subclass, order: order === 'F' ? 'F' : 'C' });
    written.set(labels, copy);
  }
  return copy;
}

/** The numbers of a range, which nobody stores. */
class RangeVector extends Vector {
  readonly dtype = 'int64';
  readonly length: number;
  readonly #start: bigint;
  readonly #step: bigint;

  constructor(start: bigint, step: bigint, length: number) {
    super(undefined);
    this.#start = start;
    this.#step = step;
    this.length = length;
  }

  protected valueAt(index: number): unknown {
    const value = this.#start + this.#step * BigInt(index);
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  }

  protected makeData(): ArrayData {
    checkVirtual(this.length);
    return BigInt64Array.from({ length: this.length }, (_, i) => this.#start + this.#step * BigInt(i));
  }
}

/** `pandas.RangeIndex`: whole numbers at even distances. */
export class RangeIndex extends Index {
  readonly start: number;
  readonly stop: number;
  readonly step: number;

  /** @throws PickleError when it is no range @internal */
  constructor(bounds: readonly unknown[], name: unknown, made: Made) {
    const [start, stop, step] = bounds.map((bound) => asBigInt(bound));
    const fits = [start, stop, step].every((bound) => bound !== undefined && BigInt.asIntN(54, bound) === bound);
    if (!fits || step === 0n) throw new PickleError('start, stop and step expected');
    const [first, end, by] = [start, stop, step] as [bigint, bigint, bigint];
    const length = by > 0n ? (end - first + by - 1n) / by : (first - end - by - 1n) / -by;
    super({ kind: 'RangeIndex', array: new RangeVector(first, by, length > 0n ? Number(length) : 0), name }, made);
    [this.start, this.stop, this.step] = [Number(first), Number(end), Number(by)];
  }
}

/** The labels of an index of several levels: an array of values, one for each level. */
class LevelsVector extends Vector {
  readonly dtype = 'object';
  readonly length: number;
  readonly levels: readonly Index[];
  readonly codes: readonly Vector[];

  constructor(levels: readonly Index[], codes: readonly Vector[]) {
    super(undefined);
    this.levels = levels;
    this.codes = codes;
    this.length = codes[0]?.length ?? 0;
    Pickled.complete(this, ...levels, ...codes);
  }

  protected valueAt(index: number): unknown {
    return this.levels.map((level, i) => level.array.all()[Number(this.codes[i].at(index))] ?? null);
  }

  protected makeData(): ArrayData {
    return this.toArray();
  }

  protected override makeNulls(): Uint8Array | undefined {
    return maskOf(this.length, () => false);
  }
}

/** `pandas.MultiIndex`: labels of several levels; each is an Array. */
export class MultiIndex extends Index {
  readonly levels: readonly Index[];
  /** For each level the places of the labels in it, -1 where one is missing. */
  readonly codes: readonly ArrayData[];
  readonly #names: readonly unknown[];

  /** @internal */
  constructor(levels: readonly Index[], codes: readonly Vector[], names: readonly unknown[], made: Made) {
    super({ kind: 'MultiIndex', array: new LevelsVector(levels, codes), name: null }, made);
    this.levels = levels;
    this.codes = codes.map((each) => each.data);
    this.#names = names;
  }

  override get names(): unknown[] {
    return [...this.#names];
  }
}

/** Levels of tuples that are shown of a label. */
const MAX_SHOWN = 8;

/** A label as a key of a record or the heading of a column: text as it is, several levels as Python's tuple. */
export function labelText(label: unknown, depth = 0): string {
  const items = asSequence(label);
  if (items === undefined)
    return label === null ? 'None' : typeof label === 'boolean' ? (label ? 'True' : 'False') : String(label);
  if (depth > MAX_SHOWN) return '(…)';
  const shown = items.map((item) => (typeof item === 'string' ? `'${item}'` : labelText(item, depth + 1)));
  return `(${shown.join(', ')}${shown.length === 1 ? ',' : ''})`;
}
