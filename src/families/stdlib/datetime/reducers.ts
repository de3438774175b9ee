import { type ClassRow, FreshBytes, type Reducer, reducer } from '../../../registry/index.js';
import { PyGlobal } from '../../../values/index.js';
import { PyDate, PyDateTime, PyTime, PyTimeDelta, PyTimeZone } from './datetime.js';

// Performance: one object each, which the memo knows after the first use.
const DATE = /*#__PURE__*/ new PyGlobal('datetime', 'date');
const TIME = /*#__PURE__*/ new PyGlobal('datetime', 'time');
export const DATETIME: PyGlobal = /*#__PURE__*/ new PyGlobal('datetime', 'datetime');
const TIMEDELTA = /*#__PURE__*/ new PyGlobal('datetime', 'timedelta');
const TIMEZONE = /*#__PURE__*/ new PyGlobal('datetime', 'timezone');

/** `datetime`. */
export function datetimeReducers(): ClassRow<Reducer>[] {
  return [
    reducer(PyDate, ({ year, month, day }) => [DATE, [new FreshBytes([year >> 8, year, month, day])]]),
    // The fold is written from protocol 4 on, in the first bit of the hour or the month.
    reducer(PyTime, (time, protocol) => {
      const { hour, minute, second, microsecond: micro } = time;
      const data = new FreshBytes([hour | foldBit(time, protocol), minute, second, micro >> 16, micro >> 8, micro]);
      return [TIME, withZone(data, time)];
    }),
    reducer(PyDateTime, (datetime, protocol) => {
      const { year, month, day, hour, minute, second, microsecond } = datetime;
      const data = datetimeBytes(year, month | foldBit(datetime, protocol), day, hour, minute, second, microsecond);
      return [DATETIME, withZone(data, datetime)];
    }),
    reducer(PyTimeDelta, ({ days, seconds, microseconds }) => [TIMEDELTA, [days, seconds, microseconds]]),
    reducer(PyTimeZone, ({ offset, name }) => [TIMEZONE, name === undefined ? [offset] : [offset, name]]),
  ];
}

function foldBit({ fold }: PyTime | PyDateTime, protocol: number): number {
  return fold === 1 && protocol > 3 ? 0x80 : 0;
}

/**
 * Two bytes of the year, one each of month (with the fold), day, hour, minute and second, three of microseconds; most
 * significant first.
 */
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
  return new FreshBytes([
    year >> 8,
    year,
    month,
    day,
    hour,
    minute,
    second,
    microsecond >> 16,
    microsecond >> 8,
    microsecond,
  ]);
}

function withZone(data: FreshBytes, { tzinfo }: PyTime | PyDateTime): unknown[] {
  return tzinfo === null ? [data] : [data, tzinfo];
}
