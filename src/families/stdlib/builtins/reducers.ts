import { type ClassRow, type Reducer, reducer } from '../../../registry/index.js';
import { Complex, exactFloat, PyGlobal, Range, SingletonType, Slice } from '../../../values/index.js';

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
