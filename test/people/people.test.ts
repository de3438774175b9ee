/** What people see: `console.log`, `String(value)` and JSON, of values that Python made and of inert data. */
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import * as pickles from '../../src/index.js';
import { install } from '../../src/people/index.js';
import { ENGINES, loadsOn } from '../helpers/engines.js';

interface Row {
  name: string;
  protocol: number;
  base64: string;
  str: string | null;
  json: unknown;
}

const { rows } = JSON.parse(readFileSync(new URL('../vectors/people.json', import.meta.url), 'utf8')) as {
  rows: Row[];
};

beforeAll(install);

/** What `console.log` shows, by name of the row; the same for every protocol, engine and model but for Maps. */
const SHOWN: Record<string, string> = {
  str: "webshop.SafeString '<b>x</b>'",
  'str with a field': "webshop.SafeString '<b>x</b>' { tag: 1 }",
  int: 'webshop.Number 7',
  float: 'webshop.Ratio 0.5',
  list: "webshop.Row [ 1, 'a' ]",
  'list with a field': "webshop.Row [ 1, 'a' ] { title: 't' }",
  instance: "webshop.Customer { number: 7, name: 'Ada' }",
  'instance inside': 'webshop.Customer { first: webshop.Customer { number: 1 } }',
  slots: 'webshop.Slotted { x: 1, y: [ 2 ] }',
  nothing: 'webshop.Bare {}',
  enum: 'webshop.Color(1)',
  namedtuple: 'webshop.Point (1, 2)',
};

describe.each(ENGINES)('inert objects on %s', (engine) => {
  it.each(rows)('$name, protocol $protocol', ({ name, base64, str, json }) => {
    for (const exact of [false, true]) {
      const value = loadsOn(engine, Buffer.from(base64, 'base64'), { exact }) as object;
      if (str !== null) expect(String(value)).toBe(str);
      else expect(String(value)).toMatch(/^webshop\./);
      expect(JSON.parse(JSON.stringify(value))).toEqual(json);
      const shown = inspect(value);
      if (SHOWN[name] !== undefined) expect(shown).toBe(SHOWN[name]);
      else expect(shown).toMatch(/^webshop\.\w+[ (]/);
    }
  });
});

describe('values', () => {
  const { Tuple, Dict, PySet, FrozenSet, Decimal, Fraction, PyGlobal, PyObject, PyCall, PersistentId, Bytes } = pickles;
  const float64 = (items: number[], shape: number[]) =>
    new pickles.NDArray('<f8', shape, new Uint8Array(Float64Array.from(items).buffer));
  it.each([
    [Tuple.of<unknown>(1, 'a'), "Tuple(2) [ 1, 'a' ]", "(1, 'a')"],
    [new Dict([['a', 1]]), "Dict(1) { 'a' => 1 }", "{'a': 1}"],
    [new PySet([1]), 'PySet(1) { 1 }', '{1}'],
    [new FrozenSet([1]), 'FrozenSet(1) { 1 }', 'frozenset({1})'],
    [new Decimal('1.50'), 'Decimal 1.50', '1.50'],
    [new Fraction(1, 3), 'Fraction 1/3', '1/3'],
    [new PyGlobal('os', 'system'), '[os.system]', 'os.system'],
    [new PersistentId('x'), "PersistentId 'x'", "<persistent id 'x'>"],
    [new Bytes(Uint8Array.of(1, 2)), 'Bytes(2) [ 1, 2 ]', '\x01\x02'],
    [new pickles.Complex(1, -2), 'Complex (1-2j)', '(1-2j)'],
    [new pickles.PyDateTime(2024, 2, 29, 1), 'PyDateTime 2024-02-29 01:00:00', '2024-02-29 01:00:00'],
    [new pickles.PyTimeDelta(1), 'PyTimeDelta 1 day, 0:00:00', '1 day, 0:00:00'],
    [new pickles.Deque([1, 2], 5), 'Deque(2) (at most 5) [ 1, 2 ]', 'deque([1, 2], maxlen=5)'],
    [new pickles.SimpleNamespace({ a: 1 }), 'SimpleNamespace { a: 1 }', 'namespace(a=1)'],
    [new pickles.UserDict(new Map([['a', 1]])), "UserDict Map(1) { 'a' => 1 }", "{'a': 1}"],
    [new pickles.ChainMap([{ a: 1 }]), 'ChainMap [ { a: 1 } ]', "ChainMap({'a': 1})"],
    [new pickles.Range(1, 9, 2), 'Range { start: 1, stop: 9, step: 2 }', 'range(1, 9, 2)'],
    [
      new PyCall(new PyGlobal('torch', 'f'), []),
      "torch.f (inert; import from 'pickle-wasm/all' to read it)()",
      undefined,
    ],
    [new PyObject(new PyGlobal('a\x1b', 'b'), []), 'a\\u{1b}.b {}', undefined],
  ])('%#: %s', (value: object, shown, text) => {
    expect(inspect(value)).toBe(shown);
    if (text !== undefined) expect(String(value)).toBe(text);
    expect(JSON.stringify(value)).toBeTypeOf('string');
  });

  it('large arrays show their first items, small ones all', () => {
    expect(inspect(float64([1.5, 2], [2]))).toBe('NDArray float64 (2) [ 1.5, 2 ]');
    expect(inspect(float64([1, 2, 3, 4], [2, 2]))).toBe('NDArray float64 (2, 2) [ [ 1, 2 ], [ 3, 4 ] ]');
    expect(inspect(float64([], [0, 3]))).toBe('NDArray float64 (0, 3) []');
    expect(inspect(float64([7], []))).toBe('NDArray float64 () 7');
    const line = inspect(float64(new Array(100).fill(0), [100]));
    expect(line).toContain('… 40 more');
    const deep = inspect(float64(new Array(4096).fill(0), new Array(12).fill(2)), { depth: null });
    expect(deep.length).toBeLessThan(2000);
    expect(inspect({ a: float64([1], [1]) }, { depth: 0 })).toBe('{ a: [NDArray] }');
  });

  it('levels and cycles end', () => {
    const object = new PyObject(new PyGlobal('m', 'C'), []);
    object.state = { self: object };
    expect(inspect(object)).toBe('m.C { self: m.C { self: m.C { self: [m.C] } } }');
    expect(inspect(object, { depth: null }).length).toBeLessThan(1000);
    expect(String(object)).toMatch(/^m\.C\(/);
  });
});
