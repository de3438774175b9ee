/**
 * Paths of paths: what one call makes may not double with every call, and no path is put together before somebody asks.
 */
import { describe, expect, it } from 'vitest';
import { LimitError, loads, PyPath } from '../../src/index.js';
import { ENGINES, loadsOn } from '../helpers/engines.js';
import { inChild } from './child.js';

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
/** `p = flavour(first)`, then `count` times `p = flavour(p, p)` or another tuple made by `next`. */
const chain = (flavour: string, first: string, count: number, next: string, module = 'pathlib') =>
  bytes(`\x80\x02c${module}\n${flavour}\nq\x00h\x00X${uint32(first.length)}${first}\x85Rq\x01${next.repeat(count)}.`);
const uint32 = (value: number) =>
  String.fromCharCode(value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24);
const DOUBLED = 'h\x00h\x01h\x01\x86Rq\x01';
const FLAVOURS = ['PurePosixPath', 'PureWindowsPath', 'PosixPath', 'WindowsPath'];

describe.each(ENGINES)('paths on %s', (engine) => {
  it.each([{}, { exact: true }])('that double are refused %j', (options) => {
    for (const module of ['pathlib', 'pathlib._local'])
      for (const flavour of FLAVOURS) {
        expect(() => loadsOn(engine, chain(flavour, 'a', 30, DOUBLED, module), options)).toThrow(LimitError);
        expect(() => loadsOn(engine, chain(flavour, '', 30, DOUBLED, module), options)).toThrow(LimitError);
        const value = loadsOn(engine, chain(flavour, 'a', 6, DOUBLED, module), options) as PyPath;
        expect(value.parts).toEqual(new Array(64).fill('a'));
      }
  });

  it('that are one segment longer each time, and many of one long text, take no more than the input', () => {
    const code = `
      const bytes = (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
      const size = (value) => String.fromCharCode(value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24);
      const start = (text) => '\\x80\\x02cpathlib\\nPurePosixPath\\nq\\x00h\\x00X' + size(text.length) + text + 'q\\x02\\x85Rq\\x01';
      for (const exact of [false, true]) {
        const options = { exact, engine: '${engine}' };
        const long = 'a/'.repeat(30000);
        // The text, and the path of the text, by 6 bytes each.
        for (const name of ['\\x01', '\\x02']) {
          const many = pickle.loads(bytes(start(long) + '0](' + ('h\\x00h' + name + '\\x85R').repeat(100000) + 'e.'), options);
          if (many.length !== 100000 || many[99999].parts.length !== 30000) throw new Error('parts');
        }
        // A long tuple as arguments.
        const args = '\\x80\\x02cpathlib\\nPurePosixPath\\nq\\x00(' + 'X\\x01\\x00\\x00\\x00a'.repeat(3000) + 'tq\\x010](';
        if (pickle.loads(bytes(args + 'h\\x00h\\x01R'.repeat(50000) + 'e.'), options).at(-1).parts.length !== 3000) throw new Error('args');
        let refused;
        try {
          pickle.loads(bytes(start('a') + 'h\\x00h\\x01h\\x02\\x86Rq\\x01'.repeat(100000) + '.'), options);
        } catch (error) { refused = error; }
        if (!(refused instanceof pickle.LimitError)) throw refused ?? new Error('accepted');
      }
      console.log('done');
    `;
    expect(inChild(code, { timeoutMs: 30_000, memoryMB: 200 })).toEqual({ status: 0, stdout: 'done\n', stderr: '' });
  }, 60_000);

  it('beyond 65,536 characters are refused', () => {
    const long = 'a'.repeat(70_000);
    expect(() => loadsOn(engine, chain('PurePosixPath', long, 0, ''))).toThrow(LimitError);
    expect(() => loadsOn(engine, chain('PurePosixPath', long, 0, ''))).toThrow(
      'pathlib.PurePosixPath: a path of more than 65536 characters',
    );
    expect((loadsOn(engine, chain('PurePosixPath', '/aa'.repeat(20_000), 0, '')) as PyPath).parts.length).toBe(20_001);
  });
});

it('paths read by default are bounded as well', () => {
  expect(() => loads(chain('PurePosixPath', 'a', 30, DOUBLED))).toThrow(LimitError);
  expect(() => new PyPath('PurePosixPath', ['a'.repeat(65_536)])).toThrow(LimitError);
});
