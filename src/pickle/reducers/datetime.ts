import { PyDate, PyDateTime, PyTime, PyTimeDelta, PyTimeZone } from '../../types/datetime.js';
import { PyCall, PyGlobal } from '../../types/global.js';
import { PyZoneInfo } from '../../types/zoneinfo.js';
import { FreshBytes } from '../fresh.js';
import { type ReducerRow, row } from './row.js';

// Performance: one object each, which the memo knows after the first use.
const DATE = /*#__PURE__*/ new PyGlobal('datetime', 'date');
const TIME = /*#__PURE__*/ new PyGlobal('datetime', 'time');
export const DATETIME: PyGlobal = /*#__PURE__*/ new PyGlobal('datetime', 'datetime');
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
      const data = new FreshBytes([hour | foldBit(time, protocol), minute, second, micro >> 16, micro >> 8, micro]);
      return [TIME, withZone(data, time)];
    }),
    row(PyDateTime, (datetime, protocol) => {
      const { year, month, day, hour, minute, second, microsecond } = datetime;
      const data = datetimeBytes(year, month | foldBit(datetime, protocol), day, hour, minute, second, microsecond);
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

/** Two bytes of the year, one each of month (with the fold), day, hour, minute and second, three of microseconds; most significant first. */
export function datetimeBytes(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  microsecond: number,
): FreshBytes {
  // Performance: one array; putting several together takes longer than all the rest (case datetimes).
  return new FreshBytes([year >> 8, year, month, day, hour, minute, second, microsecond >> 16, microsecond >> 8, microsecond]);
}

function withZone(data: FreshBytes, { tzinfo }: PyTime | PyDateTime): unknown[] {
  return tzinfo === null ? [data] : [data, tzinfo];
}
