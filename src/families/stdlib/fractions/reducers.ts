import { type ClassRow, type Reducer, reducer } from '../../../registry/index.js';
import { PyGlobal } from '../../../values/index.js';
import { Fraction } from './fraction.js';

/** `fractions`. */
export function fractionReducers(): ClassRow<Reducer>[] {
  return [
    reducer(Fraction, ({ numerator, denominator }) => [
      new PyGlobal('fractions', 'Fraction'),
      [numerator, denominator],
    ]),
  ];
}
