/** `toJSONText`: what test/cli does not look at. */
import { expect, test } from 'vitest';
import { jsonPieces, loads, PickleError, Registry, toJSONText } from '../../src/index.js';
import { cpuTime } from '../helpers/cpu-time.js';

const p = (text: string): Uint8Array => Buffer.from(text, 'latin1');

test('natural values, bigint, Map and Set included', () => {
  const value = {
    a: [1, 2.5, null, true, 2n ** 70n],
    m: new Map<unknown, unknown>([[1, 'x']]),
    s: new Set([1, 2]),
    b: p('abc'),
  };
  expect(toJSONText(value)).toBe('{"a":[1,2.5,null,true,1180591620717411303424],"m":{"1":"x"},"s":[1,2],"b":"YWJj"}');
  expect(toJSONText([1, {}], { indent: 2 })).toBe(JSON.stringify([1, {}], null, 2));
  expect(toJSONText('\u202e\u200b\x1b\x9b\u{e0041}')).toBe(String.raw`"\u202e\u200b\u001b\u009b\udb40\udc41"`);
});

test('numbers that JSON does not have are counted', () => {
  let count = 0;
  expect(toJSONText([Number.NaN, 1, Number.POSITIVE_INFINITY], { onNull: () => void count++ })).toBe('[null,1,null]');
  expect(count).toBe(2);
});

test('the attributes of an OrderedDict', () => {
  const data = p('\x80\x04ccollections\nOrderedDict\n)R(X\x01\0\0\0aK\x01u}X\x09\0\0\0_metadataK\x05sb.');
  expect(toJSONText(loads(data, { exact: true }))).toBe(
    '{"__class__":"collections.OrderedDict","__entries__":{"a":1},"__dict__":{"_metadata":5}}',
  );
});

test('keys whose text is the same take linear time and stay apart', () => {
  const count = 20_000;
  const data = p(`\x80\x04}(${'G\x7f\xf8\0\0\0\0\0\0N'.repeat(count)}u.`);
  const start = cpuTime();
  const text = toJSONText(loads(data, { exact: true }));
  expect(cpuTime() - start).toBeLessThan(5000);
  expect(Object.keys(JSON.parse(text)).length).toBe(count);
  expect(
    toJSONText(
      new Map<unknown, unknown>([
        ['1', 'a'],
        [1, 'b'],
        ['1 (1)', 'c'],
      ]),
    ),
  ).toBe('{"1":"a","1 (2)":"b","1 (1)":"c"}');
});

test('depth and cycles', () => {
  let deep: unknown = 0;
  for (let i = 0; i < 100_000; i++) deep = [deep];
  expect(toJSONText(deep).length).toBe(200_001);
  const list: unknown[] = [];
  list.push(list);
  expect(() => toJSONText(list)).toThrow(PickleError);
  expect([...jsonPieces(['a'.repeat(100_000), 1])].length).toBeGreaterThan(1);
});

test('no more text than maxLength', () => {
  const text = '["abc",{"a":[1,2]}]';
  const value = ['abc', { a: [1, 2] }];
  expect(toJSONText(value, { maxLength: text.length })).toBe(text);
  for (let maxLength = 0; maxLength < text.length; maxLength++) {
    expect(() => toJSONText(value, { maxLength })).toThrow(`the JSON text is longer than ${maxLength} characters`);
    expect(() => [...jsonPieces(value, { maxLength })]).toThrow(PickleError);
  }
  expect(() => toJSONText('abc', { maxLength: 4 })).toThrow(PickleError);
  let laughs: unknown = 'lol';
  for (let i = 0; i < 60; i++) laughs = [laughs, laughs];
  expect(() => toJSONText(laughs, { maxLength: 1e6 })).toThrow(PickleError);
});

test('instances of other classes are their fields, or what they say', () => {
  class Point {
    x = 1n;
    y = new Map([['z', new Float32Array([0.5, Number.NaN])]]);
  }
  class Money {
    toJSON(): unknown {
      return [12n, 'EUR'];
    }
  }
  expect(toJSONText([new Point(), new Money(), new Date(0), /x/])).toBe(
    '[{"x":1,"y":{"z":[0.5,null]}},[12,"EUR"],"1970-01-01T00:00:00.000Z",{}]',
  );
  const registry = new Registry().addClass('app', 'Point', Point);
  const data = p('\x80\x04capp\nPoint\n)\x81}X\x01\0\0\0xK\x05sb.');
  expect(toJSONText(loads(data, { registry }))).toBe('{"x":5}');
});
