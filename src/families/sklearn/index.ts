/** scikit-learn. */
import type { Family } from '../../registry/index.js';
import { registerSklearn } from './hooks.js';

export { Estimator, type Step } from './estimator.js';
export { Tree } from './tree.js';

/**
 * For `registry.use(sklearn)`: then a load makes the values of this module. They are written and printed without it.
 */
export const sklearn: Family = /*#__PURE__*/ Object.freeze({ name: 'sklearn', register: registerSklearn });
