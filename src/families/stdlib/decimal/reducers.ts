import { type ClassRow, type Reducer, reducer } from '../../../registry/index.js';
import { PyGlobal } from '../../../values/index.js';
import { Decimal } from './decimal.js';

/** `decimal`. */
export function decimalReducers(): ClassRow<Reducer>[] {
  return [reducer(Decimal, (decimal) => [new PyGlobal('decimal', 'Decimal'), [decimal.toString()]])];
}
