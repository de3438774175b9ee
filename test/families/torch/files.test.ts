/** PyTorch's files as files: read in pieces, damaged, hostile; and tensors as safetensors. */
import { readFileSync } from 'node:fs';
import { open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  dumps,
  LimitError,
  loads,
  PickleError,
  PicklingError,
  Registry,
  TruncatedError,
  UnpicklingError,
} from '../../../src/index.js';
import { loadTorch, Storage, safetensors, Tensor, torch } from '../../../src/torch.js';
import { type ZipMember, zipOf } from '../../helpers/zip.js';

interface Row {
  case: string;
  torch: string;
  form: string;
  bytes: string;
}

const rows = JSON.parse(readFileSync(new URL('../../vectors/torch.json', import.meta.url), 'utf8')) as Row[];

function file(name: string, form = 'zip'): Uint8Array {
  const row = rows.find((each) => each.case === name && each.form === form && each.torch.startsWith('2.')) as Row;
  return new Uint8Array(inflateRawSync(Buffer.from(row.bytes, 'base64')));
}

/** A source that counts what is read of it. */
function counted(bytes: Uint8Array) {
  let count = 0;
  const read = async (at: number, length: number) => {
    count += length;
    return bytes.slice(at, at + length);
  };
  return { count: () => count, source: { size: bytes.length, read } };
}

const GLOBAL = (name: string) => `c${name.replace(/\.(\w+)$/, '\n$1\n')}`;
const text = (value: string) => `X${String.fromCharCode(value.length)}\0\0\0${value}`;

const latin = (data: ArrayBufferView) => Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('latin1');

/** The archive of a storage, as it stands in a plain pickle. */
function dumpedStorage(): Uint8Array {
  const bytes = file('float32', 'pickle4');
  return bytes.subarray(Buffer.from(bytes).indexOf('\x80\x02\x8a\x0a', 0, 'latin1'));
}

interface Parts {
  cls?: string;
  key?: string;
  numel?: string;
  offset?: string;
  size?: string;
  stride?: string;
}

/** The pickle of one tensor of six floats, with parts of the caller's. */
function pickleOf({
  cls = 'torch.FloatStorage',
  key = '0',
  numel = 'K\x06',
  offset = 'K\0',
  size = 'K\x02K\x03\x86',
  stride = 'K\x03K\x01\x86',
}: Parts) {
  const id = `(${text('storage')}${GLOBAL(cls)}${text(key)}${text('cpu')}${numel}tQ`;
  const hooks = 'ccollections\nOrderedDict\n)R';
  return Buffer.from(
    `\x80\x02${GLOBAL('torch._utils._rebuild_tensor_v2')}(${id}${offset}${size}${stride}\x89${hooks}tR.`,
    'latin1',
  );
}

const DATA = new Uint8Array(Float32Array.of(1, 2, 3, 4, 5, 6).buffer);

function archive(parts: Parts = {}, data: Partial<ZipMember> = {}, more: ZipMember[] = []): Uint8Array<ArrayBuffer> {
  return zipOf([
    { name: 'a/data.pkl', data: pickleOf(parts) },
    { name: 'a/data/0', data: DATA, ...data },
    { name: 'a/version', data: Buffer.from('3\n') },
    ...more,
  ]);
}

describe('a file in pieces', () => {
  it('reads the bytes of one tensor and no others', async () => {
    const size = 1 << 20;
    const big = { name: 'a/data/1', data: new Uint8Array(4 * size) };
    const { count, source } = counted(archive({}, {}, [big]));
    const tensor = await loadTorch<Tensor>(source);
    const before = count();
    expect(before).toBeLessThan(70_000);
    expect(String(tensor)).toBe('Tensor float32 (2, 3)');
    expect(() => tensor.data).toThrow(/still in its file/);
    expect(() => dumps(tensor)).toThrow(PicklingError);
    expect(await tensor.read()).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6));
    // The local header once more, with its name.
    expect(count() - before).toBeLessThan(100);
    expect(tensor.toArray()).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
  });

  it('reads the part of a storage that a view is of', async () => {
    const { count, source } = counted(archive({ offset: 'K\x01', size: 'K\x02\x85', stride: 'K\x02\x85' }));
    const tensor = await loadTorch<Tensor>(source);
    const before = count();
    expect(await tensor.read()).toEqual(Float32Array.of(2, 4));
    expect(count() - before).toBeLessThan(38 + 12 + 1);
    await tensor.storage.load();
    expect(tensor.storage.bytes).toEqual(DATA);
    expect(String(tensor)).toBe('Tensor float32 (2) [2, 4]');
  });

  it.each(['zip', 'legacy'])('from a Blob and a file handle: %s', async (form) => {
    const bytes = file('state_dict', form);
    const expected = await loadTorch<Map<string, Tensor>>(bytes);
    const path = join(tmpdir(), `pickle-wasm-${process.pid}-${form}.pt`);
    await writeFile(path, bytes);
    const handle = await open(path);
    try {
      for (const source of [handle, new Blob([bytes as Uint8Array<ArrayBuffer>])]) {
        const state = await loadTorch<Map<string, Tensor>>(source);
        for (const [name, tensor] of expected) expect(await state.get(name)?.read(), name).toEqual(tensor.data);
      }
    } finally {
      await handle.close();
      await rm(path);
    }
  });

  it('inflates a compressed member when it is asked for', async () => {
    const tensor = await loadTorch<Tensor>(archive({}, { deflate: true }));
    expect(() => tensor.data).toThrow(/still in its file/);
    expect(await tensor.read()).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6));
  });

  it('turns the bytes of a machine with the other byte order', async () => {
    const big = new Uint8Array(24);
    for (let i = 0; i < 6; i++) new DataView(big.buffer).setFloat32(4 * i, i + 1);
    const order = { name: 'a/byteorder', data: Buffer.from('big') };
    const tensor = await loadTorch<Tensor>(archive({}, { data: big }, [order]));
    expect(tensor.data).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6));
    const { source } = counted(archive({}, { data: big }, [order]));
    expect(await (await loadTorch<Tensor>(source)).read()).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6));
  });
});

describe('what is no such file', () => {
  const cases: [name: string, bytes: () => Uint8Array, error: RegExp][] = [
    ['nothing', () => new Uint8Array(0), /neither a zip archive nor a legacy file/],
    ['a plain pickle', () => dumps([1]), /a plain pickle is read by loads/],
    ['a zip without data.pkl', () => zipOf([{ name: 'a/b', data: DATA }]), /no data.pkl/],
    ['two pickles', () => archive({}, {}, [{ name: 'b/data.pkl', data: pickleOf({}) }]), /more than one data.pkl/],
    ['no such storage', () => archive({ key: '7' }), /there is no data\/7/],
    ['another size', () => archive({ numel: 'K\x05' }), /has 24 bytes, 20 expected/],
    ['a negative count', () => archive({ numel: 'J\xff\xff\xff\xff' }), /persistent id/],
    ['a count beyond numbers', () => archive({ numel: '\x8a\x08\0\0\0\0\0\0\0\x7f' }), /persistent id/],
    ['a class that nobody knows', () => archive({ cls: 'torch.OddStorage' }), /OddStorage/],
    ['items beyond the storage', () => archive({ offset: 'K\x01' }), /a tensor of 28 bytes in a storage of 24/],
    ['strides beyond the storage', () => archive({ stride: 'K\x09K\x01\x86' }), /a tensor of 48 bytes/],
    ['a negative stride', () => archive({ stride: 'J\xff\xff\xff\xffK\x01\x86' }), /int expected/],
    ['a negative length', () => archive({ size: 'J\xff\xff\xff\xffK\x01\x86' }), /int expected/],
    ['strides of other axes', () => archive({ stride: 'K\x01\x85' }), /2 axes with 1 strides/],
    [
      'a product beyond numbers',
      () => archive({ size: '\x8a\x06\0\0\0\0\0\x08\x8a\x06\0\0\0\0\0\x08\x86', stride: 'K\0K\0\x86' }),
      /impossible tensor/,
    ],
    ['a byte order', () => archive({}, {}, [{ name: 'a/byteorder', data: Buffer.from('odd') }]), /no byte order/],
    ['another local name', () => archive({}, { localName: 'a/data/1' }), /another local header/],
    ['two of one name', () => archive({}, {}, [{ name: 'a/data/0', data: DATA }]), /two files/],
  ];
  it.each(cases)('%s', async (_name, bytes, error) => {
    const promise = loadTorch(bytes());
    await expect(promise).rejects.toThrow(error);
    await expect(promise).rejects.toBeInstanceOf(PickleError);
  });

  it('a wrong CRC is found when the bytes are used', async () => {
    const tensor = await loadTorch<Tensor>(archive({}, { crc: 1 }));
    expect(() => tensor.data).toThrow(/CRC/);
  });

  it('a bomb is not inflated', async () => {
    const bomb = new Uint8Array(1 << 22);
    const tensor = await loadTorch<Tensor>(archive({ numel: 'J\0\0\x10\0' }, { data: bomb, deflate: true }), {
      limits: { bytes: 1 << 16 },
    });
    await expect(tensor.read()).rejects.toBeInstanceOf(LimitError);
  });

  it('a tensor expanded beyond memory is not made', async () => {
    const tensor = await loadTorch<Tensor>(
      archive({ size: 'J\xff\xff\xff\x0fJ\xff\xff\xff\x00\x86', stride: 'K\0K\0\x86' }),
    );
    expect(tensor.size).toBe(0x0fffffff * 0x00ffffff);
    expect(() => tensor.data).toThrow(/expands/);
    expect(() => tensor.toArray()).toThrow(/expands/);
    expect(() => JSON.stringify(tensor)).toThrow(PickleError);
  });

  it('empty lists without end are not made', async () => {
    const tensor = await loadTorch<Tensor>(archive({ size: 'J\xff\xff\xff\x0fK\0\x86', stride: 'K\0K\0\x86' }));
    expect(tensor.data).toEqual(new Float32Array(0));
    expect(() => tensor.toArray()).toThrow(/too many empty lists/);
  });

  it('a legacy file cut anywhere is an error, from memory and in pieces', async () => {
    const bytes = file('float32', 'legacy');
    for (let length = 1; length < bytes.length; length++) {
      const cut = bytes.subarray(0, length);
      await expect(loadTorch(cut), String(length)).rejects.toBeInstanceOf(UnpicklingError);
      await expect(loadTorch(counted(cut).source), String(length)).rejects.toBeInstanceOf(UnpicklingError);
    }
    await expect(loadTorch(bytes.subarray(0, -1))).rejects.toBeInstanceOf(TruncatedError);
  });

  it('a zip file with any byte changed is an error or the same kind of value', async () => {
    const bytes = file('float32');
    for (let at = 0; at < bytes.length; at += 3) {
      const changed = bytes.slice();
      changed[at] ^= 0x55;
      try {
        const value = await loadTorch(changed);
        if (value instanceof Tensor) void value.data;
      } catch (error) {
        expect(error, String(at)).toBeInstanceOf(PickleError);
      }
    }
  });

  it('an archive within an archive is refused, one beside another is not', () => {
    const registry = new Registry().use(torch);
    const call = (bytes: Uint8Array) =>
      `ctorch.storage\n_load_from_bytes\nB${latin(Uint32Array.of(bytes.length))}${latin(bytes)}\x85R`;
    const legacy = file('float32', 'legacy');
    const plain = Buffer.from(`\x80\x03${call(legacy)}.`, 'latin1');
    expect((loads(plain, { registry }) as unknown as Tensor).data).toEqual(Float32Array.of(0, 1, 2, 3, 4, 5));
    // The fourth of its pickles is the value.
    const start = legacy.indexOf(0x80, legacy.indexOf(0x80, legacy.indexOf(0x80, 1) + 1) + 1);
    const inner = Buffer.concat([legacy.subarray(0, start), plain, Buffer.from('\x80\x02].', 'latin1')]);
    expect(() => loads(Buffer.from(`\x80\x03${call(inner)}.`, 'latin1'), { registry })).toThrow(
      /an archive within an archive/,
    );
    const storages = loads(Buffer.from(`\x80\x03]${call(dumpedStorage())}0.`, 'latin1'), { registry });
    expect(storages).toEqual([]);
  });
});

describe('safetensors', () => {
  async function write(
    value: unknown,
    metadata?: Record<string, string>,
  ): Promise<{
    header: Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }>;
    data: Buffer;
  }> {
    const pieces: Uint8Array[] = [];
    for await (const piece of safetensors(value, { metadata })) pieces.push(piece);
    const bytes = Buffer.concat(pieces);
    const length = Number(bytes.readBigUInt64LE(0));
    return { header: JSON.parse(bytes.toString('utf8', 8, 8 + length)), data: bytes.subarray(8 + length) };
  }

  it('writes strided tensors side by side, and one that is there twice once', async () => {
    const views = await loadTorch<Record<string, Tensor>>(file('views'));
    const { header, data } = await write({ ...views, again: views.part }, { format: 'pt' });
    expect(header.__metadata__).toEqual({ format: 'pt', again: 'part' });
    const [start, end] = header.turned.data_offsets;
    expect(header.turned).toEqual({ dtype: 'F32', shape: [4, 3], data_offsets: [start, end] });
    expect([...new Float32Array(new Uint8Array(data.subarray(start, end)).buffer)]).toEqual([
      0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11,
    ]);
    const places = Object.entries(header)
      .filter(([name]) => name !== '__metadata__')
      .map(([, { data_offsets }]) => data_offsets);
    places.sort(([a], [b]) => a - b);
    let at = 0;
    for (const [from, to] of places) {
      expect(from).toBe(at);
      at = to;
    }
    expect(at).toBe(data.length);
  });

  it('is read from a file in pieces', async () => {
    const { source } = counted(file('state_dict'));
    const { header } = await write(await loadTorch(source));
    expect(Object.keys(header).sort()).toEqual(['0.bias', '0.weight', '2.bias', '2.weight']);
  });

  it('refuses what is no tensor, with its name', async () => {
    await expect(write({ a: { b: 1 } })).rejects.toThrow(/"a.b" is no tensor/);
    await expect(write(3)).rejects.toThrow(PicklingError);
    const complex = await loadTorch<Tensor[]>(file('complex'));
    await expect(write({ x: complex[1] })).rejects.toThrow(/complex128/);
  });
});

it('values are frozen and say what they are', async () => {
  const tensor = await loadTorch<Tensor>(file('float32'));
  expect(tensor.at(1, -1)).toBe(5);
  expect(() => tensor.at(2, 0)).toThrow(PickleError);
  expect(() => tensor.item()).toThrow(PickleError);
  expect(JSON.stringify(tensor)).toBe('{"dtype":"float32","shape":[2,3],"data":[[0,1,2],[3,4,5]]}');
  expect(String(tensor.storage)).toContain('torch.FloatStorage');
  expect(tensor.storage).toBeInstanceOf(Storage);
  expect(Object.isFrozen(tensor) && Object.isFrozen(tensor.storage)).toBe(true);
});
