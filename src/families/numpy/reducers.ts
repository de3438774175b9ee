import { PicklingError } from '../../base/index.js';
import { type ClassRow, type Reducer, type Reduction, reducer } from '../../registry/index.js';
import { Bytes, Dict, PickleBuffer, PyGlobal, Tuple } from '../../values/index.js';
import { Dtype, type DtypeField, fieldNamed } from './dtype.js';
import { NDArray } from './ndarray.js';
import { NumPyScalar } from './scalar.js';

/** One object for all arrays, as in CPython, which keeps one-byte bytes objects. */
const TYPECODE = /*#__PURE__*/ new Bytes(/*#__PURE__*/ Uint8Array.of(98));

/** NumPy. */
export function numpyReducers(): ClassRow<Reducer>[] {
  return [
    reducer(Dtype, reduceDtype),
    reducer(NDArray, reduceArray),
    // `generic.__reduce__`
    reducer(NumPyScalar, ({ dtype, bytes, array, core }) => [
      new PyGlobal(`${core}.multiarray`, 'scalar'),
      [dtype, dtype.hasObject ? array : new Bytes(bytes)],
    ]),
  ];
}

/** What NumPy's `dtype.__reduce__` returns: version 3, or version 4 with metadata or a time unit. */
function reduceDtype(dtype: Dtype): Reduction {
  const { kind, itemsize, subdtype, names, fields, metadata } = dtype;
  if (kind === 'T')
    return [new PyGlobal('numpy._core._internal', '_convert_to_stringdtype_kwargs'), dtype.stringArguments ?? [1]];
  const code = dtype.type ?? `${kind}${kind === 'U' ? itemsize / 4 : itemsize}`;
  const flexible = 'SUV'.includes(kind);
  // A field is one tuple under its name and its title, as in NumPy.
  const tuples = new Map<DtypeField, Tuple>();
  const entries: [unknown, Tuple][] = [];
  for (const [key, field] of fields ?? []) {
    let tuple = tuples.get(field);
    if (tuple === undefined) {
      tuple = new Tuple<unknown>(
        field.title === undefined ? [field.dtype, field.offset] : [field.dtype, field.offset, field.title],
      );
      tuples.set(field, tuple);
    }
    entries.push([key, tuple]);
  }
  const state: unknown[] = [
    metadata === undefined && dtype.unit === undefined ? 3 : 4,
    dtype.byteorder,
    subdtype && new Tuple<unknown>([subdtype.base, new Tuple([...subdtype.shape])]),
    names && new Tuple([...names]),
    fields && new Dict(entries),
    flexible ? itemsize : -1,
    flexible ? dtype.alignment : -1,
    dtype.flags,
  ];
  if (dtype.unit !== undefined) {
    const unit = new Bytes(Uint8Array.from(dtype.unit, (letter) => letter.charCodeAt(0)));
    state.push(new Tuple<unknown>([metadata ?? null, new Tuple<unknown>([unit, dtype.unitCount, 1, 1])]));
  } else if (metadata !== undefined) {
    state.push(metadata);
  }
  return [new PyGlobal('numpy', 'dtype'), [code, false, true], new Tuple(state)];
}

/**
 * What NumPy's `__reduce_ex__` returns: from protocol 5 on `_frombuffer` over a `PickleBuffer` where NumPy exports a
 * buffer, else `_reconstruct` and a state of version 1.
 */
function reduceArray(array: NDArray, protocol: number): Reduction {
  const { dtype, shape, order, axes, items, subclass, core } = array;
  const contiguous = order !== 'K' || axes !== undefined;
  if (protocol >= 5 && contiguous && items === undefined && subclass === undefined && exportsBuffer(dtype)) {
    const base = [...shape];
    axes?.forEach((axis, i) => {
      base[axis] = shape[i];
    });
    const buffer = new PickleBuffer(axes === undefined ? array.span : array.bytes, { readonly: array.readonly });
    const args = [buffer, dtype, new Tuple(base), order];
    if (axes !== undefined) args.push(new Tuple([...axes]));
    return [new PyGlobal(`${core}.numeric`, '_frombuffer'), args];
  }
  if (items !== undefined && !dtype.hasObject)
    throw new PicklingError('one field of records with objects is no array of NumPy');
  const memory = items ?? new Bytes(order === 'F' ? array.span : array.toBytes());
  return [
    new PyGlobal(`${core}.multiarray`, '_reconstruct'),
    [subclass ?? new PyGlobal('numpy', 'ndarray'), new Tuple([0]), TYPECODE],
    array.state ?? new Tuple<unknown>([1, new Tuple([...shape]), dtype, order === 'F', memory]),
  ];
}

/**
 * What NumPy lends through the buffer protocol: no times, no objects, no empty items, no long double of the other byte
 * order.
 */
function exportsBuffer(dtype: Dtype): boolean {
  if (dtype.hasObject || dtype.unit !== undefined || dtype.itemsize === 0) return false;
  if (dtype.byteorder === '>' && dtype.itemsize > (dtype.kind === 'c' ? 16 : 8) && 'fc'.includes(dtype.kind))
    return false;
  if (dtype.names !== null) return fieldsExport(dtype);
  return dtype.subdtype === null || exportsBuffer(dtype.subdtype.base);
}

/** Fields must come in order and not overlap. */
function fieldsExport(dtype: Dtype): boolean {
  let end = 0;
  return (dtype.names as string[]).every((name) => {
    const field = fieldNamed(dtype, name);
    const inOrder = field.offset >= end;
    end = field.offset + field.dtype.itemsize;
    return inOrder && (field.dtype.itemsize === 0 || exportsBuffer(field.dtype));
  });
}
