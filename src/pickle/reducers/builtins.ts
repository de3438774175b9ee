import { EnumMember } from '../../types/enum.js';
import { PyException } from '../../types/exception.js';
import { exactFloat } from '../../types/float.js';
import { PyGlobal } from '../../types/global.js';
import { Complex, Range, Slice } from '../../types/numbers.js';
import { SingletonType } from '../../types/singleton-type.js';
import { type ReducerRow, row } from './row.js';

const builtin = (name: string) => new PyGlobal('builtins', name);

/** `builtins`, and enums. */
export function builtinReducers(): ReducerRow[] {
  return [
    // copyreg.py, `pickle_complex`
    row(Complex, ({ real, imag }) => [builtin('complex'), [exactFloat(real), exactFloat(imag)]]),
    row(Range, ({ start, stop, step }) => [builtin('range'), [start, stop, step]]),
    row(Slice, ({ start, stop, step }) => [builtin('slice'), [start, stop, step]]),
    // `Pickler.save_type`
    row(SingletonType, ({ instance }) => [builtin('type'), [instance]]),
    row(PyException, ({ module, name, args, attributes }) => [new PyGlobal(module, name), args, attributes]),
    // `Enum.__reduce_ex__`
    row(EnumMember, ({ cls, value }) => [cls, [value]]),
  ];
}
