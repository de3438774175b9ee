import { describe, expect, test } from 'vitest';
import { LimitError, TruncatedError, UnpicklingError } from '../../src/base/errors.js';
import { DisassemblyError, type DisMemo, type DisOptions, dis } from '../../src/inspect/index.js';
import { bytes, comparable, pickleOf, pickletoolsRows } from './vectors.js';

/** Text and error of a disassembly. */
function attempt(data: Uint8Array, options: DisOptions): { text: string; error: DisassemblyError | undefined } {
  try {
    return { text: dis(data, options), error: undefined };
  } catch (error) {
    if (!(error instanceof DisassemblyError)) throw error;
    return { text: error.partial, error };
  }
}

/** The message without the place that is added to CPython's text. */
function pythonText(error: DisassemblyError): string {
  return error.message.replace(/ \(offset \d+, [A-Z0-9_]+\)$/, '');
}

describe('as CPython', () => {
  const memos = new Map<number, DisMemo>();
  test.each(pickletoolsRows.map((row) => [row.name, row] as const))('%s', (_name, row) => {
    const options: DisOptions = {};
    if (row.indent !== undefined) options.indentLevel = row.indent;
    if (row.annotate !== undefined) options.annotate = row.annotate;
    if (row.memo !== undefined) {
      options.memo = memos.get(row.memo) ?? new Map();
      memos.set(row.memo, options.memo);
    }
    const { text, error } = attempt(pickleOf(row), options);
    expect(comparable(text, row.dis)).toEqual(row.dis);
    expect(error === undefined).toBe(row.error === undefined);
    if (error === undefined || row.error === undefined) return;
    expect(comparable(pythonText(error), row.error[1])).toEqual(row.error[1]);
  });
});

test('the text goes to `out` piece by piece, that of a failure included', () => {
  for (const data of [bytes('(Vab\nt.'), bytes('(N.'), bytes('N(\x85t.'), bytes('NN\xff')]) {
    const { text } = attempt(data, {});
    const pieces: string[] = [];
    const outcome = attempt(data, { out: (piece) => pieces.push(piece) });
    expect(pieces.join('')).toBe(text);
    expect(outcome.text).toBe('');
  }
});

test('an error says where, and keeps what was wrong with the bytes', () => {
  const truncated = attempt(bytes('NC\x05ab'), {}).error;
  expect(truncated).toBeInstanceOf(UnpicklingError);
  expect(truncated).toMatchObject({ offset: 1, opcode: 'SHORT_BINBYTES', partial: '    0: N    NONE\n' });
  expect(truncated?.cause).toBeInstanceOf(TruncatedError);
  expect(truncated?.message).toBe('expected 5 bytes in a bytes1, but only 2 remain (offset 1, SHORT_BINBYTES)');
  const unbalanced = attempt(bytes('Nt.'), {}).error;
  expect(unbalanced).toMatchObject({ offset: 1, opcode: 'TUPLE' });
  expect(unbalanced?.cause).toBeUndefined();
  expect(unbalanced?.message).toBe('no MARK exists on stack (offset 1, TUPLE)');
});

test('a pickle behind others', () => {
  const data = bytes('N.xx(K\x05t.');
  expect(dis(data, { start: 4 })).toBe(
    '    4: (    MARK\n    5: K        BININT1    5\n    7: t        TUPLE      (MARK at 4)\n    8: .    STOP\nhighest protocol among opcodes = 1\n',
  );
});

test('views and buffers are read without their surroundings', () => {
  const data = bytes('xxN.xx');
  expect(dis(data.subarray(2, 4))).toBe(dis(bytes('N.')));
  expect(dis(new DataView(data.buffer, data.byteOffset + 2, 2))).toBe(dis(bytes('N.')));
  expect(dis(bytes('N.').slice().buffer)).toBe(dis(bytes('N.')));
});

test('a million nested lists take linear time', () => {
  const depth = 1_000_000;
  const data = bytes(`${']'.repeat(depth)}${'a'.repeat(depth - 1)}.`);
  let length = 0;
  dis(data, { out: (text) => (length += text.length) });
  expect(length).toBeGreaterThan(depth * 30);
});

test('text longer than a string can be is a LimitError, not a RangeError', () => {
  // Every line is indented by 40000 blanks more than the last.
  const { error } = attempt(bytes('('.repeat(1_000_000)), { indentLevel: 40_000 });
  expect(error?.cause).toBeInstanceOf(LimitError);
  expect(error?.message).toContain('`out`');
});

test('surrogates that Python keeps apart stay apart', () => {
  const shown = (line: string) =>
    dis(bytes(`V${line}\n.`))
      .split('\n')[0]
      .slice(23);
  expect(shown('\\ud83d\\ude00')).toBe("'\\ud83d\\ude00'");
  expect(shown('\\U0001f600')).toBe("'\u{1f600}'");
  expect(shown('A\\ud83d\\ude00\\U0001f600\\u4e00')).toBe("'A\\ud83d\\ude00\u{1f600}\u4e00'");
});
