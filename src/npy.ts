/**
 * pickle-wasm/npy: NumPy's files.
 *
 * ```ts
 * import { loadNpy, loadNpz } from 'pickle-wasm/npy';
 *
 * const array = await loadNpy(bytes); // an NDArray
 * const file = await loadNpz(blob); // arrays by name, each read when asked for
 * const weights = await file.get('weights');
 * ```
 */
export {
  type FileHandleLike,
  type FileSource,
  loadNpy,
  loadNpz,
  type NpzFile,
  type RandomAccess,
} from './containers/index.js';
