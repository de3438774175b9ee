/**
 * What CPython's versions disagree about: the C unpickler of the newest is followed (test/vectors/make_versions.py),
 * here and in docs/safety.md.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  ByteArray,
  Bytes,
  genops,
  globalsOf,
  load,
  loads,
  PyGlobal,
  PyObject,
  repr,
  Str,
  Tuple,
  Unpickler,
  UnpicklingError,
} from '../../src/index.js';
import { ENGINES, expectEngine, failure } from '../helpers/engines.js';

/**
 * A type and its parts, for instance `['int', '8']`, `['str', '61 62']` (code points), `['error', 'ValueError',
 * 'text']`.
 */
type Plain = string[];

interface Row {
  name: string;
  pickle: string;
  expected: Plain;
  genops?: string;
}

const file = new URL('../vectors/versions.json', import.meta.url);
const { rows, followed } = JSON.parse(readFileSync(file, 'utf8')) as { rows: Row[]; followed: string };

/** Where this package does not follow. */
const OTHERWISE: { [name: string]: Plain } = {
  // CPython's own find_class refuses these; only one of the caller's finds them.
  'STACK_GLOBAL module (empty)': ['error'],
  'STACK_GLOBAL name (empty)': ['error'],
};

const codes = (text: string | Str): string =>
  (text instanceof Str ? text.codePoints : Array.from(text, (char) => char.codePointAt(0) as number))
    .map((code) => code.toString(16))
    .join(' ');

/** Of the exact model. */
function plain(value: unknown): Plain {
  if (value instanceof PyGlobal) return ['global', codes(value.module), codes(value.name)];
  if (value instanceof PyObject && value.cls instanceof PyGlobal)
    return ['instance', codes(value.cls.module), codes(value.cls.name)];
  if (value === null) return ['NoneType', 'None'];
  if (typeof value === 'string' || value instanceof Str) return ['str', codes(value)];
  if (typeof value === 'boolean') return ['bool', repr(value)];
  if (value instanceof Bytes) return ['bytes', String.fromCharCode(...value.data)];
  if (value instanceof ByteArray) return ['bytearray', String.fromCharCode(...value.data)];
  if (value instanceof Tuple) return ['tuple', repr(value)];
  if (Array.isArray(value)) return ['list', repr(value)];
  if (typeof value === 'bigint' || (Number.isInteger(value) && !Object.is(value, -0))) return ['int', String(value)];
  return typeof value === 'number' || repr(value).match(/^-?(inf|nan|[\d.e+-]+)$/)
    ? ['float', repr(value)]
    : ['dict', repr(value)];
}

/** Names with two surrogates that UTF-16 joins. */
const SPLIT_NAME = /^STACK_GLOBAL (module|name) .*xed.*xed/;

const persistentLoad = (id: unknown): unknown => id;

describe(`as CPython ${followed}`, () => {
  it('follows the newest version of the vectors', () => expect(followed).toBe('3.15.2'));

  for (const row of rows.filter(({ name }) => !SPLIT_NAME.test(name))) {
    it(row.name, async () => {
      const data = Uint8Array.from(Buffer.from(row.pickle, 'base64'));
      const expected = OTHERWISE[row.name] ?? row.expected;
      const failures = new Set<string>();
      const check = (value: unknown, exact: boolean): void => {
        if (exact) expect(plain(value)).toEqual(expected);
      };
      const refused = (error: unknown): void => {
        expect(expected[0], String(error)).toBe('error');
        expect(error).toBeInstanceOf(UnpicklingError);
        failures.add(JSON.stringify([failure(error), (error as Error).message]));
      };
      for (const exact of [true, false]) {
        for (const engine of [...ENGINES, undefined]) {
          try {
            check(loads(data, { engine, exact, persistentLoad }), exact);
          } catch (error) {
            refused(error);
          }
          try {
            if (engine === undefined) check(loads(data, { exact }), false);
            else check(new Unpickler(data, { engine, exact, persistentLoad, windowSize: 1 }).load(), exact);
          } catch (error) {
            // Without persistentLoad a persistent id is inert data.
            if (engine !== undefined || !row.name.includes('persistent ids')) refused(error);
          }
          try {
            check(await load(oneByOne(data), { engine, exact, persistentLoad }), exact);
          } catch (error) {
            refused(error);
          }
        }
      }
      expect([...failures].length).toBe(expected[0] === 'error' ? 1 : 0);
    });
  }
});

describe('genops', () => {
  it.each(rows)('$name', ({ pickle, genops: message }) => {
    const opcodes = (): unknown[] => [...genops(Buffer.from(pickle, 'base64'))];
    if (message === undefined) expect(opcodes).not.toThrow();
    else expect(opcodes).toThrow(message);
  });
});

describe('globalsOf', () => {
  it.each(rows.filter(({ name }) => /^(GLOBAL|INST|STACK_GLOBAL) (module|name) [^(]/.test(name)))(
    '$name',
    ({ name, pickle, expected }) => {
      const [use] = globalsOf(Buffer.from(pickle, 'base64'));
      const found = [use?.module, use?.name];
      // What CPython refuses, and what UTF-16 would make another name of, is unknown.
      if (expected[0] === 'error' || SPLIT_NAME.test(name)) expect(found).toContain(undefined);
      else expect(found.map((text) => codes(text as string))).toEqual(expected.slice(1));
    },
  );
});

describe.each(ENGINES)('names with two surrogates that UTF-16 joins, engine %s', (engine) => {
  it.each(rows.filter(({ name }) => SPLIT_NAME.test(name)))('$name', ({ pickle }) => {
    const data = Buffer.from(pickle, 'base64');
    // CPython finds none either: an import encodes the name. In the natural model all text has lost the difference.
    expect(() => loads(data, { engine, exact: true })).toThrow('STACK_GLOBAL requires str');
    expect(String(loads(data, { engine }))).toMatch(/^(😀\.name|module\.😀)$/);
  });
});

function* oneByOne(data: Uint8Array): Iterable<Uint8Array> {
  for (const byte of data) yield Uint8Array.of(byte);
}

describe.each(ENGINES)('engine %s', (engine) => it('is the one that runs', () => expectEngine(engine)));
