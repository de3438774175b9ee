/** joblib's files as joblib wrote them (../vectors/make_joblib.py), whole and damaged. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  Dict,
  dumps,
  Float,
  LimitError,
  type LoadOptions,
  NDArray,
  PickleError,
  PyObject,
  Tuple,
  UnpicklingError,
} from '../../src/index.js';
import { loadJoblib } from '../../src/joblib.js';
import { ENGINES } from '../helpers/engines.js';

interface Row {
  case: string;
  joblib: string;
  protocol: number;
  compress: 0 | string;
  file: string;
  value: unknown;
}

const rows = JSON.parse(readFileSync(new URL('../vectors/joblib.json', import.meta.url), 'utf8')) as Row[];
const bytesOf = (row: Row) => new Uint8Array(Buffer.from(row.file, 'base64'));
const rowOf = (name: string, compress: 0 | string = 0) =>
  bytesOf(
    rows.find(
      (row) => row.case === name && row.compress === compress && row.protocol === 4 && row.joblib.startsWith('1.'),
    ) as Row,
  );

/** A value in the notation of the vectors. */
function plain(value: unknown, row: unknown): unknown {
  const like = row as Record<string, unknown>;
  if (value instanceof NDArray) {
    const { dtype, shape, order, subclass } = value;
    const found = { array: dtype.str, shape, order, values: items(value.toArray(), dtype.kind === 'S') };
    const name = subclass?.name;
    return name === undefined || name === 'memmap' ? found : { ...found, subclass: name };
  }
  if (value instanceof PyObject) {
    const state = new Map(
      value.state instanceof Dict || value.state instanceof Map
        ? [...value.state]
        : Object.entries(value.state as object),
    );
    const { dict } = like.arrays as { dict: [string, unknown][] };
    const arrays = dict.map(([name, array]) => [name, plain(state.get(name), array)]);
    return { estimator: (value.cls as { name: string }).name, arrays: { dict: arrays } };
  }
  if (value instanceof Tuple) return plain([...value], row);
  if (Array.isArray(value)) return value.map((item, i) => plain(item, (row as unknown[])[i]));
  if (value instanceof Dict || value instanceof Map) return pairs([...value], like);
  if (typeof value === 'object' && value !== null) return pairs(Object.entries(value), like);
  return items(value);
}

function pairs(entries: [unknown, unknown][], row: Record<string, unknown>): unknown {
  const expected = (row.dict ?? []) as [unknown, unknown][];
  return { dict: entries.map(([key, item], i) => [key, plain(item, expected[i]?.[1])]) };
}

/** Items of an array. */
function items(value: unknown, isBytes = false): unknown {
  if (value instanceof Float) return items(value.value);
  if (Array.isArray(value)) return value.map((item) => items(item, isBytes));
  if (isBytes) return { bytes: Buffer.from(value as string, 'latin1').toString('base64') };
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('base64') };
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number' && !Number.isFinite(value))
    return { float: String(value).replace('Infinity', 'inf').replace('NaN', 'nan') };
  if (typeof value !== 'object' || value === null) return value;
  if ('real' in value && 'imag' in value) return { complex: [value.real, value.imag] };
  return Object.values(value).map((item) => items(item));
}

describe.each(ENGINES)('%s', (engine) => {
  for (const row of rows) {
    const name = `joblib ${row.joblib}, protocol ${row.protocol}, ${row.compress || 'not packed'}: ${row.case}`;
    if (row.compress !== 0 && row.compress !== 'zlib' && row.compress !== 'gzip') {
      it(`${name} needs a function`, async () => {
        const promise = loadJoblib(bytesOf(row), { engine });
        await expect(promise).rejects.toThrow(`options.decompressors.${row.compress}`);
        const whole = rowOf(row.case);
        const value = await loadJoblib(bytesOf(row), { engine, decompressors: { [row.compress]: () => whole } });
        expect(plain(value, row.value)).toEqual(row.value);
      });
      continue;
    }
    it(name, async () => {
      for (const exact of [false, true]) {
        const value = await loadJoblib(bytesOf(row), { engine, exact });
        expect(plain(value, row.value)).toEqual(row.value);
      }
    });
  }

  it('arrays that are aligned are not copied', async () => {
    const bytes = rowOf('doubles');
    const array = await loadJoblib<NDArray>(bytes, { engine });
    expect(array.bytes.buffer).toBe(bytes.buffer);
    expect((array.data as Float64Array).buffer).toBe(bytes.buffer);
  });

  it('a file cut anywhere is an error', async () => {
    const bytes = rowOf('many');
    for (let length = 0; length < bytes.length; length++) {
      await expect(loadJoblib(bytes.subarray(0, length), { engine }), String(length)).rejects.toBeInstanceOf(
        UnpicklingError,
      );
    }
  });

  it('a file with any byte changed is an error or a value', async () => {
    for (const name of ['many', 'objects', 'records']) {
      const bytes = rowOf(name);
      for (let at = 0; at < bytes.length; at++) {
        const changed = bytes.slice();
        changed[at] ^= 0x11;
        try {
          await loadJoblib(changed, { engine });
        } catch (error) {
          expect(error, `${name} ${at}`).toBeInstanceOf(PickleError);
        }
      }
    }
  });

  it('long lines full of codes of BUILD take linear time', async () => {
    const line = 'b'.repeat(1 << 20);
    const pickle = Buffer.from(`V${line}\n.`, 'latin1');
    expect(await loadJoblib(pickle, { engine })).toBe(line);
  });

  it('plain pickles are read as by loads', async () => {
    const options: LoadOptions = { engine };
    expect(await loadJoblib(dumps({ a: [1, 2], b: 'bbb' }), options)).toEqual({ a: [1, 2], b: 'bbb' });
    expect(await loadJoblib(dumps(new Uint8Array(100_000).fill(0x62)), options)).toEqual(
      new Uint8Array(100_000).fill(0x62),
    );
  });
});

describe('wrappers that lie', () => {
  const wrapper = (state: string) =>
    Buffer.from(`\x80\x02cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81}(${state}ub`, 'latin1');
  const text = (value: string) => `X${String.fromCharCode(value.length)}\0\0\0${value}`;
  const f8 = 'cnumpy\ndtype\nX\x02\0\0\0f8\x89\x88\x87R';
  const parts = (shape: string, order = 'C', dtype = f8) =>
    `${text('shape')}${shape}${text('order')}${text(order)}${text('dtype')}${dtype}`;
  const cases: [string, string, RegExp][] = [
    ['no dtype', parts('K\x01\x85', 'C', 'N'), /no dtype/],
    ['an order', parts('K\x01\x85', 'X'), /C or F/],
    ['a negative length', parts('J\xff\xff\xff\xff\x85'), /ints of a shape/],
    ['more items than there are', parts('K\x02\x85'), /16 bytes of items expected/],
    ['a product beyond numbers', parts('\x8a\x06\0\0\0\0\0\x08\x8a\x06\0\0\0\0\0\x08\x86'), /bytes of items expected/],
    ['no shape', `${text('order')}${text('C')}${text('dtype')}${f8}`, /tuple expected/],
  ];
  it.each(cases)('%s', async (_name, state, error) => {
    const promise = loadJoblib(Buffer.concat([wrapper(state), Buffer.alloc(8), Buffer.from('.')]));
    await expect(promise).rejects.toThrow(error);
    await expect(promise).rejects.toBeInstanceOf(UnpicklingError);
  });

  it('a bomb ends with a LimitError', async () => {
    await expect(loadJoblib(rowOf('many', 'zlib'), { limits: { bytes: 100 } })).rejects.toBeInstanceOf(LimitError);
  });

  it('damage in a packed file says so', async () => {
    const bytes = rowOf('many', 'gzip').slice(0, -20);
    await expect(loadJoblib(bytes)).rejects.toThrow(/gzip data are damaged/);
  });
});
