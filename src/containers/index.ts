/**
 * Files that hold arrays or pickles: NumPy's, PyTorch's and joblib's, zip archives, and how files are read in pieces.
 */
export { type Compression, compressionOf, type Decompressors } from './decompress.js';
export { everyFamily, everyRegistry } from './every.js';
export { type JoblibOptions, loadJoblib } from './joblib.js';
export { loadNpy, loadNpz, NpzFile } from './npy.js';
export { type Opened, type OpenOptions, open } from './open.js';
export { type PickleInside, picklesIn } from './pickles-in.js';
export type { FileHandleLike, FileSource, RandomAccess } from './random-access.js';
export { loadTorch, torch } from './torch.js';
