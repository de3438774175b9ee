import { expect, test } from 'vitest';
import { TruncatedError, UnpicklingError } from '../../src/base/errors.js';
import { type GlobalUses, globalsOf } from '../../src/inspect/index.js';
import { bytes, pickleOf, pickletoolsRows } from './vectors.js';

const text = (uses: GlobalUses): string[] =>
  [...uses].map(({ module, name, offset, opcode }) => `${module}:${name} ${opcode}@${offset}`);

const short = (value: string): string => `\x8c${String.fromCharCode(value.length)}${value}`;

const FOUND: [string, string, string[]][] = [
  ['GLOBAL', 'cos\nsystem\n.', ['os:system GLOBAL@0']],
  ['INST', '(ios\nsystem\n.', ['os:system INST@1']],
  ['STACK_GLOBAL', `${short('os')}${short('system')}\x93.`, ['os:system STACK_GLOBAL@12']],
  ['names of every text opcode', `X\x02\0\0\0os\x8d\x06\0\0\0\0\0\0\0system\x93.`, ['os:system STACK_GLOBAL@22']],
  ['raw-unicode-escape', 'V\\u006fs\nVsystem\n\x93.', ['os:system STACK_GLOBAL@17']],
  [
    'Python 2 strings',
    "S'\\x6fs'\nU\x06system\x93T\x02\0\0\0osU\x01x\x93.",
    ['os:system STACK_GLOBAL@17', 'os:x STACK_GLOBAL@28'],
  ],
  [
    'from the memo',
    `${short('os')}\x94${short('system')}\x9400${short('f')}\x94h\x00h\x01\x93.`,
    ['os:system STACK_GLOBAL@24'],
  ],
  [
    'decoys between',
    `${short('os')}${short('system')}${short('math')}${short('sin')}00\x93.`,
    ['os:system STACK_GLOBAL@25'],
  ],
  ['DUP', `${short('os')}2\x93.`, ['os:os STACK_GLOBAL@5']],
  ['marks', `${short('os')}(${short('x')}1${short('system')}(0\x93.`, ['os:system STACK_GLOBAL@19']],
  [
    'POP of an item under a mark that was popped',
    `${short('os')}N(00${short('system')}\x93.`,
    ['os:system STACK_GLOBAL@16'],
  ],
  ['BUILD with None leaves text alone', `${short('os')}Nb${short('system')}\x93.`, ['os:system STACK_GLOBAL@14']],
  ['APPENDS of nothing leaves text alone', `${short('os')}(e${short('system')}(u\x93.`, ['os:system STACK_GLOBAL@16']],
  [
    'memo written anew',
    `${short('math')}q\x01${short('os')}q\x0100${short('a')}0h\x01${short('b')}\x93.`,
    ['os:b STACK_GLOBAL@25'],
  ],
  ['PUT 01 is index 1', 'Vos\np01\n0Vsystem\np1_0\n0h\x01h\x0a\x93.', ['os:system STACK_GLOBAL@27']],
  [
    'a name that is computed',
    `${short('os')}c__builtin__\nstr\n)R\x93.`,
    ['__builtin__:str GLOBAL@4', 'os:undefined STACK_GLOBAL@23'],
  ],
  ['nested names', `${short('a.b')}${short('C.d')}\x93.`, ['a.b:C.d STACK_GLOBAL@10']],
  ['UTF-8 and backslashes in GLOBAL', 'cm\xc3\xa9\nb\\x41\n.', ['m\xe9:b\\x41 GLOBAL@0']],
  ['numbers that only some unpicklers read', 'I0x10\n0cos\nsystem\n.', ['os:system GLOBAL@7']],
  ['an opcode without its operands', 'tRb\x85cos\nsystem\n.', ['os:system GLOBAL@4']],
  ['STACK_GLOBAL without operands', '\x93.', ['undefined:undefined STACK_GLOBAL@0']],
  ['nothing', '](K\x01K\x02e.', []],
];

test.each(FOUND)('%s', (_name, data, expected) => {
  const uses = globalsOf(bytes(data));
  expect(text(uses)).toEqual(expected);
  expect(uses.error).toBeUndefined();
  expect(uses.end).toBe(data.length);
});

test('everything that CPython imports is listed, in its order', () => {
  let compared = 0;
  for (const row of pickletoolsRows) {
    if (row.imports === undefined) continue;
    const found = [...globalsOf(pickleOf(row))].filter((use) => use.extension === undefined);
    const listed = found.slice(0, row.imports.length).map(({ module, name }) => [module, name]);
    expect(listed, row.name).toEqual(row.imports);
    compared++;
  }
  expect(compared).toBeGreaterThan(200);
});

test('what loads is listed to its end, and nothing more than it imports', () => {
  for (const row of pickletoolsRows) {
    if (row.error !== undefined || row.pickle === undefined || row.optimize === undefined) continue;
    const uses = globalsOf(pickleOf(row));
    for (const { module, name } of uses)
      if (row.imports !== undefined) expect(row.imports, row.name).toContainEqual([module, name]);
    expect(uses.error, row.name).toBeUndefined();
  }
});

test('extension codes are listed by number', () => {
  expect(
    [...globalsOf(bytes('\x82\x05\x83\x01\x02\x84\xff\xff\xff\x7f.'))].map(({ extension, opcode }) => [
      opcode,
      extension,
    ]),
  ).toEqual([
    ['EXT1', 5],
    ['EXT2', 513],
    ['EXT4', 0x7fffffff],
  ]);
});

test('a truncated pickle gives what was found, then says so', () => {
  const uses = globalsOf(bytes('cos\nsystem\n(X\xff\0\0\0ls'));
  expect(text(uses)).toEqual(['os:system GLOBAL@0']);
  expect(uses.error).toBeInstanceOf(TruncatedError);
  expect(uses.error?.offset).toBe(12);
  expect(uses.end).toBe(12);
});

test('bytes that are not an opcode end the list with an error', () => {
  const uses = globalsOf(bytes('cos\nsystem\n\xffcos\nremove\n.'));
  expect(text(uses)).toEqual(['os:system GLOBAL@0']);
  expect(uses.error).toBeInstanceOf(UnpicklingError);
  expect(uses.error).not.toBeInstanceOf(TruncatedError);
});

test('several pickles in a row', () => {
  const data = bytes('ca\nb\n.cc\nd\n.');
  const first = globalsOf(data);
  expect(text(first)).toEqual(['a:b GLOBAL@0']);
  const second = globalsOf(data, first.end);
  expect(text(second)).toEqual(['c:d GLOBAL@6']);
  expect(second.end).toBe(data.length);
});

test('a listing can be read again', () => {
  const uses = globalsOf(bytes('ca\nb\n.'));
  expect([...uses]).toEqual([...uses]);
});

test('after a PUT whose index cannot be told no memo entry is trusted', () => {
  // The C unpickler reads the index up to the NUL: entry 1 is "os" in the end.
  const uses = globalsOf(bytes('Vmath\nq\x01Vos\np1\0x\n0h\x01Vf\n\x93.'));
  expect([...uses].map(({ module, name }) => [module, name])).toEqual([[undefined, 'f']]);
});

test('a million nested containers', () => {
  const depth = 1_000_000;
  const uses = globalsOf(bytes(`${'('.repeat(depth)}ca\nb\n${'t'.repeat(depth)}.`));
  expect(text(uses)).toEqual([`a:b GLOBAL@${depth}`]);
});
