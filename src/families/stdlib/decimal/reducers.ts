import type { ClassRow } from '../../../registry/class-table.js';
import { type Reducer, reducer } from '../../../registry/reduction.js';
import { PyGlobal } from '../../../values/global.js';
import { Decimal } from './decimal.js';

/** `decimal`. */
export function decimalReducers(): ClassRow<Reducer>[] {
  return [reducer(Decimal, (decimal) => [new PyGlobal('decimal', 'Decimal'), [decimal.toString()]])];
}
