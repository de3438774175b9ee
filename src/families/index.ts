/** What is known of classes beyond the core of Python, a folder for each: value, hooks, reducers, printers. */
export { arrayFrom, fieldOf, itemAt, itemsOf } from './numpy/access.js';
export { type ByteOrder, Dtype, type DtypeField } from './numpy/dtype.js';
export { dtypeText } from './numpy/dtype-text.js';
export type { ArrayData } from './numpy/items.js';
export { NDArray, type NDArrayOptions } from './numpy/ndarray.js';
export { NumPyScalar } from './numpy/scalar.js';
export { scalarText } from './numpy/scalar-text.js';
export { printerOf } from './printers.js';
export { reductionOf } from './reducers.js';
export { standardRegistry } from './standard.js';
export { Counter, DefaultDict, OrderedDict } from './stdlib/collections/collections.js';
export { DATETIME, datetimeBytes } from './stdlib/datetime/reducers.js';
export { addEnum } from './stdlib/enum/hooks.js';
export { SimpleNamespace } from './stdlib/types/simple-namespace.js';
