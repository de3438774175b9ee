/**
 * What a person reads: no name and no text of a pickle steers a terminal, forges a line or hides itself, neither in
 * what the command line prints nor in the message of an error.
 */
import { describe, expect, it } from 'vitest';
import { useText } from '../../src/cli/import-names.js';
import { Output } from '../../src/cli/output.js';
import { Problems } from '../../src/cli/problems.js';
import { createStyle } from '../../src/cli/style.js';
import { treeLines } from '../../src/cli/tree.js';
import {
  dis,
  dumps,
  globalsOf,
  loads,
  PickleError,
  PyException,
  repr,
  toJSONText,
  UnpicklingError,
} from '../../src/index.js';
import { ENGINES } from '../helpers/engines.js';

const NASTY: readonly [name: string, text: string][] = [
  ['ESC', '\x1b[2A\x1b[31m'],
  ['line feed', '\n'],
  ['carriage return', '\r'],
  ['backspace', '\b'],
  ['NUL', '\0'],
  ['DEL', '\x7f'],
  ['CSI of C1', '\x9b2J'],
  ['next line', '\x85'],
  ...[0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0x200e, 0x200f, 0x061c].map(
    named('bidi'),
  ),
  ...[0x200b, 0x200c, 0x200d, 0x2060, 0xfeff, 0x00ad].map(named('zero-width')),
  ...[0x2028, 0x2029].map(named('separator')),
  ...[0xd800, 0xdfff].map(named('lone surrogate')),
  ...[0xe0001, 0xe0041, 0xe007f].map(named('tag')),
];

function named(kind: string): (code: number) => [string, string] {
  return (code) => [`${kind} ${code.toString(16)}`, String.fromCodePoint(code)];
}

/** What must not be in a line. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]/u;

/** Python's str by its UTF-8 with surrogates passed, as BINUNICODE has it. */
function str(text: string): Buffer {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    if (code < 0xd800 || code > 0xdfff) bytes.push(...Buffer.from(character));
    else bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  const head = Buffer.alloc(5);
  head.write('X', 'latin1');
  head.writeUInt32LE(bytes.length, 1);
  return Buffer.concat([head, Buffer.from(bytes)]);
}

const join = (...parts: (string | Buffer)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));

/** Pickles with a text in every place that a text can be in. */
const PLACES: readonly [name: string, make: (text: string) => Buffer][] = [
  ['a str', (text) => join('\x80\x04', str(text), '.')],
  ['a long str', (text) => join('\x80\x04', str(text.repeat(400)), '.')],
  ['an item', (text) => join('\x80\x04](', str(text), 'Ne.')],
  ['a key', (text) => join('\x80\x04}', str(text), ']s.')],
  ['a key of a tuple', (text) => join('\x80\x04}', str(text), '\x85]s.')],
  ['a set', (text) => join('\x80\x04\x8f(', str(text), '\x90.')],
  ['a module', (text) => join('\x80\x04', str(text), str('name'), '\x93.')],
  ['a name', (text) => join('\x80\x04', str('module'), str(text), '\x93.')],
  ['both names', (text) => join('\x80\x04', str(text), str(text), '\x93.')],
  ['the name of a class', (text) => join('\x80\x04', str('module'), str(text), '\x93)\x81.')],
  ['the name of a called function', (text) => join('\x80\x04', str('module'), str(text), '\x93(Nl\x85R.')],
  ['an attribute', (text) => join('\x80\x04cm\nC\n)\x81}', str(text), '](NesbN0.')],
  ['a state', (text) => join('\x80\x04cm\nC\n)\x81', str(text), 'b.')],
  ['a keyword argument', (text) => join('\x80\x04cm\nC\n)}', str(text), 'Ns\x92.')],
  ['a persistent id', (text) => join('\x80\x04', str(text), 'Q.')],
  ['an exception', (text) => join('\x80\x04cbuiltins\nValueError\n', str(text), '\x85R.')],
  ['an attribute of an exception', (text) => join('\x80\x04cbuiltins\nValueError\n)R}', str(text), 'Nsb.')],
  ['an attribute of a namespace', (text) => join('\x80\x04ctypes\nSimpleNamespace\n)R}', str(text), 'Nsb.')],
  ['an attribute of an OrderedDict', (text) => join('\x80\x04ccollections\nOrderedDict\n)R}', str(text), 'Nsb.')],
  ['a factory', (text) => join('\x80\x04ccollections\ndefaultdict\n', str('module'), str(text), '\x93\x85R.')],
  ['a path', (text) => join('\x80\x04cpathlib\nPurePosixPath\n', str(text), '\x85R.')],
  [
    'the name of a time zone',
    (text) => join('\x80\x04cdatetime\ntimezone\ncdatetime\ntimedelta\nK\0K\x3cK\0\x87R', str(text), '\x86R.'),
  ],
  [
    'a field of a dtype',
    (text) =>
      join(
        '\x80\x04cnumpy\ndtype\n',
        str('V1'),
        '\x89\x88\x87R(K\x03',
        str('|'),
        'N',
        str(text),
        '\x85}',
        str(text),
        'cnumpy\ndtype\n',
        str('u1'),
        '\x89\x88\x87RK\0\x86sK\x01K\x01K\0tb.',
      ),
  ],
  ['a code of a dtype', (text) => join('\x80\x04cnumpy\ndtype\n', str(text), '\x89\x88\x87R.')],
  ['a Decimal', (text) => join('\x80\x04cdecimal\nDecimal\n', str(text), '\x85R.')],
  ['a UUID', (text) => join('\x80\x04cuuid\nUUID\n)\x81}', str('int'), str(text), 'sb.')],
  ['a getattr', (text) => join('\x80\x04cbuiltins\ngetattr\ncbuiltins\nlist\n', str(text), '\x86R.')],
  ['an unhashable key', (text) => join('\x80\x04}](', str(text), 'eNs.')],
  ['an encoding', (text) => join('\x80\x04c_codecs\nencode\n', str('x'), str(text), '\x86R.')],
  ['an INT', (text) => join('I', Buffer.from(text), '\n.')],
  ['a FLOAT', (text) => join('F', Buffer.from(text), '\n.')],
  ['a STRING', (text) => join('S', Buffer.from(text), '\n.')],
  ['a PERSID', (text) => join('P', Buffer.from(text), '\n.')],
  ['a GLOBAL', (text) => join('c', Buffer.from(text), '\n', Buffer.from(text), '\n.')],
  ['an INST', (text) => join('(i', Buffer.from(text), '\n', Buffer.from(text), '\n.')],
  ['a GET', (text) => join('g', Buffer.from(text), '\n.')],
  ['the end', (text) => join('\x80\x04N', str(text), 'u.')],
];

function expectSeen(what: string, text: string): void {
  const found = UNSEEN.exec(text);
  expect(
    found === null ? '' : `U+${found[0].codePointAt(0)?.toString(16)} in ${JSON.stringify(text.slice(0, 300))}`,
    what,
  ).toBe('');
}

/** Every line of the tree, with all that is inside. */
function treeOf(value: unknown): string[] {
  return [...treeLines(value, { depth: 100, max: 100 }, createStyle(false))];
}

/** What `Output` hands to the system. */
function written(colors: boolean, work: (output: Output) => void): string {
  const output = new Output(1, colors);
  const pieces: Uint8Array[] = [];
  output.bytes = (data) => void pieces.push(data);
  work(output);
  output.flush();
  return Buffer.concat(pieces).toString();
}

describe.each(NASTY)('%s', (_name, nasty) => {
  for (const text of [nasty, `os.path${nasty}      30  STACK_GLOBAL  a.b`, `${nasty}name`]) {
    it(`is escaped in every place (${JSON.stringify(text)})`, () => {
      for (const [place, make] of PLACES) {
        const data = make(text);
        for (const use of globalsOf(data)) expectSeen(`globals, ${place}`, useText(use));
        try {
          dis(data, { out: (line) => expectSeen(`dis, ${place}`, line.replace(/\n$/, '')) });
        } catch (error) {
          expectSeen(`message of dis, ${place}`, (error as Error).message.split('\n')[0]);
        }
        for (const engine of ENGINES) {
          for (const exact of [true, false]) {
            let value: unknown;
            try {
              value = loads(data, { engine, exact });
            } catch (error) {
              expect(error, place).toBeInstanceOf(UnpicklingError);
              expectSeen(`message, ${place}`, (error as Error).message);
              continue;
            }
            expectSeen(`repr, ${place}`, repr(value));
            expectSeen(`json, ${place}`, toJSONText(value));
            for (const shown of treeOf(value))
              expectSeen(`show, ${place}`, written(false, (output) => output.line(shown)).replace(/\n$/, ''));
            try {
              dumps(value, { protocol: 0 });
            } catch (error) {
              expect(error, place).toBeInstanceOf(PickleError);
              expectSeen(`message of dumps, ${place}`, (error as Error).message);
            }
          }
        }
      }
    });
  }

  it('is escaped in what hooks say', () => {
    const data = Buffer.from('\x80\x04cm\nC\n.', 'latin1');
    const own = new UnpicklingError('x');
    own.message = nasty;
    for (const thrown of [new Error(nasty), new UnpicklingError(nasty), own, nasty]) {
      const findClass = (): never => {
        throw thrown;
      };
      for (const engine of ENGINES) {
        let message = '';
        try {
          loads(data, { engine, findClass });
        } catch (error) {
          message = (error as Error).message;
        }
        expect(message).not.toBe('');
        expectSeen('hook', message);
      }
    }
  });

  it('is escaped in file names and problems', () => {
    const lines: string[] = [];
    new Problems((line) => lines.push(line)).report(`a${nasty}b`, new Error(`c${nasty}d`));
    expect(lines.length).toBe(1);
    expectSeen('problem', lines[0].replace(/\n$/, ''));
    expectSeen('heading', written(false, (output) => output.line(`==> a${nasty}b <==`)).replace(/\n$/, ''));
    expectSeen('exception', repr(new PyException('ValueError', [nasty])));
  });

  it('passes the output with colours no more than without', () => {
    const plain = `a${nasty}b`.replaceAll('\x1b[31m', '');
    expectSeen(
      'line',
      written(true, (output) => output.line(createStyle(true).key(plain)))
        // biome-ignore lint/suspicious/noControlCharactersInRegex: the style itself
        .replace(/^\x1b\[36m|\x1b\[39m\n$/g, ''),
    );
  });
});

describe('the list of globals', () => {
  const text = (data: Buffer): string[] => [...globalsOf(data)].map(useText);
  it('cannot be forged', () => {
    const forged = 'os.path\n      30  STACK_GLOBAL  collections.OrderedDict\n\x1b[2A';
    expect(text(join('\x80\x04', str(forged), '\x8c\x01\xff\x93.'))).toEqual([
      String.raw`'os.path\n      30  STACK_GLOBAL  collections.OrderedDict\n\x1b[2A'.(no text: b'\xff')`,
    ]);
    expect(text(join('\x80\x04', str('(computed while loading)'), str('x'), '\x93.'))).toEqual([
      "'(computed while loading)'.x",
    ]);
  });
  it('leaves plain names alone and quotes what only looks like one', () => {
    expect(text(join('\x80\x04', str('os.path'), str('join'), '\x93.'))).toEqual(['os.path.join']);
    expect(text(join('\x80\x04', str('оs'), str('system'), '\x93.'))).toEqual(["'оs'.system"]);
    expect(text(join('\x80\x04N', str('system'), '\x93.'))).toEqual(['(computed while loading).system']);
    expect(text(join('c\xff\nname\n.'))).toEqual([String.raw`(no text: b'\xff').name`]);
  });
});
