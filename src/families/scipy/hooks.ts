/**
 * What SciPy pickles of `scipy.sparse`: matrices (`spmatrix`) and arrays (`sparray`) of seven formats, in all the
 * modules where they were.
 */
import { type Construct, define, inertCall, isInert, type Registry } from '../../registry/index.js';
import { PyGlobal } from '../../values/index.js';
import { FORMATS } from './formats.js';
import { SparseMatrix } from './sparse.js';

const MANY = 16;

/** Makes `registry` know SciPy's sparse matrices. */
export function registerScipy(registry: Registry): void {
  for (const format of Object.keys(FORMATS)) {
    // A pickle makes an empty one and gives it a state. Only Python could tell what the constructor makes of arguments.
    const construct: Construct = (args, context) =>
      args.length > 0
        ? inertCall(args, context)
        : new SparseMatrix({ callee: context.global, args, how: context.how }, context.global.name.slice(0, 3));
    const hooks = {
      setState: SparseMatrix.setState,
      hashable: false,
      // `_shape` and `coords` are tuples, and are written as such.
      asksKinds: true,
      ...(format === 'dok' ? { setItem: SparseMatrix.setItem } : {}),
    };
    const isUnknown = (value: unknown) => isInert(value) && !(value instanceof PyGlobal);
    for (const kind of ['matrix', 'array']) {
      // Up to SciPy 1.7, from 1.8 on, and arrays from 1.8 to 1.10.
      for (const module of [format, `_${format}`, '_arrays'])
        define(registry, `scipy.sparse.${module}`, `${format}_${kind}`, [0, MANY], construct, hooks, isUnknown);
    }
  }
}
