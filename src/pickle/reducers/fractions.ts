import type { ClassRow } from '../../types/class-table.js';
import { Fraction } from '../../types/fraction.js';
import { type Reducer, reducer } from '../../types/reduction.js';
import { PyGlobal } from '../../values/global.js';

/** `fractions`. */
export function fractionReducers(): ClassRow<Reducer>[] {
  return [reducer(Fraction, ({ numerator, denominator }) => [new PyGlobal('fractions', 'Fraction'), [numerator, denominator]])];
}
