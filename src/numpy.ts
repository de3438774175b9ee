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
export { arrayFrom, fieldOf, itemAt, itemsOf } from './families/numpy/access.js';
export { type ByteOrder, Dtype, type DtypeField } from './families/numpy/dtype.js';
export { dtypeText } from './families/numpy/dtype-text.js';
export type { ArrayData } from './families/numpy/items.js';
export { NDArray, type NDArrayOptions } from './families/numpy/ndarray.js';
export { NumPyScalar } from './families/numpy/scalar.js';
export { scalarText } from './families/numpy/scalar-text.js';
