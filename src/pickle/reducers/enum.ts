import type { ClassRow } from '../../types/class-table.js';
import { EnumMember } from '../../types/enum.js';
import { type Reducer, reducer } from '../../types/reduction.js';

/** Enums. */
export function enumReducers(): ClassRow<Reducer>[] {
  return [
    // `Enum.__reduce_ex__`
    reducer(EnumMember, ({ cls, value }) => [cls, [value]]),
  ];
}
