import { PyDate, PyDateTime, PyTime, PyTimeDelta, PyTimeZone } from '../../types/datetime.js';
import { PyCall, PyGlobal } from '../../types/global.js';
import { PyZoneInfo } from '../../types/zoneinfo.js';
import { FreshBytes } from '../fresh.js';
import { type ReducerRow, row } from './row.js';

// Performance: one object each, which the memo knows after the first use.
const DATE = /*#__PURE__*/ new PyGlobal('datetime', 'date');
const TIME = /*#__PURE__*/ new PyGlobal('datetime', 'time');
const DATETIME = /*#__PURE__*/ new PyGlobal('datetime', 'datetime');
const TIMEDELTA = /*#__PURE__*/ new PyGlobal('datetime', 'timedelta');
const TIMEZONE = /*#__PURE__*/ new PyGlobal('datetime', 'timezone');
const GETATTR = /*#__PURE__*/ new PyGlobal('builtins', 'getattr');
const ZONE_INFO = /*#__PURE__*/ new PyGlobal('zoneinfo', 'ZoneInfo');

/** `datetime` and `zoneinfo`. */
export function datetimeReducers(): ReducerRow[] {
  return [
    row(PyDate, ({ year, month, day }) => [DATE, [new FreshBytes([year >> 8, year, month, day])]]),
    // The fold is written from protocol 4 on, in the first bit of the hour or the month.
    row(PyTime, (time, protocol) => {
      const { hour, minute, second, microsecond: micro } = time;
      return [TIME, withZone([hour | foldBit(time, protocol), minute, second, micro >> 16, micro >> 8, micro], time)];
    }),
    row(PyDateTime, (datetime, protocol) => {
      const { year, month, day, hour, minute, second, microsecond: micro } = datetime;
      const foldedMonth = month | foldBit(datetime, protocol);
      // Performance: putting arrays together takes longer than all the rest (case datetimes).
      const data = [year >> 8, year, foldedMonth, day, hour, minute, second, micro >> 16, micro >> 8, micro];
      return [DATETIME, withZone(data, datetime)];
    }),
    row(PyTimeDelta, ({ days, seconds, microseconds }) => [TIMEDELTA, [days, seconds, microseconds]]),
    row(PyTimeZone, ({ offset, name }) => [TIMEZONE, name === undefined ? [offset] : [offset, name]]),
    // `ZoneInfo._unpickle(key, from_cache)`; the method itself is pickled as `getattr(ZoneInfo, '_unpickle')`.
    row(PyZoneInfo, ({ key, fromCache }) => [new PyCall(GETATTR, [ZONE_INFO, '_unpickle']), [key, fromCache ? 1 : 0]]),
  ];
}

function foldBit({ fold }: PyTime | PyDateTime, protocol: number): number {
  return fold === 1 && protocol > 3 ? 0x80 : 0;
}

/** The arguments: two bytes of the year and one each of month and day, where there is a date; hour, minute, second and three of microseconds. */
function withZone(values: number[], { tzinfo }: PyTime | PyDateTime): unknown[] {
  const data = new FreshBytes(values);
  return tzinfo === null ? [data] : [data, tzinfo];
}
