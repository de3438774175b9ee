import { Bytes } from '../../types/bytes.js';
import { PyDate, PyDateTime, PyTime, PyTimeDelta, PyTimeZone } from '../../types/datetime.js';
import { PyCall, PyGlobal } from '../../types/global.js';
import { PyZoneInfo } from '../../types/zoneinfo.js';
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
    row(PyDate, ({ year, month, day }) => [DATE, [bytes(year >> 8, year, month, day)]]),
    // The fold is written from protocol 4 on, in the first bit of the hour or the month.
    row(PyTime, (time, protocol) => {
      const [hour, ...rest] = timeBytes(time);
      return [TIME, withZone(bytes(hour | foldBit(time, protocol), ...rest), time)];
    }),
    row(PyDateTime, (datetime, protocol) => {
      const { year, month, day } = datetime;
      const data = bytes(year >> 8, year, month | foldBit(datetime, protocol), day, ...timeBytes(datetime));
      return [DATETIME, withZone(data, datetime)];
    }),
    row(PyTimeDelta, ({ days, seconds, microseconds }) => [TIMEDELTA, [days, seconds, microseconds]]),
    row(PyTimeZone, ({ offset, name }) => [TIMEZONE, name === undefined ? [offset] : [offset, name]]),
    // `ZoneInfo._unpickle(key, from_cache)`; the method itself is pickled as `getattr(ZoneInfo, '_unpickle')`.
    row(PyZoneInfo, ({ key, fromCache }) => [new PyCall(GETATTR, [ZONE_INFO, '_unpickle']), [key, fromCache ? 1 : 0]]),
  ];
}

function bytes(...values: number[]): Bytes {
  // Performance: `Uint8Array.from` walks an iterator.
  return new Bytes(new Uint8Array(values));
}

function foldBit({ fold }: PyTime | PyDateTime, protocol: number): number {
  return fold === 1 && protocol > 3 ? 0x80 : 0;
}

function withZone(data: Bytes, { tzinfo }: PyTime | PyDateTime): unknown[] {
  return tzinfo === null ? [data] : [data, tzinfo];
}

/** hour minute second and three bytes of microseconds, most significant first. */
function timeBytes({ hour, minute, second, microsecond }: PyTime | PyDateTime): number[] {
  return [hour, minute, second, microsecond >> 16, microsecond >> 8, microsecond];
}
