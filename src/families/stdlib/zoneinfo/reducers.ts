import type { ClassRow } from '../../../registry/class-table.js';
import { type Reducer, reducer } from '../../../registry/reduction.js';
import { PyCall, PyGlobal } from '../../../values/global.js';
import { PyZoneInfo } from './zoneinfo.js';

const GETATTR = /*#__PURE__*/ new PyGlobal('builtins', 'getattr');
const ZONE_INFO = /*#__PURE__*/ new PyGlobal('zoneinfo', 'ZoneInfo');

/** `zoneinfo`. */
export function zoneInfoReducers(): ClassRow<Reducer>[] {
  return [
    // `ZoneInfo._unpickle(key, from_cache)`; the method itself is pickled as `getattr(ZoneInfo, '_unpickle')`.
    reducer(PyZoneInfo, ({ key, fromCache }) => [new PyCall(GETATTR, [ZONE_INFO, '_unpickle']), [key, fromCache ? 1 : 0]]),
  ];
}
