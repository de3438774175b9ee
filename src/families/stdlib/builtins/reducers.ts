import type { ClassRow } from '../../../registry/class-table.js';
import { type Reducer, reducer } from '../../../registry/reduction.js';
import { Complex, Range, Slice } from '../../../values/complex-range.js';
import { exactFloat } from '../../../values/float.js';
import { PyGlobal } from '../../../values/global.js';
import { SingletonType } from '../../../values/singleton-type.js';

const builtin = (name: string) => new PyGlobal('builtins', name);

/** `builtins`. */
export function builtinReducers(): ClassRow<Reducer>[] {
  return [
    // copyreg.py, `pickle_complex`
    reducer(Complex, ({ real, imag }) => [builtin('complex'), [exactFloat(real), exactFloat(imag)]]),
    reducer(Range, ({ start, stop, step }) => [builtin('range'), [start, stop, step]]),
    reducer(Slice, ({ start, stop, step }) => [builtin('slice'), [start, stop, step]]),
    // `Pickler.save_type`
    reducer(SingletonType, ({ instance }) => [builtin('type'), [instance]]),
  ];
}
