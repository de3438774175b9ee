/** Files that are no pickles but hold arrays or pickles: NumPy's, zip archives, and how files are read in pieces. */
export { loadNpy, loadNpz, NpzFile } from './npy.js';
export type { FileHandleLike, FileSource, RandomAccess } from './random-access.js';
