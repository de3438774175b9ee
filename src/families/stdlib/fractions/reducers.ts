import type { ClassRow } from '../../../registry/class-table.js';
import { type Reducer, reducer } from '../../../registry/reduction.js';
import { PyGlobal } from '../../../values/global.js';
import { Fraction } from './fraction.js';

/** `fractions`. */
export function fractionReducers(): ClassRow<Reducer>[] {
  return [reducer(Fraction, ({ numerator, denominator }) => [new PyGlobal('fractions', 'Fraction'), [numerator, denominator]])];
}
