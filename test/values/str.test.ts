/** Text that no JavaScript string can hold: two surrogates side by side as two characters of Python. */
import { describe, expect, it } from 'vitest';
import { Dict, dumps, loads, type PySet, pyEquals, pyHash, repr, Str, Tuple } from '../../src/index.js';
import { ENGINES, loadsOn } from '../helpers/engines.js';

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...part].map((char) => char.charCodeAt(0)) : part)),
  );

/** `'a\ud83d\ude00b'` in Python. */
const SPLIT = new Str(['a\ud83d', '\ude00b']);
const UTF8 = 'a\xed\xa0\xbd\xed\xb8\x80b';

describe.each(ENGINES)('engine %s', (engine) => {
  it.each([
    ['SHORT_BINUNICODE', bytes('\x80\x04\x8c\x08', UTF8, '\x94.')],
    ['BINUNICODE', bytes('\x80\x02X\x08\0\0\0', UTF8, 'q\0.')],
    ['BINUNICODE8', bytes('\x80\x04\x8d\x08\0\0\0\0\0\0\0', UTF8, '\x94.')],
    ['UNICODE', bytes('Va\\ud83d\\ude00b\np0\n.')],
  ])('%s is kept in the exact model, one character in the natural one', (_, data) => {
    const exact = loadsOn(engine, data, { exact: true });
    expect(exact).toBeInstanceOf(Str);
    expect((exact as Str).codePoints).toEqual([0x61, 0xd83d, 0xde00, 0x62]);
    expect(pyEquals(exact, SPLIT)).toBe(true);
    expect(loadsOn(engine, data)).toBe('a😀b');
  });

  it('is a key, an item and a value like any str', () => {
    const key = bytes('\x8c\x08', UTF8, '\x94');
    // {split: 1, 'a': split}, {split: 2}, frozenset({split})
    const data = bytes('\x80\x04(}(', [...key], 'K\x01\x8c\x01ah\0u}(h\0K\x02u(h\0\x91t.');
    for (let again = 0; again < 3; again++) {
      const { items } = loadsOn(engine, data, { exact: true }) as Tuple;
      const first = items[0] as Dict;
      const second = items[1] as Dict;
      expect(first.get(new Str(SPLIT.parts))).toBe(1);
      expect(first.get('a😀b')).toBeUndefined();
      expect(first.get('a')).toBeInstanceOf(Str);
      expect(second.get(SPLIT)).toBe(2);
      expect([...(items[2] as PySet)]).toEqual([SPLIT]);
    }
    expect(loadsOn(engine, data)).toEqual([{ 'a😀b': 1, a: 'a😀b' }, { 'a😀b': 2 }, new Set(['a😀b'])]);
    // Two equal keys of one dict, as two objects.
    const twice = bytes('\x80\x04}(\x8c\x08', UTF8, 'K\x01\x8c\x08', UTF8, 'K\x02u.');
    expect([...(loadsOn(engine, twice, { exact: true }) as Dict)]).toEqual([[SPLIT, 2]]);
  });

  it('of any length', () => {
    for (const count of [0, 20, 100, 600, 200_000]) {
      const text = 'x'.repeat(count);
      const data = dumps([new Str([`${text}\ud83d`, '\ude00\ud83d', '\ude00']), `${text}😀`]);
      const [split, whole] = loadsOn(engine, data, { exact: true }) as [Str, string];
      expect(split.parts).toEqual([`${text}\ud83d`, '\ude00\ud83d', '\ude00']);
      expect(whole).toBe(`${text}😀`);
    }
  });
});

describe('Str', () => {
  it('equals and hashes by its characters', () => {
    expect(pyHash(new Str(SPLIT.parts))).toBe(pyHash(SPLIT));
    expect(pyEquals(SPLIT, 'a😀b')).toBe(false);
    expect(pyEquals(SPLIT, new Str(['\ud83d', '\ude00b']))).toBe(false);
    expect(new Dict([[SPLIT, 1]]).get(new Str(SPLIT.parts))).toBe(1);
  });

  it('is only for what a string cannot hold', () => {
    for (const parts of [
      [],
      ['a'],
      ['a', 'b'],
      ['\ud83d', 'b'],
      ['a', '\ude00'],
      ['\ude00', '\ud83d'],
      ['\ud83d', '', '\ude00'],
    ]) {
      expect(() => new Str(parts)).toThrow(TypeError);
    }
  });

  it('is shown as Python shows it', () => {
    expect(repr(SPLIT)).toBe("'a\\ud83d\\ude00b'");
    expect(repr(new Str(["it's \ud83d", '\ude00']))).toBe('"it\'s \\ud83d\\ude00"');
    expect(repr(new Tuple([SPLIT]))).toBe("('a\\ud83d\\ude00b',)");
    expect(String(SPLIT)).toBe('a😀b');
    expect(JSON.stringify({ a: SPLIT })).toBe('{"a":"a😀b"}');
  });

  // pickle.dumps('a\ud83d\ude00b', protocol)
  it.each([
    [0, 'Va\\ud83d\\ude00b\np0\n.'],
    [1, `X\x08\0\0\0${UTF8}q\0.`],
    [2, `\x80\x02X\x08\0\0\0${UTF8}q\0.`],
    [3, `\x80\x03X\x08\0\0\0${UTF8}q\0.`],
    [4, `\x80\x04\x95\x0c\0\0\0\0\0\0\0\x8c\x08${UTF8}\x94.`],
    [5, `\x80\x05\x95\x0c\0\0\0\0\0\0\0\x8c\x08${UTF8}\x94.`],
  ] as const)('is written in protocol %i as CPython writes it', (protocol, expected) => {
    expect(dumps(SPLIT, { protocol })).toEqual(bytes(expected));
    expect(loads(dumps([SPLIT, SPLIT], { protocol }), { exact: true })).toEqual([SPLIT, SPLIT]);
    expect(dumps([SPLIT, SPLIT], { protocol }).length).toBeLessThan(60);
  });
});
