import type { ClassRow } from '../../types/class-table.js';
import { Decimal } from '../../types/decimal.js';
import { type Reducer, reducer } from '../../types/reduction.js';
import { PyGlobal } from '../../values/global.js';

/** `decimal`. */
export function decimalReducers(): ClassRow<Reducer>[] {
  return [reducer(Decimal, (decimal) => [new PyGlobal('decimal', 'Decimal'), [decimal.toString()]])];
}
