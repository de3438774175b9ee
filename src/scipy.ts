/**
 * pickle-wasm/scipy: the sparse matrices and arrays of SciPy (`scipy.sparse`) in their seven formats.
 *
 * ```ts
 * import { loads, Registry } from 'pickle-wasm';
 * import { scipy } from 'pickle-wasm/scipy';
 *
 * const matrix = loads(bytes, { registry: new Registry().use(scipy) }); // a SparseMatrix
 * matrix.shape; // [2, 3]
 * matrix.toArray(); // [[1.5, 0, 2], [0, 0, 3]]
 * ```
 */

export * from './families/scipy/index.js';
