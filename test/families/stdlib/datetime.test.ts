import { describe, expect, it } from 'vitest';
import { UnpicklingError } from '../../../src/base/errors.js';
import { PyDate, PyDateTime, PyTime, PyTimeDelta, PyTimeZone } from '../../../src/families/stdlib/datetime/datetime.js';
import { PyZoneInfo } from '../../../src/families/stdlib/zoneinfo/zoneinfo.js';
import { repr } from '../../../src/repr/index.js';
import { Bytes } from '../../../src/values/bytes.js';
import { pyEquals, pyHash } from '../../../src/values/equality.js';
import { Float } from '../../../src/values/float.js';
import { PyCall, PyGlobal, PyObject } from '../../../src/values/global.js';
import { build, bytes, call, global, hooksOf, reduce } from '../call.js';

const HOUR = new PyTimeDelta(0, 3600);
const UTC = new PyTimeZone(new PyTimeDelta(0));
const CET = new PyTimeZone(HOUR, 'CET');
const PARIS = new PyZoneInfo('Europe/Paris');

describe('date, time and datetime payloads', () => {
  const rows: [name: string, payload: string, repr: string][] = [
    ['date', '07 E8 03 0A', 'datetime.date(2024, 3, 10)'],
    ['time', '01 02 03 06 F8 55', 'datetime.time(1, 2, 3, 456789)'],
    ['time', '81 02 03 06 F8 55', 'datetime.time(1, 2, 3, 456789, fold=1)'],
    ['datetime', '07 E8 03 0A 01 02 03 06 F8 55', 'datetime.datetime(2024, 3, 10, 1, 2, 3, 456789)'],
    ['datetime', '07 E8 83 0A 01 02 03 06 F8 55', 'datetime.datetime(2024, 3, 10, 1, 2, 3, 456789, fold=1)'],
    ['datetime', '07 E8 03 0A 01 02 03 00 00 00', 'datetime.datetime(2024, 3, 10, 1, 2, 3)'],
    ['datetime', '07 E8 03 0A 01 02 00 00 00 00', 'datetime.datetime(2024, 3, 10, 1, 2)'],
  ];
  for (const [name, payload, text] of rows) {
    it(`${name}(${payload})`, () => {
      const data = bytes(payload);
      const asText = String.fromCharCode(...data);
      for (const argument of [new Bytes(data), data, asText])
        expect(repr(call(`datetime.${name}`, [argument]))).toBe(text);
      const value = call(`datetime.${name}`, [data]);
      expect(reduce(value)).toEqual([new PyGlobal('datetime', name), [new Bytes(data)]]);
    });
  }

  it('refuses what CPython refuses', () => {
    for (const [name, ...args] of [
      ['date', bytes('07 E8 0D 0A')],
      ['date', bytes('07 E8 00 0A')],
      ['date', bytes('07 E8 83 0A')],
      ['date', bytes('07 E8 03')],
      ['date', '\u0407\u00e8\u0003\u000a'],
      ['date', 2024, 2, 30],
      ['date', 0, 1, 1],
      ['date', 10000, 1, 1],
      ['date', 10n ** 30n, 1, 1],
      ['date', 'abc'],
      ['date'],
      ['time', bytes('18 00 00 00 00 00')],
      ['time', bytes('01 02 03 00 00 00'), 5],
      ['time', 24],
      ['datetime', bytes('07 E8 8D 0A 01 02 03 06 F8 55')],
      ['datetime', bytes('07 E8 03 0A 01 02 03 06 F8 55'), []],
      ['datetime', bytes('07 E8 03 0A 01 02 03 06 F8 55'), 'UTC'],
      ['datetime', 2024, 1, 1, 25],
      ['timedelta', 10n ** 30n],
      ['timedelta', Number.NaN],
      ['timedelta', Number.POSITIVE_INFINITY],
      ['timedelta', 999999999, 86400],
      ['timedelta', 'x'],
      ['timezone', new PyTimeDelta(1)],
      ['timezone', new PyTimeDelta(-1)],
      ['timezone', 3600],
      ['timezone', HOUR, 5],
    ] as [string, ...unknown[]][]) {
      expect(() => call(`datetime.${name}`, args), `${name}(${args.map(String)})`).toThrow(UnpicklingError);
    }
    expect(() => build('datetime.date', new PyDate(1, 1, 1), { x: 1 })).toThrow(UnpicklingError);
  });

  it('writes the fold from protocol 4 on', () => {
    const time = new PyTime(2, 30, 0, 0, null, 1);
    expect((reduce(time, 3)[1] as Bytes[])[0].data[0]).toBe(2);
    expect((reduce(time, 4)[1] as Bytes[])[0].data[0]).toBe(0x82);
    const datetime = new PyDateTime(2024, 10, 27, 2, 30, 0, 0, null, 1);
    expect((reduce(datetime, 3)[1] as Bytes[])[0].data[2]).toBe(10);
    expect((reduce(datetime, 4)[1] as Bytes[])[0].data[2]).toBe(0x8a);
  });

  it('keeps an inert tzinfo', () => {
    const zone = new PyObject(new PyGlobal('mine', 'Zone'), []);
    const value = call('datetime.datetime', [bytes('07 E8 03 0A 01 02 03 00 00 00'), zone]) as PyDateTime;
    expect(value.tzinfo).toBe(zone);
    expect(value.isoformat()).toBe('2024-03-10T01:02:03[unknown]');
    expect(() => value.toDate()).toThrow(/unknown/);
    expect(() => pyHash(value)).not.toThrow();
  });

  it('keeps what CPython keeps unchecked', () => {
    // The month is all that CPython looks at.
    const value = call('datetime.date', [bytes('07 E8 03 FF')]);
    expect(repr(value)).toBe('datetime.date(2024, 3, 255)');
    expect((reduce(value)[1] as Bytes[])[0].data).toEqual(bytes('07 E8 03 FF'));
  });
});

describe('conversions', () => {
  it('never takes a naive value for UTC', () => {
    const naive = PyDateTime.of(2024, 3, 10, 1, 2, 3, 456789);
    expect(() => naive.toDate()).toThrow(/assumeUtc/);
    expect(naive.toDate({ assumeUtc: true }).toISOString()).toBe('2024-03-10T01:02:03.456Z');
    expect(() => PyDate.of(2024, 1, 1).toDate()).toThrow(/assumeUtc/);
    expect(PyDate.of(1, 1, 1).toDate({ assumeUtc: true }).toISOString()).toBe('0001-01-01T00:00:00.000Z');
  });

  it('reads offsets', () => {
    expect(new PyDateTime(2024, 1, 1, 0, 30, 0, 0, CET).toDate().toISOString()).toBe('2023-12-31T23:30:00.000Z');
    expect(new PyDateTime(2024, 7, 1, 0, 30, 0, 0, PARIS).toDate().toISOString()).toBe('2024-06-30T22:30:00.000Z');
    expect(String(new PyDateTime(2024, 7, 1, 0, 30, 0, 0, PARIS))).toBe('2024-07-01 00:30:00+02:00');
    expect(String(new PyDateTime(2024, 10, 27, 2, 30, 0, 0, PARIS, 0))).toBe('2024-10-27 02:30:00+02:00');
    expect(String(new PyDateTime(2024, 10, 27, 2, 30, 0, 0, PARIS, 1))).toBe('2024-10-27 02:30:00+01:00');
    // A gap: 02:30 does not exist.
    expect(String(new PyDateTime(2024, 3, 31, 2, 30, 0, 0, PARIS, 0))).toBe('2024-03-31 02:30:00+01:00');
    expect(String(new PyDateTime(2024, 3, 31, 2, 30, 0, 0, PARIS, 1))).toBe('2024-03-31 02:30:00+02:00');
    expect(String(new PyDateTime(1700, 1, 1, 0, 0, 0, 0, PARIS))).toBe('1700-01-01 00:00:00+00:09:21');
    expect(String(new PyDateTime(9999, 12, 31, 23, 0, 0, 0, new PyZoneInfo('Asia/Tokyo')))).toBe(
      '9999-12-31 23:00:00+09:00',
    );
    expect(String(new PyDateTime(2024, 1, 1, 0, 0, 0, 0, new PyZoneInfo('No/Where')))).toBe(
      '2024-01-01 00:00:00[No/Where]',
    );
    // dateutil 4 calls the class, earlier versions make an instance.
    const tzutc = new PyGlobal('dateutil.tz.tz', 'tzutc');
    for (const zone of [new PyCall(tzutc, []), new PyObject(tzutc, []), new PyObject(tzutc, [], 'reconstructor')]) {
      expect(new PyDateTime(2024, 7, 1, 0, 30, 0, 0, zone).isoformat()).toBe('2024-07-01T00:30:00+00:00');
    }
    const pytz = new PyCall(new PyGlobal('pytz', '_p'), ['Europe/Paris', 7200, 3600, 'CEST']);
    expect(new PyDateTime(2024, 7, 1, 0, 30, 0, 0, pytz).toDate().toISOString()).toBe('2024-06-30T22:30:00.000Z');
  });

  it('prints as Python', () => {
    expect(String(new PyTimeDelta(1, 7384, 5))).toBe('1 day, 2:03:04.000005');
    expect(String(new PyTimeDelta(0, -1))).toBe('-1 day, 23:59:59');
    expect(String(new PyTimeDelta(-2))).toBe('-2 days, 0:00:00');
    expect(JSON.stringify(new PyTimeDelta(1, 7384, 5))).toBe('"P1DT02H03M04.000005S"');
    expect(JSON.stringify(new PyTimeDelta(0, -90))).toBe('"-P0DT00H01M30S"');
    expect(String(new PyTimeZone(new PyTimeDelta(0, 3661, 5)))).toBe('UTC+01:01:01.000005');
    expect(String(new PyTimeZone(new PyTimeDelta(0, -19800)))).toBe('UTC-05:30');
    expect(String(UTC)).toBe('UTC');
    expect(String(CET)).toBe('CET');
    expect(String(new PyTime(1, 2, 3, 4, CET))).toBe('01:02:03.000004+01:00');
    expect(String(new PyTime(1, 2, 3, 4, PARIS))).toBe('01:02:03.000004');
    expect(JSON.stringify(PyDateTime.fromDate(new Date(Date.UTC(2024, 0, 2, 3, 4, 5, 6))))).toBe(
      '"2024-01-02T03:04:05.006000+00:00"',
    );
  });
});

describe('timedelta', () => {
  it('normalises', () => {
    expect(repr(call('datetime.timedelta', [0, 0, -1]))).toBe(
      'datetime.timedelta(days=-1, seconds=86399, microseconds=999999)',
    );
    expect(repr(call('datetime.timedelta', [1, 86400 * 3, 10n ** 6n]))).toBe('datetime.timedelta(days=4, seconds=1)');
    expect(repr(call('datetime.timedelta', [0, 0, 0, 1, 1, 1, 1]))).toBe(
      'datetime.timedelta(days=7, seconds=3660, microseconds=1000)',
    );
    expect(repr(call('datetime.timedelta', []))).toBe('datetime.timedelta(0)');
  });
  it('rounds fractions half to even, as CPython', () => {
    expect(repr(call('datetime.timedelta', [0.5]))).toBe('datetime.timedelta(seconds=43200)');
    expect(repr(call('datetime.timedelta', [0, 0, 0.5]))).toBe('datetime.timedelta(0)');
    expect(repr(call('datetime.timedelta', [0, 0, 1.5]))).toBe('datetime.timedelta(microseconds=2)');
    expect(repr(call('datetime.timedelta', [new Float(1), 0.1]))).toBe(
      'datetime.timedelta(days=1, microseconds=100000)',
    );
  });
});

describe('equality', () => {
  it('compares instants', () => {
    const noon = new PyDateTime(2024, 1, 1, 12, 0, 0, 0, UTC);
    const later = new PyDateTime(2024, 1, 1, 13, 0, 0, 0, CET);
    const paris = new PyDateTime(2024, 1, 1, 13, 0, 0, 0, new PyZoneInfo('Europe/Paris'));
    for (const other of [later, paris]) {
      expect(pyEquals(noon, other)).toBe(true);
      expect(pyHash(noon)).toBe(pyHash(other));
    }
    expect(pyEquals(noon, new PyDateTime(2024, 1, 1, 12))).toBe(false);
    expect(pyEquals(new PyDate(2024, 1, 1), new PyDateTime(2024, 1, 1))).toBe(false);
    expect(pyEquals(new PyDate(2024, 1, 1), new PyDate(2024, 1, 1))).toBe(true);
    expect(pyEquals(new PyTime(12, 0, 0, 0, UTC), new PyTime(13, 0, 0, 0, CET))).toBe(true);
    expect(pyEquals(new PyTime(12), new PyTime(12, 0, 0, 0, UTC))).toBe(false);
    expect(pyEquals(new PyTimeDelta(1), new PyTimeDelta(0, 86400))).toBe(true);
    expect(pyHash(new PyTimeDelta(1))).toBe(pyHash(new PyTimeDelta(0, 86400)));
  });
});

describe('zoneinfo', () => {
  it('comes through getattr(ZoneInfo, "_unpickle") alone', () => {
    const unpickle = call('builtins.getattr', [global('zoneinfo.ZoneInfo'), '_unpickle']) as PyGlobal;
    expect(unpickle).toBeInstanceOf(PyGlobal);
    const zone = PyGlobal.hooksOf(unpickle)?.construct?.(['Europe/Paris', 0], undefined as never);
    expect(repr(zone)).toBe("zoneinfo.ZoneInfo(key='Europe/Paris')");
    expect((reduce(zone)[0] as PyCall).args[1]).toBe('_unpickle');
    expect(reduce(zone)[1]).toEqual(['Europe/Paris', 0]);
    expect(call('builtins.getattr', [global('zoneinfo.ZoneInfo'), '__init__'])).toBeInstanceOf(PyCall);
    expect(() => call('zoneinfo.ZoneInfo', [5])).toThrow(UnpicklingError);
    expect(hooksOf('zoneinfo.ZoneInfo').attributes?.has('constructor')).toBe(false);
  });
});
