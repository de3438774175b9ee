/**
 * NumPy's dtypes, arrays and scalars, under the names of NumPy 1 (`numpy.core`) and NumPy 2 (`numpy._core`). Checks and
 * messages follow `arraydescr_setstate`, `array_setstate` and `array_scalar` of
 * `numpy/_core/src/multiarray/{descriptor,methods,multiarraymodule}.c`.
 */

import {
  arity,
  asBytes,
  asEntries,
  asInteger,
  asSequence,
  asSmallInteger,
  fail,
  needed,
  type Registry,
} from '../../registry/index.js';
import { encodeLatin1 } from '../../text/index.js';
import { Bytes, type ClassHooks, PickleBuffer, PyGlobal, viewOf } from '../../values/index.js';
import { isTimeUnit } from './datetime64.js';
import { Dtype, type DtypeField } from './dtype.js';
import { isOrderOf, NDArray } from './ndarray.js';
import { NumPyScalar } from './scalar.js';

const INT_MAX = 0x7fffffff;

/** Makes `registry` know NumPy. */
export function registerNumpy(registry: Registry): void {
  registry.add('numpy', 'dtype', { construct: makeDtype, setState: setDtypeState, fresh: true });
  registry.add('numpy._core._internal', '_convert_to_stringdtype_kwargs', {
    construct: (args) => new Dtype('T', undefined, args),
  });
  for (const core of ['numpy.core', 'numpy._core']) {
    const reconstruct: ClassHooks = {
      construct: (args) => makeEmpty(args, core),
      setState: setArrayState,
      hashable: false,
      fresh: true,
    };
    const scalar: ClassHooks = { construct: (args) => makeScalar(args, core), hashes: (value) => !isVoid(value) };
    for (const module of [`${core}.multiarray`, `${core}._multiarray_umath`]) {
      registry.add(module, '_reconstruct', reconstruct);
      registry.add(module, 'scalar', scalar);
    }
    registry.add(`${core}.numeric`, '_frombuffer', {
      construct: (args) => fromBuffer(args, core),
      setState: setArrayState,
      hashable: false,
      fresh: true,
    });
  }
}

/** Text given as str, or as bytes when a Python 2 pickle is read with `encoding: 'bytes'`. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const bytes = needed(asBytes(value), 'text');
  return String.fromCharCode(...bytes.subarray(0, 4096));
}

/** The text of bytes; any other value as it is. */
function keyOf(value: unknown): unknown {
  return asBytes(value) === undefined ? value : textOf(value);
}

/** Bytes given as bytes, or as Latin-1 text in Python 2 pickles; undefined for anything else. */
function rawBytes(value: unknown): Uint8Array | undefined {
  return typeof value === 'string'
    ? encodeLatin1(value, "; read NumPy arrays of Python 2 with encoding: 'latin1'")
    : asBytes(value);
}

function intOf(value: unknown, min = -1): number {
  return needed(asSmallInteger(value, min, INT_MAX), 'int');
}

/** A tuple of ints, or one int. Lengths beyond 2^53 become the nearest double, which no array can have. */
function shapeOf(value: unknown): number[] {
  return (asSequence(value) ?? [value]).map((length) => Number(needed(asInteger(length), 'ints of a shape')));
}

function dtypeOf(value: unknown): Dtype {
  return value instanceof Dtype ? value : fail('numpy.dtype expected');
}

// dtype

/** `numpy.dtype(code, align, copy)`; the code may be a class, for records. */
function makeDtype(args: unknown[]): Dtype {
  arity(args, 1, 4);
  const [code] = args;
  if (!(code instanceof PyGlobal)) return new Dtype(textOf(code));
  const { module, name } = code;
  const scalarType = module === 'builtins' || (module === 'numpy' && !['void', 'record'].includes(name));
  if (!scalarType) return new Dtype('V0', code);
  return new Dtype(name === 'void' ? 'V0' : name);
}

/**
 * State tuples of versions 0 to 4: version, order, subdtype, names, fields, itemsize, alignment, flags, metadata, as
 * far as there are.
 */
function setDtypeState(dtype: Dtype, state: unknown): void {
  const items = needed(asSequence(state), 'tuple');
  const count = items.length;
  const version = (count === 5 ? 0 : count >= 6 && count <= 9 ? asInteger(items[0]) : undefined) ?? -1;
  if (version < 0 || version > 4) badVersion(version, 'dtype');
  const [order, subdtype, ...rest] = items.slice(count === 5 ? 0 : 1);
  if (count < 7) rest.unshift(null);
  const [, , itemsize, alignment, flags, metadata] = rest;
  let fields = readFields(rest[1]);
  let names = rest[0];
  if (version < 2 && fields !== null) {
    names = fields.get(-1);
    fields = new Map(fields);
    fields.delete(-1);
  }
  const time = dtype.unit === undefined ? undefined : asSequence(metadata);
  const unit = time === undefined ? undefined : needed(asSequence(time[1]), 'tuple');
  const unitText = unit === undefined ? dtype.unit : textOf(unit[0]);
  if (unitText !== undefined && !isTimeUnit(unitText)) fail('dtype unit expected');
  Dtype.setState(dtype, {
    byteorder: textOf(order),
    subdtype: readSubdtype(subdtype),
    names: names === null ? null : readNames(names),
    fields: fields as Map<unknown, DtypeField> | null,
    itemsize: intOf(itemsize),
    alignment: intOf(alignment),
    flags: count >= 8 ? intOf(flags, -INT_MAX) : undefined,
    metadata: time === undefined ? metadata : (time[0] ?? undefined),
    unit: unitText,
    unitCount: unit === undefined ? dtype.unitCount : intOf(unit[1], 1),
  });
}

function readSubdtype(value: unknown): { base: Dtype; shape: number[] } | null {
  if (value === null) return null;
  const [base, lengths] = asSequence(value) ?? [];
  const shape = shapeOf(lengths);
  if (shape.some((length) => length < 0 || length > INT_MAX)) fail('shape out of range');
  return { base: dtypeOf(base), shape };
}

function badVersion(version: unknown, what: string): never {
  fail(`can't handle version ${String(version)} of numpy.${what} pickle`);
}

function readNames(value: unknown): string[] {
  const names = needed(asSequence(value), 'tuple').map((name) => textOf(name));
  if (new Set(names).size !== names.length) fail('dtype with two fields of one name');
  return names;
}

/** What the dicts of states were read as: one may be given to many dtypes. */
const known = /*#__PURE__*/ new WeakMap<object, Map<unknown, unknown>>();

/** Fields by name and title; the key -1 holds the names in states before version 2. Bytes are read as text. */
function readFields(value: unknown): Map<unknown, DtypeField | unknown> | null {
  if (value === null) return null;
  let fields = known.get(value as object);
  if (fields !== undefined) return fields;
  fields = new Map<unknown, unknown>();
  // The same tuple stands under a name and its title.
  const made = new Map<unknown, DtypeField>();
  for (const [key, tuple] of needed(asEntries(value), 'dict')) {
    const parts = needed(asSequence(tuple), 'tuple');
    if (key === -1) {
      fields.set(key, tuple);
      continue;
    }
    let field = made.get(parts);
    if (field === undefined) {
      field = {
        dtype: dtypeOf(parts[0]),
        offset: intOf(parts[1], 0),
        title: keyOf(parts[2]),
      };
      made.set(parts, field);
    }
    fields.set(keyOf(key), field);
  }
  known.set(value as object, fields);
  return fields;
}

// Arrays

/** `_reconstruct(subtype, shape, typecode)`: an array of no items, to be filled by BUILD. */
function makeEmpty(args: unknown[], core: string): NDArray {
  arity(args, 3, 3);
  const [subtype] = args;
  if (!(subtype instanceof PyGlobal)) fail('sub-type of ndarray expected');
  const shape = shapeOf(args[1]);
  if (!shape.includes(0)) fail('an array with items would be uninitialised memory');
  const isBase = subtype.name === 'ndarray' && subtype.module === 'numpy';
  return new NDArray('i1', shape, new Uint8Array(0), { subclass: isBase ? undefined : subtype, core });
}

/**
 * `ndarray.__setstate__`: `(version, shape, dtype, is_fortran, rawdata)`, or without the version (version 0). Unlike
 * NumPy, which swaps big-endian items here, the bytes and the dtype stay as pickled.
 */
function setArrayState(array: NDArray, state: unknown): void {
  const items = needed(asSequence(state), 'tuple');
  if (array.subclass === undefined || (items.length === 5 && items[2] instanceof Dtype)) {
    setPlainState(array, items);
    return;
  }
  // Subclasses add to the tuple, or put it first in one of their own; Python code of theirs would take it apart.
  NDArray.keepState(array, state);
  const inner = asSequence(items[0]);
  if (items[2] instanceof Dtype) setPlainState(array, items.slice(0, 5));
  else if (inner?.length === 5 && inner[2] instanceof Dtype) setPlainState(array, inner);
}

function setPlainState(array: NDArray, items: unknown[]): void {
  if (items.length < 4 || items.length > 5) fail('array state expected');
  const version = items.length === 4 ? 0 : asInteger(items[0]);
  if (version !== 0 && version !== 1) badVersion(version, 'ndarray');
  const [shape, type, fortran, data] = items.slice(items.length - 4);
  const dtype = dtypeOf(type);
  const memory = needed(dtype.hasObject ? asList(data) : rawBytes(data), dtype.hasObject ? 'list' : 'bytes');
  NDArray.setState(array, dtype, shapeOf(shape), memory, fortran !== false && fortran !== 0 && fortran !== null);
}

function asList(value: unknown): unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

/**
 * `_frombuffer(buffer, dtype, shape, order[, axis_order])` of protocol 5; the last for transposed arrays (NumPy 2.3).
 */
function fromBuffer(args: unknown[], core: string): NDArray {
  arity(args, 4, 5);
  const [buffer, type, , order, axes] = args;
  const dtype = dtypeOf(type);
  const bytes = needed(viewOf(buffer), 'bytes-like object');
  const shape = shapeOf(args[2]);
  if (dtype.hasObject) fail('no OBJECT array expected');
  if (dtype.itemsize === 0) fail('itemsize expected');
  if (order !== 'C' && order !== 'F' && order !== 'K') fail('order C, F or K expected');
  const readonly = buffer instanceof Bytes || (buffer instanceof PickleBuffer && buffer.readonly);
  const array = new NDArray(dtype, shape, bytes, { order: order === 'F' ? 'F' : 'C', readonly, core });
  if (order !== 'K' || axes === undefined || axes === null) return array;
  const places = shapeOf(axes);
  if (!isOrderOf(places, shape)) fail('axes of the array expected');
  const pick = (lengths: readonly number[]) => places.map((axis) => lengths[axis]);
  return new NDArray(dtype, pick(shape), bytes, { strides: pick(array.strides), readonly, core, axes: places });
}

// Scalars

/** A record, or bytes of no type: Python does not hash them. */
function isVoid(value: unknown): boolean {
  return value instanceof NumPyScalar && value.dtype.kind === 'V';
}

/** `scalar(dtype[, data])`: data is bytes, an array for records with objects, or the object itself. */
function makeScalar(args: unknown[], core: string): unknown {
  arity(args, 1, 2);
  const dtype = dtypeOf(args[0]);
  const data = args[1];
  if (dtype.kind === 'O') return data ?? null;
  if (dtype.hasObject) {
    return data instanceof NDArray ? new NumPyScalar(dtype, data, core) : fail('array expected');
  }
  if (data === undefined) {
    if (dtype.itemsize > 65536) fail('data expected');
    return new NumPyScalar(dtype, new Uint8Array(dtype.itemsize), core);
  }
  const bytes = needed(rawBytes(data), 'bytes');
  if (bytes.length < dtype.itemsize) fail('initialization string is too small');
  // Performance: no second view for the usual case; scalars come by the million.
  return new NumPyScalar(dtype, bytes.length === dtype.itemsize ? bytes : bytes.subarray(0, dtype.itemsize), core);
}
