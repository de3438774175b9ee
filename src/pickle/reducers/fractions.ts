import type { ClassRow } from '../../types/class-table.js';
import { Fraction } from '../../types/fraction.js';
import { PyGlobal } from '../../types/global.js';
import { type Reducer, reducer } from '../../types/reduction.js';

/** `fractions`. */
export function fractionReducers(): ClassRow<Reducer>[] {
  return [reducer(Fraction, ({ numerator, denominator }) => [new PyGlobal('fractions', 'Fraction'), [numerator, denominator]])];
}
