import { type ClassRow, type Reducer, reducer } from '../../../registry/index.js';
import { EnumMember } from './enum-member.js';

/** Enums. */
export function enumReducers(): ClassRow<Reducer>[] {
  return [
    // `Enum.__reduce_ex__`
    reducer(EnumMember, ({ cls, value }) => [cls, [value]]),
  ];
}
