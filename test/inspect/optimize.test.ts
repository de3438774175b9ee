import { describe, expect, test } from 'vitest';
import { TruncatedError, UnpicklingError } from '../../src/base/errors.js';
import { dis, genops, optimize } from '../../src/inspect/index.js';
import { bytes, comparable, pickleOf, pickletoolsRows } from './vectors.js';

const rows = pickletoolsRows.filter((row) => row.optimize !== undefined);

describe('as CPython', () => {
  test.each(rows.map((row) => [row.name, row] as const))('%s', (_name, row) => {
    const data = pickleOf(row);
    const expected = row.optimize as NonNullable<typeof row.optimize>;
    if (!Array.isArray(expected)) {
      expect(comparable(optimize(data), expected)).toEqual(expected);
      return;
    }
    let thrown: unknown;
    try {
      optimize(data);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(UnpicklingError);
    expect((thrown as Error).message).toContain(expected[1]);
  });
});

test('the example of the manual: a bytearray of 300 bytes', () => {
  // pickle.dumps(bytearray(b'abc' * 100), 4)
  const payload = 'abc'.repeat(100);
  const data = bytes(
    `\x80\x04\x95\x57\x01\0\0\0\0\0\0\x8c\x08builtins\x94\x8c\tbytearray\x94\x93\x94B\x2c\x01\0\0${payload}\x94\x85\x94R\x94.`,
  );
  const optimized = optimize(data);
  expect(optimized).toHaveLength(341);
  expect(dis(optimized)).toBe(
    [
      '    0: \\x80 PROTO      4',
      '    2: \\x95 FRAME      330',
      "   11: \\x8c SHORT_BINUNICODE 'builtins'",
      "   21: \\x8c SHORT_BINUNICODE 'bytearray'",
      '   32: \\x93 STACK_GLOBAL',
      `   33: B    BINBYTES   b'${payload}'`,
      '  338: \\x85 TUPLE1',
      '  339: R    REDUCE',
      '  340: .    STOP',
      'highest protocol among opcodes = 4',
      '',
    ].join('\n'),
  );
});

test('optimizing twice changes nothing more', () => {
  for (const row of rows.filter((candidate) => !Array.isArray(candidate.optimize)).slice(0, 400)) {
    const once = optimize(pickleOf(row));
    expect(optimize(once), row.name).toEqual(once);
  }
});

test('the result is a copy of its own', () => {
  const data = bytes('Nq\x00.');
  const optimized = optimize(data);
  data.fill(0);
  expect(optimized).toEqual(bytes('N.'));
  expect(optimized.buffer.byteLength).toBe(2);
});

test('what is not a pickle is refused', () => {
  expect(() => optimize(bytes('](N'))).toThrow(TruncatedError);
  expect(() => optimize(bytes('\x80\x06N.'))).toThrow('pickle protocol must be <= 5');
  expect(() => optimize(bytes('h\x05.'))).toThrow('memo key 5 has never been stored into (offset 0, BINGET)');
});

test('a large pickle keeps its opcodes', () => {
  const data = bytes(`\x80\x04](${'\x8c\x03key\x94K\x07'.repeat(100_000)}e.`);
  const names = (pickle: Uint8Array) =>
    [...genops(pickle)].filter(({ opcode }) => opcode.name !== 'FRAME' && opcode.name !== 'MEMOIZE').length;
  expect(names(optimize(data))).toBe(names(data));
});
