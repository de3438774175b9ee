/**
 * pickle-wasm/sklearn: the estimators of scikit-learn 0.20 to 1.9, with their parameters and what they have learned,
 * and decision trees.
 *
 * ```ts
 * import { loads, Registry } from 'pickle-wasm';
 * import { sklearn } from 'pickle-wasm/sklearn';
 *
 * const forest = loads(bytes, { registry: new Registry().use(sklearn) }); // an Estimator
 * String(forest); // 'RandomForestClassifier(n_estimators=3)'
 * forest.estimators[0].fitted.tree_.feature; // an Int32Array
 * ```
 */

export * from './families/sklearn/index.js';
