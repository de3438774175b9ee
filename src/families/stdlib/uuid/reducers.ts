import { type ClassRow, defaultReduction, type Reducer, reducer } from '../../../registry/index.js';
import { Dict, PyGlobal } from '../../../values/index.js';
import { UUID } from './uuid.js';

/** `uuid`. */
export function uuidReducers(): ClassRow<Reducer>[] {
  return [
    reducer(UUID, ({ int, isSafe }, protocol) => {
      const number = Number(int);
      const state = new Dict<unknown, unknown>([['int', Number.isSafeInteger(number) ? number : int]]);
      if (isSafe !== null) state.set('is_safe', isSafe);
      return defaultReduction(protocol, new PyGlobal('uuid', 'UUID'), [], state);
    }),
  ];
}
