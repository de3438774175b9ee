/** Text and numbers of pickles, and the two ways to make records. */
import { describe, expect, it } from 'vitest';
import { makeShapeFactory, ShapeTable } from '../../src/session/shapes.js';
import { floatRepr } from '../../src/text/float-text.js';
import { floatFromText, intFromText, longFromBytes } from '../../src/text/pickle-numbers.js';
import { rawUnicodeEscape, unquote, utf8, utf8WithErrors } from '../../src/text/pickle-text.js';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
const whole = <T>(f: (b: Uint8Array, start: number, end: number) => T, text: string): T =>
  f(bytes(text), 0, text.length);

describe('utf8', () => {
  it.each([
    ['\xef\xbb\xbfa', '\ufeffa'],
    ['\xed\xa0\x80', '\ud800'],
    ['a\xed\xbf\xbfb', 'a\udfffb'],
    ['\xf0\x9f\x98\x80', '😀'],
    ['\xef\xbf\xbd', '\ufffd'],
    ['', ''],
  ])('%j', (data, text) => expect(whole(utf8, data)).toBe(text));
  it.each([
    '\x80',
    '\xc0\x80',
    '\xc3',
    '\xe2\x82',
    '\xe0\x80\x80',
    '\xf0\x80\x80\x80',
    '\xf4\x90\x80\x80',
    '\xf8\x88\x80\x80\x80',
    'a\xff',
  ])('refuses %j', (data) => {
    expect(() => whole(utf8, data)).toThrow('invalid UTF-8');
  });
  it('has error handlers', () => {
    const bad = bytes('a\xed\xa0\x80\xe2\x82b');
    expect(utf8WithErrors(bad, 'strict')).toBeUndefined();
    expect(utf8WithErrors(bad, 'replace')).toBe('a\ufffd\ufffd\ufffd\ufffdb');
    expect(utf8WithErrors(bad, 'ignore')).toBe('ab');
    expect(utf8WithErrors(bad, 'surrogateescape')).toBe('a\udced\udca0\udc80\udce2\udc82b');
    expect(utf8WithErrors(bad, 'backslashreplace')).toBe('a\\xed\\xa0\\x80\\xe2\\x82b');
  });
});

describe('protocol 0 text', () => {
  it.each([
    ["'a\\n\\x41\\101\\q\\\\'", 'a\nAA\\q\\'],
    ['""', ''],
  ])('STRING %s', (data, text) => expect(String.fromCharCode(...whole(unquote, data))).toBe(text));
  it.each(["'", "'a", `'a"`, 'a', '', "'\\'", "'\\x4'"])('STRING refuses %s', (data) => {
    expect(() => whole(unquote, data)).toThrow();
  });
  it.each([
    ['\\u0041\xe9', 'Aé'],
    ['\\\\u0041', '\\\\u0041'],
    ['\\U0001f600', '😀'],
    ['a\\', 'a\\'],
    ['\\q', '\\q'],
  ])('UNICODE %s', (data, text) => expect(whole(rawUnicodeEscape, data)).toBe(text));
  it.each(['\\u004', '\\U00110000', '\\u00g0'])('UNICODE refuses %s', (data) => {
    expect(() => whole(rawUnicodeEscape, data)).toThrow('invalid escape');
  });
});

describe('numbers', () => {
  const int = (text: string): number | bigint => intFromText(bytes(text), 0, text.length, 4300);
  it.each([
    ['0', 0],
    [' +12 \t', 12],
    ['-1_000', -1000],
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', 9007199254740992n],
    ['-9223372036854775808', -9223372036854775808n],
    ['-0', 0],
  ])('int %j', (text, value) => expect(int(text)).toBe(value));
  it.each(['', ' ', '+', '1__0', '_1', '1_', '0x10', '1 2', '--1', '12JUNK', '1L'])('int refuses %j', (text) =>
    expect(() => int(text)).toThrow('invalid literal'),
  );
  it('limits digits', () => expect(() => int('1'.repeat(4301))).toThrow('limits.digits'));
  it.each([
    ['', 0],
    ['\x80', -128],
    ['\xff\x00', 255],
    ['\xff\xff\xff\xff\xff\xff', -1],
    ['\xff\xff\xff\xff\xff\xff\x1f', 9007199254740991],
    ['\x00\x00\x00\x00\x00\x00\x20', 9007199254740992n],
    ['\x01\x00\x00\x00\x00\x00\xe0', -9007199254740991],
    ['\x00\x00\x00\x00\x00\x00\x00\x80', -9223372036854775808n],
    ['\xff\xff\xff\xff\xff\xff\xff\xff\x00', 18446744073709551615n],
    ['\xff\xff\xff\xff\xff\xff\xff\xff\xff', -1],
    [`${'\0'.repeat(100)}\x01`, 1n << 800n],
  ])('LONG %j', (data, value) => expect(longFromBytes(bytes(data), 0, data.length)).toBe(value));
  it.each([
    ['1.5', 1.5],
    ['-0.0', -0],
    ['1e5', 100000],
    ['.5', 0.5],
    ['5.', 5],
    ['inf', Infinity],
    ['-INFINITY', -Infinity],
    ['NaN', Number.NaN],
  ])('float %s', (text, value) => expect(whole(floatFromText, text)).toBe(value));
  it.each(['', ' 1', '1_0', '0x1', '1e', 'e5', '.', '1e400', 'infi'])('float refuses %j', (text) =>
    expect(() => whole(floatFromText, text)).toThrow('float'),
  );
  it.each([
    [1, '1.0'],
    [1e16, '1e+16'],
    [1e-5, '1e-05'],
    [0.0001, '0.0001'],
    [123456789012345680, '1.2345678901234568e+17'],
    [-0, '-0.0'],
  ])('repr of %d', (value, text) => expect(floatRepr(value)).toBe(text));
});

describe.each([
  ['compiled', true],
  ['without code generation', false],
])('records %s', (_, compile) => {
  it.each([
    [['a']],
    [['b', 'a', '10', '2']],
    [['__proto__', 'a']],
    [['a', 'a']],
    [['"', '\n', '\u2028', '\ud800', 'constructor']],
    [Array.from({ length: 64 }, (_, i) => `k${i}`)],
  ])('of %j', (keys) => {
    const stack: unknown[] = ['below'];
    for (const [i, key] of keys.entries()) stack.push(key, i);
    const expected: [string, number][] = Object.entries(Object.fromEntries(keys.map((key, i) => [key, i])));
    const factory = makeShapeFactory(keys, compile);
    expect(Object.entries(factory(stack, 1))).toEqual(expected);
    expect(Object.getPrototypeOf(factory(stack, 1))).toBe(Object.prototype);
    const table = new ShapeTable(compile);
    let made: Record<string, unknown> | undefined;
    for (let i = 0; i < 20 && made === undefined; i++) made = table.make(stack, 1, stack.length);
    expect(Object.entries(made as object)).toEqual(expected);
  });
});
