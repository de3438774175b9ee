/** `pickle-wasm/all`: loading that knows every family, and what the core says of objects that it does not know. */
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import * as all from '../../../src/all.js';
import { dumps, loads, PyObject, Registry, repr, UnpicklingError } from '../../../src/index.js';
import { loadNpy } from '../../../src/npy.js';
import * as op from '../../../src/shared/opcodes.js';
import { ENGINES } from '../../helpers/engines.js';
import { global, pickle } from '../../helpers/program.js';
import { bytesOf, rows } from './vectors.js';

const row = rows.find(
  (each) => each.case === 'simple' && each.pandas.startsWith('3') && each.protocol === 4,
) as (typeof rows)[number];
const data = bytesOf(row);
const files = JSON.parse(readFileSync(new URL('../../vectors/pandas-files.json', import.meta.url), 'utf8')) as {
  npy: string;
  npz: string;
};
const both = Uint8Array.of(...data, ...data);
async function* chunks() {
  yield data.subarray(0, 100);
  yield data.subarray(100);
}

describe.each(ENGINES)('engine %s', (engine) => {
  it('reads a DataFrame in every way', async () => {
    const isFrame = (value: unknown) => expect(value).toBeInstanceOf(all.DataFrame);
    isFrame(all.loads(data, { engine }));
    isFrame(all.loads(data));
    isFrame(await all.load(chunks(), { engine }));
    for (const value of all.loadAll(both, { engine })) isFrame(value);
    const unpickler = new all.Unpickler(both, { engine });
    isFrame(unpickler.load());
    isFrame(unpickler.load());
    expect(unpickler).toBeInstanceOf(all.Unpickler);
    expect([all.loads, all.load, all.loadAll, all.Unpickler].map(({ name }) => name)).toEqual([
      'loads',
      'load',
      'loadAll',
      'Unpickler',
    ]);
  });

  it.each([false, true])("reads NumPy's files that hold objects of pandas, exact %s", async (exact) => {
    const registry = new Registry().addValue('pandas._libs.missing', 'NA', 'theirs');
    const file = await all.loadNpz(Buffer.from(files.npz, 'base64'), { engine, exact });
    for (const array of [
      await all.loadNpy(Buffer.from(files.npy, 'base64'), { engine, exact }),
      await file.get('objects'),
    ]) {
      const [time, frame, missing] = array.toArray() as [all.Timestamp, all.DataFrame, unknown];
      expect(String(time)).toBe('2024-02-29 12:30:00');
      expect(frame.shape).toEqual([2, 2]);
      expect(missing).toBe(all.NA);
    }
    expect(Array.from((await file.get('plain')).data as BigInt64Array)).toEqual([0n, 1n, 2n]);
    // As with loads, the caller's registry is asked first, and the core's function knows no pandas.
    expect((await all.loadNpy(Buffer.from(files.npy, 'base64'), { engine, exact, registry })).toArray()).toHaveLength(
      3,
    );
    const known = (await loadNpy(Buffer.from(files.npy, 'base64'), { engine, exact })).toArray() as unknown[];
    expect(known[1]).toBeInstanceOf(PyObject);
    expect([all.loadNpy.name, all.loadNpz.name]).toEqual(['loadNpy', 'loadNpz']);
  });

  it("asks the caller's registry first", () => {
    const registry = new Registry().addFunction('pandas', 'NaT', () => 1).addFunction('app', 'f', () => 'mine');
    registry.addValue('pandas', 'NA', 'theirs').addExtension(5, 'app', 'f');
    expect(all.loads(pickle(global('app', 'f'), op.EMPTY_TUPLE, op.REDUCE, op.STOP), { engine, registry })).toBe(
      'mine',
    );
    expect(all.loads(pickle(op.EXT1, 5, op.EMPTY_TUPLE, op.REDUCE, op.STOP), { engine, registry })).toBe('mine');
    expect(all.loads(pickle(global('pandas', 'NA'), op.STOP), { engine, registry })).toBe('theirs');
    expect(all.loads(data, { engine, registry })).toBeInstanceOf(all.DataFrame);
  });

  it('says of inert objects how they are read', () => {
    const inert = loads(data, { engine });
    expect(repr(inert)).toMatch(/^pandas\.DataFrame \(inert; import from 'pickle-wasm\/all' to read it\) \(state=/);
    // Once, and not of what no family reads.
    expect(repr([inert, inert]).split('inert').length).toBe(2);
    expect(repr(loads(pickle(global('shop', 'Cart'), op.EMPTY_TUPLE, op.REDUCE, op.STOP), { engine }))).toBe(
      'shop.Cart()',
    );
    expect(repr(all.loads(data, { engine }))).toBe('<pandas.DataFrame 3 rows x 4 columns>');
  });
});

it('shows what matters in console.log', () => {
  const frame = all.loads(data) as all.DataFrame;
  expect(inspect(frame)).toBe(String(frame));
  expect(inspect({ a: { b: { c: { frame } } } })).toContain('[Object]');
  expect(inspect([frame], { depth: 0 })).toContain('DataFrame');
  expect(String(frame).split('\n')).toEqual([
    '   a     b     c      d',
    '0  1   1.5     x   True',
    '1  2   NaN     y  False',
    '2  3  -2.0  None   True',
    '',
    '[3 rows x 4 columns]',
  ]);
  expect(inspect(frame.column('a').array)).toBe('NumPyVector int64 (3) [ 1, 2, 3 ]');
  expect(inspect(frame.index)).toMatch(/^RangeIndex .* int64 \(3\) \[ 0, 1, 2 \]$/);
  expect(String(frame.column('b'))).toBe('0   1.5\n1   NaN\n2  -2.0\nName: b, Length: 3, dtype: float64');
});

it('refuses what loads refuses', () => {
  for (const options of [5, null, { registry: 5 }, { registry: null }, { engine: 'x' }, { regstry: 1 }])
    expect(() => all.loads(data, options as never)).toThrow(all.PickleError);
  expect(() => all.loads(data.subarray(0, 50))).toThrow(UnpicklingError);
});

it('writes a DataFrame without being asked to know it', () => {
  expect(all.loads(dumps(all.loads(data)))).toBeInstanceOf(all.DataFrame);
});

it('has the names of the core, and the same classes', async () => {
  const core = await import('../../../src/index.js');
  for (const [name, value] of Object.entries(core)) {
    expect(all).toHaveProperty(name);
    if (!['loads', 'load', 'loadAll', 'Unpickler'].includes(name))
      expect((all as Record<string, unknown>)[name]).toBe(value);
  }
});
