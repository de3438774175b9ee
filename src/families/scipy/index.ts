/** SciPy. */
import type { Family } from '../../registry/index.js';
import { registerScipy } from './hooks.js';

export type { Coordinates, IndexArray } from './coordinates.js';
export { SparseMatrix } from './sparse.js';

/** For `registry.use(scipy)`: then a load makes the values of this module. They are written and printed without it. */
export const scipy: Family = /*#__PURE__*/ Object.freeze({ name: 'scipy', register: registerScipy });
