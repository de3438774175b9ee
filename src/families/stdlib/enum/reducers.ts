import type { ClassRow } from '../../../registry/class-table.js';
import { type Reducer, reducer } from '../../../registry/reduction.js';
import { EnumMember } from './enum-member.js';

/** Enums. */
export function enumReducers(): ClassRow<Reducer>[] {
  return [
    // `Enum.__reduce_ex__`
    reducer(EnumMember, ({ cls, value }) => [cls, [value]]),
  ];
}
