import { expect, test } from 'vitest';
import { PickleError, TruncatedError, UnpicklingError } from '../../src/base/errors.js';
import { dis, genops, type OpcodeArgument } from '../../src/inspect/index.js';
import { bytes, pickleOf, pickletoolsRows } from './vectors.js';

/** Name, argument and position of every opcode. */
const listed = (data: Uint8Array): [string, OpcodeArgument, number][] =>
  [...genops(data)].map(({ opcode, arg, pos }) => [opcode.name, arg, pos]);

const ARGUMENTS: [string, string, OpcodeArgument][] = [
  ['INT', 'I5\n', 5],
  ['INT True', 'I01\n', true],
  ['INT False', 'I00\n', false],
  ['INT beyond the safe integers', 'I9007199254740993\n', 9007199254740993n],
  ['INT negative', 'I-7\n', -7],
  ['BININT', 'J\0\0\0\x80', -(2 ** 31)],
  ['BININT1', 'K\xff', 255],
  ['BININT2', 'M\xff\xff', 65535],
  ['LONG', 'L123456789012345678901234567890L\n', 123456789012345678901234567890n],
  ['LONG1', '\x8a\x00', 0],
  ['LONG1 negative', '\x8a\x02\x00\x80', -32768],
  ['LONG1 of 7 bytes', '\x8a\x07\xff\xff\xff\xff\xff\xff\x1f', Number.MAX_SAFE_INTEGER],
  ['LONG1 of 8 bytes', '\x8a\x08\0\0\0\0\0\0\0\x80', -(2n ** 63n)],
  ['LONG4', '\x8b\x02\0\0\0\xff\x7f', 32767],
  ['STRING', "S'a\\x41\\n'\n", 'aA\n'],
  ['BINSTRING', 'T\x02\0\0\0\xe9\x80', '\xe9\x80'],
  ['SHORT_BINSTRING', 'U\x01\x93', '\x93'],
  ['BINBYTES', 'B\x02\0\0\0a\xff', bytes('a\xff')],
  ['SHORT_BINBYTES', 'C\0', bytes('')],
  ['BYTEARRAY8', '\x96\x01\0\0\0\0\0\0\0a', bytes('a')],
  ['UNICODE', 'V\\u20ac\xe9\\\\u20ac\n', '\u20ac\xe9\\\\u20ac'],
  ['BINUNICODE, lone surrogate', 'X\x03\0\0\0\xed\xa0\x80', '\ud800'],
  ['BINUNICODE, byte order mark', 'X\x03\0\0\0\xef\xbb\xbf', '\ufeff'],
  ['FLOAT', 'F1.0\n', 1],
  ['FLOAT inf', 'F-inf\n', Number.NEGATIVE_INFINITY],
  ['BINFLOAT', 'G\x80\0\0\0\0\0\0\0', -0],
  ['GLOBAL', 'ca.b\nC.d\n', 'a.b C.d'],
  ['PERSID', 'P12\n', '12'],
  ['FRAME', '\x95\xff\xff\xff\xff\xff\xff\xff\xff', 2n ** 64n - 1n],
  ['PUT True', 'p01\n', true],
  ['NONE', 'N', null],
];

test.each(ARGUMENTS)('the argument of %s', (_name, opcode, expected) => {
  const [first] = genops(bytes(`${opcode}.`));
  expect(first.arg).toStrictEqual(expected);
});

test('names, arguments and positions', () => {
  expect(listed(bytes('\x80\x04](K\x01Vab\ne.rest'))).toEqual([
    ['PROTO', 4, 0],
    ['EMPTY_LIST', null, 2],
    ['MARK', null, 3],
    ['BININT1', 1, 4],
    ['UNICODE', 'ab', 6],
    ['APPENDS', null, 10],
    ['STOP', null, 11],
  ]);
});

test('bytes are views of the input', () => {
  const data = bytes('C\x02ab.');
  const [{ arg }] = genops(data);
  expect((arg as Uint8Array).buffer).toBe(data.buffer);
});

test('several pickles in a row', () => {
  const data = bytes('N.K\x05.');
  expect([...genops(data, 2)].map(({ pos }) => pos)).toEqual([2, 4]);
});

test('what precedes an error is generated', () => {
  const seen: string[] = [];
  const run = () => {
    for (const { opcode } of genops(bytes('N]\xff'))) seen.push(opcode.name);
  };
  expect(run).toThrow("at position 2, opcode b'\\xff' unknown");
  expect(seen).toEqual(['NONE', 'EMPTY_LIST']);
});

test('missing bytes are a TruncatedError, wrong ones are not', () => {
  expect(() => listed(bytes('N'))).toThrow(TruncatedError);
  expect(() => listed(bytes('I12'))).toThrow(TruncatedError);
  expect(() => listed(bytes('B\xff\0\0\0abc'))).toThrow('expected 255 bytes in a bytes4, but only 3 remain');
  for (const wrong of ['\xff', 'Iabc\n.', 'T\xff\xff\xff\xff.', '\x8c\x01\xff.']) {
    let thrown: unknown;
    try {
      listed(bytes(wrong));
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(UnpicklingError);
    expect(thrown).not.toBeInstanceOf(TruncatedError);
    expect(thrown).toMatchObject({ offset: 0 });
  }
});

test('every opcode of the vectors stands where dis says', () => {
  for (const row of pickletoolsRows.slice(0, 500)) {
    if (row.error !== undefined || typeof row.dis !== 'string' || row.memo !== undefined) continue;
    const data = pickleOf(row);
    const lines = dis(data).split('\n').slice(0, -2);
    const places = lines.map((line) => [
      Number(line.slice(0, line.indexOf(':'))),
      /: \S+ +([A-Z0-9_]+)/.exec(line)?.[1],
    ]);
    expect(listed(data).map(([name, , pos]) => [pos, name])).toEqual(places);
  }
});

test('nothing but a PickleError is thrown, whatever the bytes', () => {
  let state = 12345;
  const random = (below: number) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * below);
  };
  for (let round = 0; round < 3000; round++) {
    const data = Uint8Array.from({ length: random(40) }, () => random(256));
    try {
      listed(data);
    } catch (error) {
      expect(error).toBeInstanceOf(PickleError);
    }
  }
});
