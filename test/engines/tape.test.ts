/** The tape as `formatTape` prints it: the example of docs/tape.md, and a line for every element there is. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { TAPE_LAYOUTS } from '../../src/engines/wasm/scanner/tape-layouts.js';
import * as op from '../../src/shared/opcodes.js';
import * as TAPE from '../../src/shared/tape.js';
import { formatTape } from '../../src/tape.js';
import { int, pickle, text, times } from '../helpers/program.js';

const float = pickle(op.BINFLOAT, 0x40, 0x23, 0, 0, 0, 0, 0, 0);
const name = pickle(text('m'), text('n'), op.STACK_GLOBAL);

/** A list of twelve times the object 0. */
const TWELVE = Array(12).fill('#0').join(', ');

/** A program, and its tape. */
const ROWS: [program: Uint8Array, tape: string[]][] = [
  [
    pickle(
      op.EMPTY_DICT,
      op.MARK,
      text('a'),
      float,
      text('b'),
      op.LONG1,
      8,
      '\xff\xff\xff\xff\xff\xff\xff\x7f',
      text('c'),
      op.NONE,
      op.SETITEMS,
      op.STOP,
    ),
    [
      '   31  SHAPE          0     "a" FLOAT, "b" BIG, "c" CONST',
      '   31  RECORD         0     from 1: shape 0 (9.5, 9223372036854775807n, None)',
      '   32  STOP           0',
    ],
  ],
  [
    pickle(op.EMPTY_DICT, op.MARK, text('a'), op.LONG1, 9, '\xff\xff\xff\xff\xff\xff\xff\xff\0', op.SETITEMS, op.STOP),
    [
      '   16  SHAPE          0     "a" UBIG',
      '   16  RECORD         0     from 1: shape 0 (18446744073709551615n)',
      '   17  STOP           0',
    ],
  ],
  [
    pickle(op.MARK, float, op.NEWTRUE, int(3), text('s'), op.EMPTY_LIST, op.LIST, op.STOP),
    [
      '   20  LIST           4     from 4: 0 SLOT []',
      '   20  LIST           0     from 0: 5 MIXED [9.5, True, 3, "s", slot]',
      '   21  STOP           0',
    ],
  ],
  [
    pickle(op.EMPTY_DICT, int(1), float, op.SETITEM, int(2), float, op.SETITEM, op.STOP),
    [
      '   15  DICT           0     from 1: keys 1 INT [1] values 1 FLOAT [9.5]',
      '   30  SETITEMS       0     from 1: keys 1 INT [2] values 1 FLOAT [9.5]',
      '   31  STOP           0',
    ],
  ],
  [
    pickle(
      op.EMPTY_SET,
      op.MARK,
      int(1),
      op.ADDITEMS,
      op.MARK,
      int(2),
      op.ADDITEMS,
      op.MARK,
      text('x'),
      op.FROZENSET,
      op.TUPLE2,
      op.STOP,
    ),
    [
      '    7  SET            0     from 1: 1 INT [1]',
      '   14  ADDITEMS       0     from 1: 1 INT [2]',
      '   19  FROZENSET      1     from 1: 1 STR ["x"]',
      '   20  TUPLE          0     from 0: 2 SLOT [slot, slot]',
      '   21  STOP           0',
    ],
  ],
  [
    pickle(op.EMPTY_LIST, op.MEMOIZE, op.DUP, int(1), op.APPEND, op.BINGET, 0, op.TUPLE2, op.STOP),
    [
      '    2  LIST           0 #0  from 0: 0 SLOT []',
      '    8  FETCH          1 #0',
      '    8  EXTEND         1     from 2: 1 INT [1]',
      '   11  TUPLE          1     from 1: 2 MIXED [slot, #0]',
      '   12  STOP           1',
    ],
  ],
  [
    pickle(
      op.BINBYTES,
      2,
      0,
      0,
      0,
      'ab',
      'T\x01\0\0\0\xe9',
      "S'q'\n",
      'V\\u0041\n',
      `L${'9'.repeat(30)}L\n`,
      'F1.5\n',
      op.LONG1,
      10,
      times(10, 1),
      op.STOP,
    ),
    [
      '    0  BYTES          0     5 2',
      '    7  OLD_TEXT       0     12 1',
      '   13  QUOTED         2     14 3 2',
      '   18  RAW_TEXT       2     19 6',
      '   26  INT_TEXT       4     27 30',
      '   59  FLOAT_TEXT     5     60 3',
      '   64  BIGINT         6     66 10',
      '   76  STOP           6',
    ],
  ],
  [
    pickle(op.BINUNICODE, 1, 0x21, 0, 0, times(8449, 'x'), op.STOP),
    [
      '    0  TEXT           0     5 8449',
      ' 8454  VALUES         0     from 0: 1 MIXED [""]',
      ' 8454  STOP           0',
    ],
  ],
  [
    pickle(name, op.EMPTY_TUPLE, op.REDUCE, int(1), op.BUILD, op.STOP),
    [
      '    6  GLOBAL         0     "m" "n" protocol 0',
      '    8  TUPLE          1     from 1: 0 SLOT []',
      '    8  REDUCE         0     0',
      '   14  VALUES         1     from 1: 1 MIXED [1]',
      '   14  BUILD          0     2',
      '   15  STOP           0',
    ],
  ],
  [
    pickle(
      name,
      op.EMPTY_TUPLE,
      op.NEWOBJ,
      op.POP,
      name,
      int(1),
      op.TUPLE1,
      op.NEWOBJ,
      op.POP,
      name,
      op.EMPTY_TUPLE,
      op.EMPTY_DICT,
      op.NEWOBJ_EX,
      op.STOP,
    ),
    [
      '    6  GLOBAL         0     "m" "n" protocol 0',
      '    8  NEWOBJ_EMPTY   0     0',
      '   16  GLOBAL         0     "m" "n" protocol 0',
      '   22  TUPLE          1     from 1: 1 INT [1]',
      '   23  NEWOBJ         0     0',
      '   31  GLOBAL         0     "m" "n" protocol 0',
      '   34  TUPLE          1     from 1: 0 SLOT []',
      '   34  DICT           2     from 2: keys 0 STR [] values 0 SLOT []',
      '   34  NEWOBJ_EX      0',
      '   35  STOP           0',
    ],
  ],
  [
    pickle(
      op.MARK,
      name,
      int(7),
      op.OBJ,
      op.MARK,
      int(8),
      'im\nn\n',
      op.EXT1,
      5,
      'Pid\n',
      op.BINPERSID,
      op.NEXT_BUFFER,
      op.READONLY_BUFFER,
      op.POP,
      op.STOP,
    ),
    [
      '    7  GLOBAL         0     "m" "n" protocol 0',
      '   13  OBJ            0     from 1: 1 INT [7]',
      '   20  INST           1     "m" "n" protocol 0 from 1: 1 INT [8]',
      '   25  EXTENSION      2     5 protocol 0',
      '   27  PERSID         3     "id"',
      '   31  BINPERSID      3',
      '   32  NEXT_BUFFER    4',
      '   33  READONLY       4',
      '   34  POP            4',
      '   35  STOP           3',
    ],
  ],
  [
    pickle(
      name,
      op.MEMOIZE,
      op.SHORT_BINBYTES,
      1,
      'x',
      op.MEMOIZE,
      op.TUPLE1,
      op.MEMOIZE,
      op.REDUCE,
      op.BINGET,
      1,
      op.MEMOIZE,
      op.STOP,
    ),
    [
      '    6  GLOBAL         0 #0  "m" "n" protocol 0',
      '   14  CALL_BYTES     0     0 9',
      '   15  LATE           0 #1  9',
      '   18  FETCH          1 #1',
      '   18  STOP           1',
    ],
  ],
  [
    pickle(name, op.EMPTY_TUPLE, op.REDUCE, int(1), op.BUILD, op.MEMOIZE, op.STOP),
    [
      '    6  GLOBAL         0     "m" "n" protocol 0',
      '    8  TUPLE          1     from 1: 0 SLOT []',
      '    8  REDUCE         0     0',
      '   14  VALUES         1     from 1: 1 MIXED [1]',
      '   14  BUILD          0     2',
      '   15  PUT            0 #0',
      '   16  STOP           0',
    ],
  ],
  [
    pickle(name, op.EMPTY_TUPLE, op.REDUCE, name, op.EMPTY_TUPLE, op.REDUCE, op.POP, op.STOP),
    [
      '    6  GLOBAL         0     "m" "n" protocol 0',
      '    8  TUPLE          1     from 1: 0 SLOT []',
      '    8  REDUCE         0     0',
      '   15  GLOBAL         1     "m" "n" protocol 0',
      '   17  TUPLE          2     from 2: 0 SLOT []',
      '   17  REDUCE         1     0',
      '   18  POP            1',
      '   19  STOP           0',
    ],
  ],
  [
    // A list of objects: read while one is unfinished, met, met again and kept, known.
    pickle(
      ...[op.EMPTY_LIST, op.EMPTY_LIST, op.BINPUT, 1, op.MARK],
      ...Array.from({ length: 4 }, () => [op.EMPTY_LIST, op.MARK, ...times(12, op.BINGET, 1), op.APPENDS]).flat(),
      ...[op.APPENDS, op.STOP],
    ),
    [
      '    7  LIST           1 #0  from 1: 0 SLOT []',
      `   31  LIST           2     from 3: 12 MIXED [${TWELVE}]`,
      `   58  LIST           3     from 4: 12 MIXED [${TWELVE}]`,
      `   85  LIST           4     from 5: 12 MIXED [${TWELVE}]`,
      `   85  KEEP           4     0 [${TWELVE}]`,
      '  112  KNOWN          5     0',
      '  113  EXTEND         1     from 2: 4 SLOT [slot, slot, slot, slot]',
      '  114  STOP           1',
    ],
  ],
];

it.each(ROWS.map(([program, tape], i) => ({ i, program, tape })))('program $i', ({ program, tape }) => {
  expect(formatTape(program)).toBe(`${tape.join('\n')}\n`);
});

it('every element is printed somewhere', () => {
  const all = Object.keys(TAPE).filter((key) => key.startsWith('TAPE_') && key !== 'TAPE_END');
  const printed = new Set(
    ROWS.flatMap(([program]) => formatTape(program).split('\n')).map((line) => `TAPE_${line.slice(7).split(' ')[0]}`),
  );
  expect(all.filter((element) => !printed.has(element))).toEqual([]);
});

it('every element has one layout, which docs/tape.md shows', () => {
  const elements = Object.entries(TAPE).filter(([key]) => key.startsWith('TAPE_') && key !== 'TAPE_END');
  expect(TAPE_LAYOUTS.map(({ op }) => op).sort((a, b) => a - b)).toEqual(
    elements.map(([, op]) => op).sort((a, b) => a - b),
  );
  const names = new Map(elements.map(([key, op]) => [op, key.slice('TAPE_'.length)]));
  const rows = TAPE_LAYOUTS.map(
    ({ op, makes, words }) => `| \`${names.get(op)}\` | ${makes} | ${words.join(', ')} |\n`,
  );
  const page = readFileSync(new URL('../../docs/tape.md', import.meta.url), 'utf8');
  expect(page).toContain(`| element | makes | words behind the header |\n|---|---|---|\n${rows.join('')}\n`);
});

it('the example of docs/tape.md', () => {
  const page = readFileSync(new URL('../../docs/tape.md', import.meta.url), 'utf8');
  const [, listing] = /As a pickle[^\n]*\n\n```\n(.*?)```/s.exec(page) as RegExpExecArray;
  const [, tape] = /<!-- formatTape -->\n```\n(.*?)```/s.exec(page) as RegExpExecArray;
  // The pickle from its disassembly.
  const parts: Uint8Array[] = [];
  for (const line of listing.trimEnd().split('\n')) {
    const [, code, opcode, argument] = /^ *\d+: (\\x..|.) +(\w+) *(.*)$/.exec(line) as RegExpExecArray;
    const byte = code.length === 1 ? code.charCodeAt(0) : Number.parseInt(code.slice(2), 16);
    const value = argument.replace(/\(.*$/, '').trim();
    if (opcode === 'FRAME') parts.push(pickle(byte, Number(value), 0, 0, 0, 0, 0, 0, 0));
    else if (opcode === 'BINFLOAT') {
      const bytes = new Uint8Array(8);
      new DataView(bytes.buffer).setFloat64(0, Number(value));
      parts.push(pickle(byte, bytes));
    } else if (value.includes("'")) {
      const content = value.slice(value.indexOf("'") + 1, -1);
      parts.push(pickle(byte, content.length, content));
    } else parts.push(value === '' ? pickle(byte) : pickle(byte, Number(value)));
  }
  expect(formatTape(pickle(...parts))).toBe(tape);
});
