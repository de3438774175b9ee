import { Decimal } from '../../types/decimal.js';
import { Dict } from '../../types/dict.js';
import { Fraction } from '../../types/fraction.js';
import { PyGlobal } from '../../types/global.js';
import { SimpleNamespace } from '../../types/namespace.js';
import { PyPath } from '../../types/path.js';
import { UUID } from '../../types/uuid.js';
import { defaultReduction } from './default.js';
import { type ReducerRow, row } from './row.js';

/** `decimal`, `fractions`, `uuid`, `pathlib` and `types`. */
export function stdlibReducers(): ReducerRow[] {
  return [
    row(Decimal, (decimal) => [new PyGlobal('decimal', 'Decimal'), [decimal.toString()]]),
    row(Fraction, ({ numerator, denominator }) => [new PyGlobal('fractions', 'Fraction'), [numerator, denominator]]),
    row(UUID, ({ int, isSafe }, protocol) => {
      const number = Number(int);
      const state = new Dict<unknown, unknown>([['int', Number.isSafeInteger(number) ? number : int]]);
      if (isSafe !== null) state.set('is_safe', isSafe);
      return defaultReduction(protocol, new PyGlobal('uuid', 'UUID'), [], state);
    }),
    row(PyPath, ({ module, flavour, parts, segments }) => [new PyGlobal(module, flavour), module === 'pathlib' ? parts : segments]),
    row(SimpleNamespace, ({ attributes }) => [new PyGlobal('types', 'SimpleNamespace'), [], attributes]),
  ];
}
