/** `toJSONText`: what test/cli does not look at. */
import { expect, test } from 'vitest';
import { jsonPieces, loads, PickleError, toJSONText } from '../../src/index.js';

const p = (text: string): Uint8Array => Buffer.from(text, 'latin1');

test('natural values, bigint, Map and Set included', () => {
  const value = { a: [1, 2.5, null, true, 2n ** 70n], m: new Map<unknown, unknown>([[1, 'x']]), s: new Set([1, 2]), b: p('abc') };
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
  const start = performance.now();
  const text = toJSONText(loads(data, { exact: true }));
  expect(performance.now() - start).toBeLessThan(5000);
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
