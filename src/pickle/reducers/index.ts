/**
 * How the value classes of this package are pickled: exactly as CPython's `__reduce_ex__` has it, module names in Python 3 form.
 * A table beside the classes, so that who only reads pickles does not carry it.
 */
import { ClassTable } from '../../registry/class-table.js';
import { REDUCE, type Reducible, type Reduction } from '../../registry/reduction.js';
import { builtinReducers } from './builtins.js';
import { collectionReducers } from './collections.js';
import { datetimeReducers } from './datetime.js';
import { decimalReducers } from './decimal.js';
import { enumReducers } from './enum.js';
import { exceptionReducers } from './exceptions.js';
import { fractionReducers } from './fractions.js';
import { numpyReducers } from './numpy.js';
import { pathReducers } from './pathlib.js';
import { namespaceReducers } from './types.js';
import { uuidReducers } from './uuid.js';
import { zoneInfoReducers } from './zoneinfo.js';

const table = /*#__PURE__*/ new ClassTable(() => [
  ...builtinReducers(),
  ...collectionReducers(),
  ...datetimeReducers(),
  ...decimalReducers(),
  ...enumReducers(),
  ...exceptionReducers(),
  ...fractionReducers(),
  ...numpyReducers(),
  ...pathReducers(),
  ...namespaceReducers(),
  ...uuidReducers(),
  ...zoneInfoReducers(),
]);

/** The reduction of a value with a `REDUCE` method, or of a class of this package; undefined for any other value. */
export function reductionOf(value: object, protocol: number): Reduction | undefined {
  const method = (value as Partial<Reducible>)[REDUCE];
  if (typeof method === 'function') return method.call(value, protocol);
  return table.of(value)?.(value as never, protocol);
}
