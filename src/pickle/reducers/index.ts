/**
 * How the value classes of this package are pickled: exactly as CPython's `__reduce_ex__` has it, module names in Python 3 form.
 * A table beside the classes, so that who only reads pickles does not carry it.
 */
import { REDUCE, type Reducible, type Reduction } from '../reduce-symbol.js';
import { builtinReducers } from './builtins.js';
import { collectionReducers } from './collections.js';
import { datetimeReducers } from './datetime.js';
import { numpyReducers } from './numpy.js';
import type { Reducer, ReducerRow } from './row.js';
import { stdlibReducers } from './stdlib.js';

let table: ReadonlyMap<object, Reducer> | undefined;

/** The reduction of a value with a `REDUCE` method, or of a class of this package; undefined for any other value. */
export function reductionOf(value: object, protocol: number): Reduction | undefined {
  const method = (value as Partial<Reducible>)[REDUCE];
  if (typeof method === 'function') return method.call(value, protocol);
  table ??= new Map<object, Reducer>(allReducers());
  for (let prototype = Object.getPrototypeOf(value); prototype !== null; prototype = Object.getPrototypeOf(prototype)) {
    const reduce = table.get(prototype);
    if (reduce !== undefined) return reduce(value as never, protocol);
  }
  return undefined;
}

function allReducers(): ReducerRow[] {
  return [...builtinReducers(), ...collectionReducers(), ...datetimeReducers(), ...stdlibReducers(), ...numpyReducers()];
}
