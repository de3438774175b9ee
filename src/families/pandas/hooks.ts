/**
 * What pandas 0.25 to 3 pickles, and the arrays of pyarrow in it: names of classes and functions in all the places
 * where they were. pandas/compat/pickle_compat.py has the older ones.
 */
import {
  asBigInt,
  asItems,
  asSequence,
  type Construct,
  define,
  fail,
  inertCall,
  isInert,
  needed,
  type Registry,
} from '../../registry/index.js';
import { type ClassHooks, type HookContext, PyCall, PyGlobal } from '../../values/index.js';
import { Dtype, NDArray } from '../index.js';
import {
  ArrowExtensionArray,
  BACKED,
  BackedArray,
  IntervalArray,
  MaskedArray,
  SparseArray,
  SparseIndex,
  setArrayState,
  vectorIn,
} from './arrays.js';
import { ArrowBuffer, ChunkedArray, RestoredArray } from './arrow.js';
import { ArrowField, ArrowType, TYPE_FUNCTIONS } from './arrow-types.js';
import { Block, BlockManager, BlockPlacement } from './blocks.js';
import { PandasDtype, PLAIN_DTYPES } from './dtypes.js';
import { DataFrame, Series } from './frame.js';
import { Index, MultiIndex, RangeIndex } from './indexes.js';
import { NA, NaT } from './missing.js';
import { DateOffset, OFFSET_NAMES } from './offsets.js';
import { entryOf, type Made } from './pickled.js';
import { Interval, Period, periodFrequency, Timedelta, Timestamp, unitOf } from './time.js';
import { NumPyVector, type Vector } from './vector.js';

const MANY = 64;

/** The call as it is kept. */
function made(args: unknown[], { global, how }: HookContext): Made {
  return { callee: global, args, how };
}

/** Classes are arguments of many functions. */
function isUnknown(value: unknown): boolean {
  return isInert(value) && !(value instanceof PyGlobal);
}

/** Makes `registry` know pandas. */
export function registerPandas(registry: Registry): void {
  const into = (modules: string, names: string, construct: Construct, hooks: ClassHooks = {}): void => {
    for (const module of modules.split(' '))
      for (const name of names.split(' '))
        define(registry, module, name, [0, MANY], construct, { hashable: false, ...hooks }, isUnknown);
  };

  const holder = { setState: DataFrame.setState };
  into('pandas pandas.core.frame', 'DataFrame', (args, context) => new DataFrame(made(args, context)), holder);
  into('pandas pandas.core.series', 'Series', (args, context) => new Series(made(args, context)), holder);
  registerBlocks(into);
  registerIndexes(into);
  registerArrays(into);
  registerDtypes(into);
  registerScalars(registry, into);
  registerArrow(into);
}

type Into = (modules: string, names: string, construct: Construct, hooks?: ClassHooks) => void;

function registerBlocks(into: Into): void {
  const modules = 'pandas.core.internals.managers pandas.core.internals';
  const setState = BlockManager.setState;
  into(modules, 'BlockManager', (args, context) => new BlockManager(made(args, context), false), { setState });
  into(modules, 'SingleBlockManager', (args, context) => new BlockManager(made(args, context), true), { setState });
  into('pandas._libs.internals', '_unpickle_block', (args, context) => new Block(made(args, context)));
  into('pandas.core.internals.blocks', 'new_block', (args, context) => new Block(made(args, context)));
  into('pandas._libs.internals', 'BlockPlacement', (args, context) => new BlockPlacement(made(args, context)));
}

function registerIndexes(into: Into): void {
  // Labels of a class that nobody knows: the index stays a call.
  const construct: Construct = (args, context) =>
    isInert(entryOf(args[1], 'data')) ? inertCall(args, context) : makeIndex(args[0], args[1], made(args, context));
  into('pandas.core.indexes.base pandas.indexes.base pandas.core.index', '_new_Index', construct);
  into('pandas.core.indexes.datetimes pandas.tseries.index', '_new_DatetimeIndex', construct);
  into('pandas.core.indexes.timedeltas pandas.tseries.tdi', '_new_TimedeltaIndex', construct);
  into('pandas.core.indexes.period pandas.tseries.period', '_new_PeriodIndex', (args, context) =>
    makeIndex(args[0], args[1] ?? null, made(args, context)),
  );
  into('pandas.core.indexes.interval', '_new_IntervalIndex', construct);
  into('pandas.core.indexes.frozen', 'FrozenList', ([items]) => needed(asSequence(items ?? []), 'list').slice());
}

/** `_new_Index(cls, dict)`. */
function makeIndex(cls: unknown, dict: unknown, how: Made): Index {
  const kind = cls instanceof PyGlobal ? cls.name : fail('class expected');
  const part = (...names: string[]) => entryOf(dict, ...names);
  const name = part('name');
  if (kind === 'RangeIndex') return new RangeIndex([part('start'), part('stop'), part('step')], name, how);
  if (kind === 'MultiIndex') return makeMultiIndex(part, how);
  if (kind === 'IntervalIndex' && part('left') !== undefined) {
    return new Index({ kind, name, array: IntervalArray.of(part('left'), part('right'), part('closed'), how) }, how);
  }
  return new Index({ kind, name, freq: part('freq'), array: labelsOf(kind, part) }, how);
}

function labelsOf(kind: string, part: (...names: string[]) => unknown): Vector {
  const data = part('data', 'ordinal');
  const tz = part('tz') ?? null;
  // Up to pandas 0.23 the numbers, and what they mean beside them.
  if (data instanceof NDArray && data.dtype.kind === 'M' && tz !== null) return new NumPyVector(data, 0, undefined, tz);
  if (data instanceof NDArray && data.dtype.kind === 'i' && kind === 'DatetimeIndex') {
    return new NumPyVector(new NDArray(new Dtype('M8[ns]'), data.shape, data.toBytes()), 0, undefined, tz);
  }
  return vectorIn(data);
}

function makeMultiIndex(part: (...names: string[]) => unknown, how: Made): MultiIndex {
  const list = (value: unknown) => needed(asSequence(value), 'list');
  const levels = list(part('levels')).map((level) => (level instanceof Index ? level : fail('Index expected')));
  const codes = list(part('codes', 'labels')).map(vectorIn);
  if (codes.length !== levels.length) fail(`codes of ${levels.length} levels expected, got ${codes.length}`);
  if (codes.some((each) => each.length !== codes[0].length || !/^u?int/.test(each.dtype)))
    fail('integers of one length for each level expected');
  const names = part('names');
  return new MultiIndex(
    levels,
    codes,
    names === undefined || names === null ? levels.map((level) => level.name) : list(names),
    how,
  );
}

/** Modules of the classes of arrays. */
const ARRAYS: Readonly<Record<string, string>> = {
  DatetimeArray: 'datetimes',
  TimedeltaArray: 'timedeltas',
  PeriodArray: 'period',
  Categorical: 'categorical',
  StringArray: 'string_',
  NumpyExtensionArray: 'numpy_',
};

function registerArrays(into: Into): void {
  const hooks = { setState: setArrayState };
  // Cython's own functions are given the class.
  const byClass: Construct = (args, context) => {
    const cls = args[0] instanceof PyGlobal ? args[0].name : '';
    if (BACKED.includes(cls)) return new BackedArray(cls, made(args, context));
    if (cls === 'PandasArray') return new BackedArray('NumpyExtensionArray', made(args, context));
    if (cls === 'IntervalArray') return new IntervalArray(made(args, context));
    return new PyCall(context.global, args);
  };
  into('pandas._libs.arrays', '__pyx_unpickle_NDArrayBacked', byClass, hooks);
  into('pandas._libs.interval', '__pyx_unpickle_IntervalMixin', byClass, hooks);
  into('pandas._libs.tslibs.period', '__pyx_unpickle_PeriodMixin', byClass, hooks);
  for (const kind of BACKED) {
    const modules = `pandas.arrays pandas.core.arrays.${ARRAYS[kind]} pandas.core.arrays.${ARRAYS[kind]}_`;
    into(
      modules,
      kind === 'NumpyExtensionArray' ? `${kind} PandasArray` : kind,
      (args, context) => new BackedArray(kind, made(args, context)),
      hooks,
    );
  }
  into(
    'pandas pandas.core.categorical',
    'Categorical',
    (args, context) => new BackedArray('Categorical', made(args, context)),
    hooks,
  );
  into(
    'pandas.arrays pandas.core.arrays.integer',
    'IntegerArray',
    (args, context) => new MaskedArray(made(args, context)),
    hooks,
  );
  into(
    'pandas.arrays pandas.core.arrays.floating',
    'FloatingArray',
    (args, context) => new MaskedArray(made(args, context)),
    hooks,
  );
  into(
    'pandas.arrays pandas.core.arrays.boolean',
    'BooleanArray',
    (args, context) => new MaskedArray(made(args, context)),
    hooks,
  );
  into(
    'pandas.arrays pandas.core.arrays.interval',
    'IntervalArray',
    (args, context) => new IntervalArray(made(args, context)),
    hooks,
  );
  const sparse = 'pandas.arrays pandas.core.arrays.sparse.array pandas.core.arrays.sparse';
  into(sparse, 'SparseArray', (args, context) => new SparseArray(made(args, context)), hooks);
  into('pandas._libs.sparse', 'IntIndex BlockIndex', (args, context) => new SparseIndex(made(args, context)));
  const arrow = 'pandas.arrays pandas.core.arrays.string_arrow pandas.core.arrays.arrow.array pandas.core.arrays.arrow';
  const names = 'ArrowStringArray ArrowStringArrayNumpySemantics ArrowExtensionArray';
  into(arrow, names, (args, context) => new ArrowExtensionArray(made(args, context)), hooks);
}

function registerDtypes(into: Into): void {
  const hooks = { setState: PandasDtype.setState, hashable: true };
  const dtype = (modules: string, names: string) =>
    into(
      `pandas ${modules}`,
      names,
      (args, context) => new PandasDtype(made(args, context), context.global.name),
      hooks,
    );
  dtype(
    'pandas.core.dtypes.dtypes',
    'CategoricalDtype DatetimeTZDtype PeriodDtype IntervalDtype ArrowDtype SparseDtype',
  );
  dtype('pandas.core.arrays.sparse.dtype pandas.core.arrays.sparse', 'SparseDtype');
  dtype('pandas.core.arrays.arrow.dtype', 'ArrowDtype');
  dtype('pandas.core.arrays.string_', 'StringDtype');
  for (const row of PLAIN_DTYPES) {
    const [module, name] = row.split(' ');
    dtype(`pandas.core.arrays.${module}`, name);
  }
}

function registerScalars(registry: Registry, into: Into): void {
  registry.addValue('pandas', 'NA', NA).addValue('pandas._libs.missing', 'NA', NA).addValue('pandas', 'NaT', NaT);
  into('pandas._libs.tslibs.nattype pandas._libs.tslib pandas.tslib', '_nat_unpickle __nat_unpickle', () => NaT);
  const hooks = { hashable: true };
  const timestamps = 'pandas._libs.tslibs.timestamps pandas._libs.tslib pandas.tslib pandas';
  into(timestamps, '_unpickle_timestamp Timestamp', timestamp, hooks);
  into(
    'pandas._libs.tslibs.timedeltas pandas._libs.tslib pandas.tslib pandas',
    '_timedelta_unpickle Timedelta',
    timedelta,
    hooks,
  );
  into('pandas pandas._libs.tslibs.period pandas._libs.period pandas._period', 'Period', period, hooks);
  into('pandas pandas._libs.interval', 'Interval', interval, hooks);
  const offset: Construct = (args, context) => new DateOffset(made(args, context), context.global.name);
  into('pandas pandas._libs.tslibs.offsets pandas.tseries.offsets', OFFSET_NAMES.join(' '), offset, {
    ...hooks,
    setState: DateOffset.setState,
  });
}

/** `(value, freq, tz[, reso])`; anything else, such as text, stays a call. */
function timestamp(args: unknown[], context: HookContext): unknown {
  const [value, , tz, reso = 10] = args;
  const [ticks, unit] = [asBigInt(value), unitOf(reso)];
  const isCall = context.how === 'new' || ticks === undefined || args.length > 4 || BigInt.asIntN(64, ticks) !== ticks;
  return isCall || unit === undefined ? inertCall(args, context) : new Timestamp(ticks, unit, tz, made(args, context));
}

/** `(value[, reso])`. */
function timedelta(args: unknown[], context: HookContext): unknown {
  const [value, reso = 10] = args;
  const [ticks, unit] = [asBigInt(value), unitOf(reso)];
  const isCall = context.how === 'new' || ticks === undefined || args.length > 2 || BigInt.asIntN(64, ticks) !== ticks;
  return isCall || unit === undefined ? inertCall(args, context) : new Timedelta(ticks, unit, made(args, context));
}

/** `(None, freq, ordinal)`. */
function period(args: unknown[], context: HookContext): unknown {
  const [value, freq, ordinal] = args;
  const number = asBigInt(ordinal);
  const known = freq instanceof DateOffset || typeof freq === 'string';
  if (args.length !== 3 || value !== null || number === undefined || !known || BigInt.asIntN(64, number) !== number)
    return inertCall(args, context);
  return new Period(number, periodFrequency(freq), made(args, context));
}

/** `(left, right, closed)`. */
function interval(args: unknown[], context: HookContext): unknown {
  const [left, right, closed] = args;
  const isEnd = (value: unknown) => value !== null && (typeof value === 'string' || asItems(value) === undefined);
  return typeof closed === 'string' && args.length === 3 && isEnd(left) && isEnd(right)
    ? new Interval(left, right, closed, made(args, context))
    : inertCall(args, context);
}

function registerArrow(into: Into): void {
  into('pyarrow.lib', 'py_buffer', (args, context) => new ArrowBuffer(made(args, context)));
  into('pyarrow.lib', '_restore_array', (args, context) => new RestoredArray(made(args, context)));
  into('pyarrow.lib', 'chunked_array', (args, context) => new ChunkedArray(made(args, context)));
  into('pyarrow.lib', 'field', (args, context) => new ArrowField(made(args, context)), { hashable: true });
  into(
    'pyarrow.lib',
    TYPE_FUNCTIONS.join(' '),
    (args, context) => new ArrowType(made(args, context), context.global.name),
    {
      hashable: true,
    },
  );
}
