/**
 * How the value classes of this package are pickled: exactly as CPython's `__reduce_ex__` has it, module names in
 * Python 3 form.
 * A table beside the classes, so that who only reads pickles does not carry it.
 */
import { ClassTable, REDUCE, type Reducible, type Reduction } from '../registry/index.js';
import { numpyReducers } from './numpy/reducers.js';
import { builtinReducers } from './stdlib/builtins/reducers.js';
import { collectionReducers } from './stdlib/collections/reducers.js';
import { datetimeReducers } from './stdlib/datetime/reducers.js';
import { decimalReducers } from './stdlib/decimal/reducers.js';
import { enumReducers } from './stdlib/enum/reducers.js';
import { exceptionReducers } from './stdlib/exceptions/reducers.js';
import { fractionReducers } from './stdlib/fractions/reducers.js';
import { pathReducers } from './stdlib/pathlib/reducers.js';
import { namespaceReducers } from './stdlib/types/reducers.js';
import { uuidReducers } from './stdlib/uuid/reducers.js';
import { zoneInfoReducers } from './stdlib/zoneinfo/reducers.js';

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
