/**
 * pickle-wasm/joblib: files of joblib.dump, packed or not.
 *
 * ```ts
 * import { loadJoblib } from 'pickle-wasm/joblib';
 *
 * const model = await loadJoblib(blob); // arrays are NDArrays, estimators inert trees around them
 * ```
 */
export {
  type Compression,
  type Decompressors,
  type FileHandleLike,
  type FileSource,
  type JoblibOptions,
  loadJoblib,
  type RandomAccess,
} from './containers/index.js';
