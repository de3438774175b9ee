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
export { arrayFrom, fieldOf, itemAt, itemsOf } from './numpy/access.js';
export { dtypeText } from './numpy/dtype-text.js';
export { scalarText } from './numpy/scalar-text.js';
export { type ByteOrder, Dtype, type DtypeField } from './types/dtype.js';
export { NDArray, type NDArrayOptions } from './types/ndarray.js';
export type { ArrayData } from './types/numpyitem.js';
export { NumPyScalar } from './types/numpyscalar.js';
