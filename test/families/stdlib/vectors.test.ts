/**
 * Every pickle of a standard-library value that CPython wrote (make_stdlib.py), on both engines: its repr, and the way
 * back.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dumps, repr } from '../../../src/index.js';
import { ENGINES, expectEngine, loadsOn } from '../../helpers/engines.js';

interface Row {
  name: string;
  python: string[];
  protocol: number;
  base64: string;
  repr: string;
  encoding?: string;
}

const ROWS = JSON.parse(readFileSync(new URL('../../vectors/stdlib.json', import.meta.url), 'utf8')) as Row[];

/** What the pickle of a row holds; a copy, because nothing may depend on the memory behind it. */
function bytesOf(row: Row): Uint8Array {
  return Uint8Array.from(Buffer.from(row.base64, 'base64'));
}

/**
 * Classes are names here, and nobody knows whether a name is a class: `<class 'list'>` is shown as `<builtins.list>`.
 */
function expectedRepr(row: Row): string {
  return row.repr.replace(
    /<class '((?!NoneType|ellipsis|NotImplementedType)[\w.]+)'>/g,
    (_, name: string) => `<${name.includes('.') ? '' : 'builtins.'}${name}>`,
  );
}

const BY_NAME = new Map<string, Row[]>();
for (const row of ROWS) BY_NAME.set(row.name, [...(BY_NAME.get(row.name) ?? []), row]);

describe.each(ENGINES)('engine %s', (engine) => {
  it('is the one that runs', () => expectEngine(engine));

  for (const [name, rows] of BY_NAME) {
    it(name, () => {
      for (const row of rows) {
        const place = `protocol ${row.protocol} of Python ${row.python.join(', ')}`;
        const value = loadsOn(engine, bytesOf(row), { exact: true, encoding: row.encoding });
        expect(repr(value), place).toBe(expectedRepr(row));
        // In the natural model tuples print as lists; what matters is that everything is found and nothing fails.
        const natural = loadsOn(engine, bytesOf(row), { encoding: row.encoding });
        expect(repr(natural), `natural, ${place}`).toBeTypeOf('string');
      }
    });
  }
});

/** Here CPython has two str objects 'builtins' and writes both; JavaScript strings have no identity. */
const TEXT_IDENTITY = ['exceptiongroup'];

describe('dumps of the exact value writes what Python 3.13 writes', () => {
  for (const [name, rows] of BY_NAME) {
    if (TEXT_IDENTITY.includes(name)) continue;
    it(name, () => {
      for (const row of rows.filter(({ python }) => python.includes('3.13'))) {
        const value = loadsOn('js', bytesOf(row), { exact: true });
        const again = Buffer.from(dumps(value, { protocol: row.protocol })).toString('latin1');
        expect(again, `protocol ${row.protocol}`).toBe(Buffer.from(bytesOf(row)).toString('latin1'));
      }
    });
  }
});
