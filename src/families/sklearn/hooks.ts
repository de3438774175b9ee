/** What scikit-learn pickles: estimators are plain instances; classes that are not listed stay inert. */
import { type Construct, define, inertCall, isInert, type Registry } from '../../registry/index.js';
import { type ClassHooks, PyGlobal } from '../../values/index.js';
import { Estimator } from './estimator.js';
import { ESTIMATORS } from './estimators.js';
import { Tree } from './tree.js';

const MANY = 16;

/** Makes `registry` know scikit-learn. */
export function registerSklearn(registry: Registry): void {
  const isUnknown = (value: unknown) => isInert(value) && !(value instanceof PyGlobal);
  const estimator: Construct = (args, context) =>
    args.length > 0 ? inertCall(args, context) : new Estimator({ callee: context.global, args, how: context.how });
  // Parameters are tuples as often as not, and are written as such.
  const hooks: ClassHooks = { setState: Estimator.setState, asksKinds: true };
  for (const [names] of ESTIMATORS) {
    const [name, ...modules] = names.split(' ');
    for (const module of modules) define(registry, `sklearn.${module}`, name, [0, MANY], estimator, hooks, isUnknown);
  }
  const tree: Construct = (args, context) => new Tree({ callee: context.global, args, how: context.how });
  for (const module of ['sklearn.tree._tree', 'sklearn.tree.tree'])
    define(registry, module, 'Tree', [3, 3], tree, { setState: Tree.setState }, isUnknown);
}
