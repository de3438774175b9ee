import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LimitError, TruncatedError, UnpicklingError } from '../../src/index.js';
import { loadNpy, loadNpz } from '../../src/npy.js';
import rows from '../vectors/npy.json' with { type: 'json' };

interface Facts {
  readonly dtype: string | null;
  readonly shape: readonly number[];
  readonly order: string;
  readonly values: unknown;
}

/** Values as make_npy.py writes them. */
function jsonable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(jsonable);
  if (typeof value === 'number')
    return Number.isFinite(value) ? value : { float: String(value).replace('Infinity', 'inf').toLowerCase() };
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  if ('real' in value && 'imag' in value) return { complex: [value.real, value.imag] };
  return Object.values(value).map(jsonable);
}

/** Dicts inside arrays of objects are JSON's pairs in the file. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null && 'dict' in value)
    return (value.dict as [unknown, unknown][]).map(([, each]) => plain(each));
  return value;
}

const bytesOf = (file: string) => new Uint8Array(Buffer.from(file, 'base64'));

async function check(array: Awaited<ReturnType<typeof loadNpy>>, facts: Facts): Promise<void> {
  expect(array.shape).toEqual(facts.shape);
  if (facts.dtype !== null) expect(array.dtype.str).toBe(facts.dtype);
  if (array.items === undefined && array.ndim > 1 && array.size > 0) expect(array.order).toBe(facts.order);
  expect(jsonable(array.toArray())).toEqual(plain(facts.values));
}

describe('.npy of NumPy 1 and 2', () => {
  it.each(rows.filter(({ kind }) => kind === 'npy'))('$name', async ({ file, arrays }) => {
    await check(await loadNpy(bytesOf(file)), (arrays as unknown as Record<string, Facts>)['']);
  });

  it('is read from a Blob, a file handle and pieces', async () => {
    const row = rows.find(({ name }) => name === 'numpy2: structured') as (typeof rows)[number];
    const bytes = bytesOf(row.file);
    const facts = (row.arrays as unknown as Record<string, Facts>)[''];
    await check(await loadNpy(new Blob([bytes])), facts);
    await check(
      await loadNpy({ size: bytes.length, read: async (at: number, length: number) => bytes.slice(at, at + length) }),
      facts,
    );
    const folder = await mkdtemp(join(tmpdir(), 'npy-'));
    try {
      await writeFile(join(folder, 'a.npy'), bytes);
      const handle = await open(join(folder, 'a.npy'));
      await check(await loadNpy(handle), facts);
      await handle.close();
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('is a view of bytes that are in memory', async () => {
    const bytes = bytesOf((rows.find(({ name }) => name === 'numpy2: 2x3 <f8') as (typeof rows)[number]).file);
    expect((await loadNpy(bytes)).bytes.buffer).toBe(bytes.buffer);
  });
});

describe('.npz of NumPy 1 and 2', () => {
  it.each(rows.filter(({ kind }) => kind === 'npz'))('$name', async ({ file, arrays }) => {
    const npz = await loadNpz(bytesOf(file));
    expect(npz.names).toEqual(Object.keys(arrays));
    expect(npz.size).toBe(Object.keys(arrays).length);
    for (const [name, facts] of Object.entries(arrays as unknown as Record<string, Facts>)) {
      expect(npz.has(name)).toBe(true);
      await check(await npz.get(name), facts);
      await check(await npz.get(`${name}.npy`), facts);
    }
    const seen: string[] = [];
    for await (const [name] of npz) seen.push(name);
    expect(seen).toEqual(npz.names);
    await expect(npz.get('missing')).rejects.toThrow('there is no "missing", only a, b, objects, deep/er');
  });
});

function npyOf(header: string, data = new Uint8Array(0), version = 1): Uint8Array {
  const text = new TextEncoder().encode(header);
  const wide = version > 1;
  const bytes = new Uint8Array((wide ? 12 : 10) + text.length + data.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  const view = new DataView(bytes.buffer);
  if (wide) view.setUint32(8, text.length, true);
  else view.setUint16(8, text.length, true);
  bytes.set(text, wide ? 12 : 10);
  bytes.set(data, (wide ? 12 : 10) + text.length);
  return bytes;
}

describe('an .npy file that lies', () => {
  const header = (shape: string, descr = "'<f8'", order = 'False') =>
    `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}}`;

  it.each([
    ['no magic', new Uint8Array(64), UnpicklingError, 'does not begin'],
    ['nothing', new Uint8Array(0), UnpicklingError, 'does not begin'],
    ['a version to come', npyOf('{}', undefined, 9), UnpicklingError, 'version 9.0'],
    ['no dict', npyOf('[1]'), UnpicklingError, 'no proper dict'],
    ['code', npyOf("__import__('os')"), UnpicklingError, 'no proper dict'],
    ['more behind the dict', npyOf(`${header('(1,)')} 1`), UnpicklingError, 'no proper dict'],
    [
      'a key too many',
      npyOf("{'descr': 'f8', 'fortran_order': False, 'shape': (), 'x': 1}"),
      UnpicklingError,
      'no proper keys',
    ],
    ['a negative axis', npyOf(header('(-1,)')), UnpicklingError, 'no proper shape'],
    ['a list as shape', npyOf(header('[1]')), UnpicklingError, 'no proper shape'],
    ['65 axes', npyOf(header(`(${'1,'.repeat(65)})`)), UnpicklingError, 'no proper shape'],
    ['no bool', npyOf(header('()', undefined, '1')), UnpicklingError, 'no proper fortran_order'],
    ['a dtype nobody knows', npyOf(header('()', "'<q99'")), UnpicklingError, 'not understood'],
    ['two fields of one name', npyOf(header('()', "[('a','i4'),('a','i4')]")), UnpicklingError, 'no proper descr'],
    ['a deep dtype', npyOf(header('()', `${'('.repeat(60)}'i4'${',1)'.repeat(60)}`)), UnpicklingError, 'no proper'],
    ['items that are missing', npyOf(header('(1000,)')), TruncatedError, '8000 bytes of items expected, got 0'],
    ['more items than memory', npyOf(header('(4611686018427387904,)')), UnpicklingError, 'no proper shape'],
    ['a product that overflows', npyOf(header('(4294967296, 4294967296)')), UnpicklingError, 'impossible shape'],
    [
      'a header longer than the file',
      npyOf(header('()')).subarray(0, 40),
      TruncatedError,
      'npy file: it ends within its header',
    ],
    [
      'a header of 4 GB',
      Uint8Array.of(0x93, 78, 85, 77, 80, 89, 2, 0, 255, 255, 255, 255),
      LimitError,
      'header of 4294967295 bytes',
    ],
    ['objects without a pickle', npyOf(header('(1,)', "'|O'")), TruncatedError, 'Ran out of input'],
    [
      'objects of another shape',
      npyOf(header('(2,)', "'|O'"), Uint8Array.of(0x80, 4, 0x4e, 0x2e)),
      UnpicklingError,
      'holds no array',
    ],
  ] as const)('%s', async (_, file, Class, text) => {
    const result = loadNpy(file);
    await expect(result).rejects.toThrow(text);
    await expect(result).rejects.toBeInstanceOf(Class);
  });

  it('is cut anywhere', async () => {
    const whole = bytesOf((rows.find(({ name }) => name === 'numpy2: structured') as (typeof rows)[number]).file);
    for (let end = 0; end < whole.length; end++)
      await expect(loadNpy(whole.subarray(0, end))).rejects.toBeInstanceOf(UnpicklingError);
  });

  it('wants more than limits.bytes', async () => {
    const file = npyOf(header('(100,)'), new Uint8Array(800));
    await expect(loadNpy(file, { limits: { bytes: 700 } })).rejects.toBeInstanceOf(LimitError);
    expect((await loadNpy(file, { limits: 'strict' })).size).toBe(100);
  });

  it('is read with options that are wrong', async () => {
    await expect(loadNpy(new Uint8Array(0), { exactt: true } as never)).rejects.toThrow('exactt is unknown');
    await expect(loadNpz(new Uint8Array(0), { limits: { bytes: -1 } })).rejects.toThrow('options.limits.bytes');
  });

  it('has a header of very many tuples', async () => {
    const file = npyOf(header(`(${'(1), '.repeat(12_000)})`));
    await expect(loadNpy(file)).rejects.toThrow('no proper shape');
  });

  it('comes from a source that gives too little', async () => {
    await expect(loadNpy({ size: 100, read: async () => new Uint8Array(3) })).rejects.toBeInstanceOf(TruncatedError);
    await expect(loadNpy('text' as never)).rejects.toThrow('a file handle');
  });
});

describe('an .npz file that lies', () => {
  const whole = bytesOf((rows.find(({ name }) => name === 'numpy2: npz compressed') as (typeof rows)[number]).file);
  const directoryAt = (bytes: Uint8Array) => new DataView(bytes.buffer).getUint32(bytes.length - 6, true);
  const changed = (change: (bytes: Uint8Array, view: DataView, directory: number) => void) => {
    const bytes = whole.slice();
    change(bytes, new DataView(bytes.buffer), directoryAt(bytes));
    return bytes;
  };

  it.each([
    ['is cut', whole.subarray(0, whole.length - 1), 'no directory at its end'],
    ['is no archive', new Uint8Array(100), 'no directory at its end'],
    ['has two parts', changed((_, view) => view.setUint16(whole.length - 18, 1, true)), 'several parts'],
    [
      'has a directory elsewhere',
      changed((_, view) => view.setUint32(whole.length - 6, 0xfffffff0, true)),
      'not where its end says',
    ],
    [
      'counts more files than there are',
      changed((_, view) => view.setUint16(whole.length - 12, 1000, true)),
      'not where its end says',
    ],
    ['is encrypted', changed((_, view, at) => view.setUint16(at + 8, 1, true)), 'encrypted'],
    ['has a method nobody knows', changed((_, view, at) => view.setUint16(at + 10, 99, true)), 'compression method 99'],
    [
      'has a file beyond the directory',
      changed((_, view, at) => view.setUint32(at + 42, at, true)),
      'reaches into the directory',
    ],
    [
      'has two files of one name',
      changed((bytes, _, at) => bytes.copyWithin(secondEntry(bytes, at) + 46, at + 46, at + 51)),
      'two files are called "a.npy"',
    ],
  ] as const)('%s', async (_, file, text) => {
    await expect(loadNpz(file)).rejects.toThrow(text);
  });

  function secondEntry(bytes: Uint8Array, at: number): number {
    const view = new DataView(bytes.buffer);
    return at + 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }

  it.each([
    ['another local name', changed((bytes) => bytes.fill(0x7a, 30, 31)), 'another local header'],
    ['another local method', changed((_, view) => view.setUint16(8, 0, true)), 'another local header'],
    ['a wrong CRC', changed((_, view, at) => view.setUint32(at + 16, 1, true)), 'CRC of "a.npy" is wrong'],
    ['a size too small', changed((_, view, at) => view.setUint32(at + 24, 10, true)), 'more than the 10 bytes'],
    ['a size too large', changed((_, view, at) => view.setUint32(at + 24, 100_000, true)), 'not the 100000'],
    ['a bomb', changed((_, view, at) => view.setUint32(at + 24, 0xfffffffe, true)), 'raise limits.bytes'],
    ['data that is none', changed((bytes) => bytes.fill(0xff, 40, 60)), 'cannot be decompressed'],
  ] as const)('%s', async (_, file, text) => {
    const npz = await loadNpz(file);
    const result = npz.get('a');
    await expect(result).rejects.toThrow(text);
    await expect(result).rejects.toBeInstanceOf(UnpicklingError);
  });

  it('any byte changed gives the array, or an UnpicklingError', async () => {
    for (let at = 0; at < whole.length; at += 3) {
      const bytes = whole.slice();
      bytes[at] ^= 0x55;
      try {
        const npz = await loadNpz(bytes);
        for (const name of npz.names) await npz.get(name);
      } catch (error) {
        expect(error).toBeInstanceOf(UnpicklingError);
      }
    }
  });
});
