import { type ClassRow, type Reducer, reducer } from '../../../registry/index.js';
import { PyCall, PyGlobal } from '../../../values/index.js';
import { PyZoneInfo } from './zoneinfo.js';

const GETATTR = /*#__PURE__*/ new PyGlobal('builtins', 'getattr');
const ZONE_INFO = /*#__PURE__*/ new PyGlobal('zoneinfo', 'ZoneInfo');

/** `zoneinfo`. */
export function zoneInfoReducers(): ClassRow<Reducer>[] {
  return [
    // `ZoneInfo._unpickle(key, from_cache)`; the method itself is pickled as `getattr(ZoneInfo, '_unpickle')`.
    reducer(PyZoneInfo, ({ key, fromCache }) => [
      new PyCall(GETATTR, [ZONE_INFO, '_unpickle']),
      [key, fromCache ? 1 : 0],
    ]),
  ];
}
