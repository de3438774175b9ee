/** pandas' own dtypes. */
import { asSequence, fail } from '../../registry/index.js';
import { Float, type PyGlobal } from '../../values/index.js';
import { Dtype, dtypeText } from '../index.js';
import { ArrowType } from './arrow-types.js';
import { DateOffset } from './offsets.js';
import { entryOf, type Made, Pickled, withEntries } from './pickled.js';
import { periodFrequency } from './time.js';
import { zoneText } from './zones.js';

/** A dtype of pandas' own: `toString()` is what pandas prints. */
export class PandasDtype extends Pickled {
  /** Name of the class, such as `'CategoricalDtype'`. */
  readonly kind: string;

  /** @internal */
  constructor(made: Made, kind: string) {
    super(
      made,
      !['CategoricalDtype', 'DatetimeTZDtype', 'IntervalDtype', 'ArrowDtype', 'SparseDtype'].includes(kind) ||
        made.args.length > 0,
    );
    this.kind = kind;
  }

  /** @internal */
  static setState(dtype: PandasDtype, state: unknown): void {
    Pickled.keepState(dtype, state);
    const parts = ['categories', 'subtype', 'pyarrow_dtype', 'freq'].map((name) => entryOf(dtype.#dict, name));
    Pickled.complete(dtype, ...parts);
  }

  /** A state with slots too is a pair. */
  get #dict(): unknown {
    const state = Pickled.stateOf(this) ?? null;
    return asSequence(state)?.[0] ?? state;
  }

  #part(name: string): unknown {
    return this.#dict === null ? undefined : entryOf(this.#dict, name, `_${name}`);
  }

  /** Of a CategoricalDtype: the categories, an Index; null when there are none yet. */
  get categories(): unknown {
    return this.#part('categories') ?? null;
  }

  /** Of a CategoricalDtype: the categories have an order. */
  get ordered(): boolean {
    return this.#part('ordered') === true;
  }

  /** Of a DatetimeTZDtype: the zone as it was pickled. */
  get tz(): unknown {
    return this.#part('tz') ?? null;
  }

  /** Of a PeriodDtype: its frequency as pandas spells it from 2.2 on. */
  get freqstr(): string {
    const freq = Pickled.madeOf(this)?.args[0] ?? this.#part('freq');
    if (freq instanceof DateOffset) return periodFrequency(freq);
    return periodFrequency(typeof freq === 'string' ? (/^[Pp]eriod\[(.*)\]$/.exec(freq)?.[1] ?? freq) : '');
  }

  /** Of an IntervalDtype: which ends belong to the intervals; undefined when the array says so. */
  get closed(): string | undefined {
    const closed = this.#part('closed');
    return typeof closed === 'string' ? closed : undefined;
  }

  /** Of a SparseDtype: the value that is not stored. */
  get fillValue(): unknown {
    return this.#part('fill_value') ?? null;
  }

  /** Of an ArrowDtype. */
  get arrowType(): ArrowType | undefined {
    const type = this.#part('pyarrow_dtype');
    return type instanceof ArrowType ? type : undefined;
  }

  override toString(): string {
    switch (this.kind) {
      case 'CategoricalDtype':
        return 'category';
      case 'DatetimeTZDtype':
        return `datetime64[${this.#part('unit') ?? 'ns'}, ${zoneText(this.tz)}]`;
      case 'PeriodDtype':
        return `period[${this.freqstr}]`;
      case 'IntervalDtype':
        return intervalText(dtypeName(this.#part('subtype')), this.closed);
      case 'ArrowDtype':
        return `${this.arrowType ?? 'unknown'}[pyarrow]`;
      case 'SparseDtype':
        return sparseText(dtypeName(this.#part('dtype')), this.fillValue);
      case 'StringDtype': {
        const [, missing] = Pickled.madeOf(this)?.args ?? [];
        return typeof missing === 'number' || missing instanceof Float ? 'str' : 'string';
      }
      default:
        return this.kind === 'BooleanDtype' ? 'boolean' : this.kind.replace('Dtype', '');
    }
  }

  toJSON(): string {
    return this.toString();
  }

  /** The value of a sparse float that is not stored is a float in the natural model, too. */
  protected override written(args: readonly unknown[], state: unknown): [unknown[], unknown] {
    const subtype = this.kind === 'SparseDtype' ? this.#part('dtype') : undefined;
    if (!(subtype instanceof Dtype && subtype.kind === 'f') || asSequence(state) !== undefined)
      return super.written(args, state);
    const float = (key: unknown, value: unknown) =>
      key === '_fill_value' && typeof value === 'number' ? new Float(value) : value;
    return super.written(args, withEntries(state, float));
  }
}

/** `interval[int64, right]`. */
export function intervalText(subtype: string, closed: string | undefined): string {
  return closed === undefined ? `interval[${subtype}]` : `interval[${subtype}, ${closed}]`;
}

function sparseText(subtype: string, fill: unknown): string {
  const value = fill instanceof Float ? fill.value : fill;
  if (typeof value === 'boolean') return `Sparse[${subtype}, ${value ? 'True' : 'False'}]`;
  const isFloat = subtype.startsWith('float') && Number.isInteger(value);
  return `Sparse[${subtype}, ${Number.isNaN(value) ? 'nan' : isFloat ? `${value}.0` : value}]`;
}

/** pandas' text of any dtype, also of one that is inert. */
export function dtypeName(dtype: unknown): string {
  if (dtype instanceof Dtype) return dtypeText(dtype);
  if (dtype instanceof Pickled) return dtype.toString();
  return String((dtype as { cls?: PyGlobal } | null)?.cls ?? dtype ?? 'unknown');
}

/** Names of the dtypes that say it all by their class. @internal */
export const PLAIN_DTYPES: readonly string[] = [
  ...['Int8', 'Int16', 'Int32', 'Int64', 'UInt8', 'UInt16', 'UInt32', 'UInt64'].map((name) => `integer ${name}Dtype`),
  ...['Float32', 'Float64'].map((name) => `floating ${name}Dtype`),
  'boolean BooleanDtype',
];

/** A dtype of one of these classes, complete. @internal */
export function neededDtype(value: unknown, kind: string): PandasDtype {
  return value instanceof PandasDtype && value.kind === kind ? value : fail(`${kind} expected`);
}
