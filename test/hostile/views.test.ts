/**
 * Memory of the caller's that says another length than it has, or changes while it is written: what a header announces
 * is what is written.
 */
import { describe, expect, test } from 'vitest';
import {
  ByteArray,
  Bytes,
  dump,
  dumps,
  loads,
  NDArray,
  PickleBuffer,
  PickleError,
  PicklingError,
  REDUCE,
  UnpicklingError,
} from '../../src/index.js';
import { dis, genops, globalsOf, optimize } from '../../src/inspect/index.js';

const PROTOCOLS = [0, 1, 2, 3, 4, 5];
const SIZES = [0, 1, 2, 31, 300, 5000, 70_000];

function filled(size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, i) => i % 251);
}

/** Every property of views that could be looked at, as an own property that lies. */
function shadowed<T extends ArrayBufferView>(view: T, lie: number): T {
  for (const name of ['length', 'byteLength', 'byteOffset'])
    Object.defineProperty(view, name, { value: lie, configurable: true });
  return view;
}

async function streamed(value: unknown, protocol: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  await dump(value, (chunk: Uint8Array) => void chunks.push(chunk.slice()), { protocol });
  return new Uint8Array(Buffer.concat(chunks));
}

function contents(value: unknown): unknown {
  if (value instanceof Bytes || value instanceof ByteArray) return [...value.data];
  return value instanceof Uint8Array ? [...value] : value;
}

describe.each(PROTOCOLS)('protocol %i', (protocol) => {
  test.each(SIZES)('%i bytes whose properties lie are written whole', async (size) => {
    const data = [...filled(size)];
    for (const lie of [0, 1, 500, 2 ** 31]) {
      const values = [
        shadowed(filled(size), lie),
        new Bytes(shadowed(filled(size), lie)),
        new ByteArray(shadowed(filled(size), lie)),
        shadowed(Buffer.from(filled(size)), lie),
        shadowed(new DataView(filled(size).buffer), lie),
        ...(protocol >= 5 ? [new PickleBuffer(shadowed(filled(size), lie))] : []),
      ];
      for (const value of values) {
        for (const pickle of [dumps([value, 1], { protocol }), await streamed([value, 1], protocol)]) {
          const [read, one] = loads(pickle, { exact: true }) as unknown[];
          expect(contents(read)).toEqual(data);
          expect(one).toBe(1);
        }
      }
    }
  });

  test('numbers whose properties lie', () => {
    for (const typedArrays of ['array', 'numpy'] as const) {
      const plain = dumps(Float64Array.of(1, 2, 3), { protocol, typedArrays });
      expect(dumps(shadowed(Float64Array.of(1, 2, 3), 500), { protocol, typedArrays })).toEqual(plain);
    }
  });

  test('memory that is gone is an error, not empty bytes', async () => {
    const make: [string, () => unknown][] = [
      ['a typed array', () => transferred(filled(100))],
      ['a DataView', () => transferred(new DataView(new ArrayBuffer(8)))],
      ['Bytes', () => new Bytes(transferred(filled(100)))],
      ['a ByteArray', () => new ByteArray(transferred(filled(100)))],
      ['floats', () => transferred(Float64Array.of(1, 2))],
      ['a buffer', () => transferred(filled(100)).buffer],
    ];
    for (const [what, value] of make) {
      expect(() => dumps([value()], { protocol }), what).toThrow(PicklingError);
      await expect(streamed([value()], protocol), what).rejects.toThrow(PicklingError);
    }
  });

  test('a Proxy of a typed array is no typed array', () => {
    expect(() => dumps(new Proxy(filled(10), {}), { protocol })).toThrow(PicklingError);
    expect(() => dumps(new Bytes(new Proxy(filled(10), {})), { protocol })).toThrow(PicklingError);
  });
});

function transferred<T extends ArrayBufferView>(view: T): T {
  structuredClone(view.buffer, { transfer: [view.buffer as ArrayBuffer] });
  return view;
}

interface Resizable extends ArrayBuffer {
  resize(length: number): void;
}

function resizable(size: number, max: number): { buffer: Resizable; view: Uint8Array } {
  const buffer = new (ArrayBuffer as unknown as new (size: number, options: object) => Resizable)(size, {
    maxByteLength: max,
  });
  const view = new Uint8Array(buffer);
  view.fill(7);
  return { buffer, view };
}

describe.each([3, 4, 5])('buffers that change their size, protocol %i', (protocol) => {
  test.each([100, 3000, 70_000])('%i bytes that grow while the rest is written stay as many', async (size) => {
    const run = async (write: (value: unknown) => Promise<Uint8Array> | Uint8Array) => {
      const { buffer, view } = resizable(size, size * 2);
      const grows = {
        [REDUCE]() {
          buffer.resize(size * 2);
          return 'm.name';
        },
      };
      const pickle = await write([view, grows, view.length]);
      const [read, , last] = loads(pickle, { exact: true }) as [Bytes, unknown, number];
      expect(read.data.length).toBe(size);
      expect(read.data.every((byte) => byte === 7)).toBe(true);
      expect(last).toBe(size);
    };
    await run((value) => dumps(value, { protocol }));
    await run((value) => streamed(value, protocol));
  });

  test.each([3000, 70_000])('%i bytes that shrink before they are put together are an error', (size) => {
    const { buffer, view } = resizable(size, size);
    const shrinks = {
      [REDUCE]() {
        buffer.resize(10);
        return 'm.name';
      },
    };
    expect(() => dumps([view, shrinks], { protocol })).toThrow(PicklingError);
    expect(loads(dumps([1, 2], { protocol }))).toEqual([1, 2]);
  });

  test('bytes that grow while a slow sink waits', async () => {
    const { buffer, view } = resizable(70_000, 140_000);
    const chunks: Uint8Array[] = [];
    await dump(
      [view, 1],
      async (chunk: Uint8Array) => {
        buffer.resize(140_000);
        await Promise.resolve();
        chunks.push(chunk.slice());
      },
      { protocol },
    );
    const [read, one] = loads(new Uint8Array(Buffer.concat(chunks)), { exact: true }) as [Bytes, number];
    expect([read.data.length, one]).toEqual([70_000, 1]);
  });
});

test('an array takes its size from its memory', () => {
  const lying = shadowed(new Uint8Array(2), 500);
  expect(() => new NDArray('i1', [500], lying)).toThrow();
  const array = new NDArray('i1', [2], lying);
  expect(array.toArray()).toEqual([0, 0]);
  const { buffer, view } = resizable(4, 64);
  const growing = new NDArray('i1', [4], view);
  buffer.resize(64);
  expect(growing.bytes.length).toBe(4);
  expect(growing.toArray()).toEqual([7, 7, 7, 7]);
});

test('a Proxy of bytes is no pickle, on any engine', () => {
  for (const engine of ['auto', 'wasm', 'js'] as const) {
    expect(() => loads(new Proxy(Uint8Array.of(0x4b, 7, 0x2e), {}), { engine })).toThrow(PickleError);
  }
});

test('memory that comes in from outside is as long as it is, whatever its properties say', () => {
  const views: (() => ArrayBufferView)[] = [
    () => new Uint8Array(new ArrayBuffer(64), 8, 16),
    () => new Float64Array(new ArrayBuffer(64), 8, 2),
    () => new DataView(new ArrayBuffer(64), 8, 16),
  ];
  for (const make of views) {
    const written = dumps(new PickleBuffer(shadowed(make(), 40)), { protocol: 5 });
    expect((loads(written, { exact: true }) as ByteArray).length).toBe(16);
    for (const engine of ['wasm', 'js'] as const) {
      const read = loads(Uint8Array.of(0x80, 5, 0x97, 0x2e), {
        engine,
        exact: true,
        buffers: [shadowed(make(), 40)],
      }) as PickleBuffer;
      expect(read.raw().length).toBe(16);
    }
  }
});

test('memory that is gone, or only looks like memory, is an error everywhere', () => {
  const values: [string, () => never][] = [
    ['a typed array', () => transferred(filled(100)) as never],
    ['a Buffer', () => transferred(Buffer.from(new ArrayBuffer(100))) as never],
    ['a DataView', () => transferred(new DataView(new ArrayBuffer(8))) as never],
    ['a buffer', () => transferred(filled(100)).buffer as never],
    ['a Proxy of a buffer', () => new Proxy(new ArrayBuffer(8), {}) as never],
    ['a Proxy of a DataView', () => new Proxy(new DataView(new ArrayBuffer(8)), {}) as never],
    ['a Proxy of bytes', () => new Proxy(filled(8), {}) as never],
  ];
  for (const [what, make] of values) {
    expect(() => new PickleBuffer(make()), what).toThrow(PickleError);
    expect(() => dumps(make(), { typedArrays: 'bytes' }), what).toThrow(PicklingError);
    for (const engine of ['auto', 'wasm', 'js'] as const) {
      expect(() => loads(make(), { engine }), what).toThrow(PickleError);
      // CPython: NEXT_BUFFER. What the constructor of PickleBuffer says in general is then of this pickle.
      const buffers = [make()];
      expect(() => loads(Uint8Array.of(0x80, 5, 0x97, 0x2e), { engine, buffers }), what).toThrow(UnpicklingError);
    }
    for (const tool of [dis, optimize, (data: never) => [...genops(data)], (data: never) => [...globalsOf(data)]]) {
      expect(() => tool(make()), what).toThrow(PickleError);
    }
  }
});

test('an input is as long as it is, whatever its properties say', () => {
  const pickle = dumps('a'.repeat(40));
  for (const engine of ['auto', 'wasm', 'js'] as const) {
    for (const lie of [0, 1, 500, 2 ** 31]) {
      for (const view of [new DataView(pickle.slice().buffer), Buffer.from(pickle), new Int8Array(pickle)]) {
        expect(loads(shadowed(view, lie), { engine })).toBe('a'.repeat(40));
      }
      // A plain Uint8Array is believed, for speed: what lies is the value or an error, never another value.
      try {
        expect(loads(shadowed(pickle.slice(), lie), { engine })).toBe('a'.repeat(40));
      } catch (error) {
        expect(error).toBeInstanceOf(UnpicklingError);
      }
    }
  }
});
