import { type ClassRow, type Printer, printer } from '../../../registry/index.js';
import type { ReprPart } from '../../../values/index.js';
import { PyDate, PyDateTime, PyTime, PyTimeDelta, PyTimeZone } from './datetime.js';

/** `datetime`. */
export function datetimePrinters(): ClassRow<Printer>[] {
  return [
    printer(PyDate, ({ year, month, day }) => [`datetime.date(${year}, ${month}, ${day})`]),
    printer(PyTime, (time) => [`datetime.time(${time.hour}, ${time.minute}${smallParts(time)}`, ...zoneParts(time)]),
    printer(PyDateTime, (value) => {
      const { year, month, day, hour, minute } = value;
      return [
        `datetime.datetime(${year}, ${month}, ${day}, ${hour}, ${minute}${smallParts(value)}`,
        ...zoneParts(value),
      ];
    }),
    printer(PyTimeDelta, (delta) => {
      const parts = (['days', 'seconds', 'microseconds'] as const)
        .filter((name) => delta[name] !== 0)
        .map((name) => `${name}=${delta[name]}`);
      return [`datetime.timedelta(${parts.join(', ') || '0'})`];
    }),
    printer(PyTimeZone, (zone) => {
      if (zone.isUtc) return ['datetime.timezone.utc'];
      const name: ReprPart[] = zone.name === undefined ? [] : [', ', { value: zone.name }];
      return ['datetime.timezone(', { value: zone.offset }, ...name, ')'];
    }),
  ];
}

/** Seconds and microseconds: left out when zero. */
function smallParts({ second, microsecond }: PyTime | PyDateTime): string {
  if (microsecond !== 0) return `, ${second}, ${microsecond}`;
  return second === 0 ? '' : `, ${second}`;
}

function zoneParts({ tzinfo, fold }: PyTime | PyDateTime): ReprPart[] {
  const zone: ReprPart[] = tzinfo === null ? [] : [', tzinfo=', { value: tzinfo }];
  return [fold === 1 ? ', fold=1' : '', ...zone, ')'];
}
