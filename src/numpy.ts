/**
 * pickle-wasm/numpy: more to do with the NumPy values that `loads` gives.
 *
 * ```ts
 * import { loads } from 'pickle-wasm';
 * import { fieldOf, itemAt } from 'pickle-wasm/numpy';
 *
 * const array = loads(bytes); // an NDArray
 * itemAt(array, 0, -1); // one item
 * fieldOf(records, 'price').data; // a column of a structured array
 * ```
 */

export type { ArrayData } from './families/index.js';
export {
  arrayFrom,
  type ByteOrder,
  Dtype,
  type DtypeField,
  dtypeText,
  fieldOf,
  itemAt,
  itemsOf,
  NDArray,
  type NDArrayOptions,
  NumPyScalar,
  scalarText,
} from './families/index.js';
