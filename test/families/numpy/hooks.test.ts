/** NumPy's hooks called as an engine calls them: old forms, refusals, laziness, equality and reductions. */
import { describe, expect, test } from 'vitest';
import { PickleError, UnpicklingError } from '../../../src/base/errors.js';
import { Dtype } from '../../../src/families/numpy/dtype.js';
import { decodeFloat16 } from '../../../src/families/numpy/float16.js';
import { registerNumpy } from '../../../src/families/numpy/hooks.js';
import { NDArray } from '../../../src/families/numpy/ndarray.js';
import type { NumPyScalar } from '../../../src/families/numpy/scalar.js';
import { reductionOf } from '../../../src/families/reducers.js';
import { arrayFrom, fieldOf, itemAt } from '../../../src/numpy.js';
import type { Reduction } from '../../../src/registry/reduction.js';
import { Registry } from '../../../src/registry/registry.js';
import { repr } from '../../../src/repr/index.js';
import { ByteArray, Bytes } from '../../../src/values/bytes.js';
import type { ClassHooks, HookContext } from '../../../src/values/class-hooks.js';
import { Complex } from '../../../src/values/complex-range-slice.js';
import { Dict } from '../../../src/values/dict.js';
import { pyEquals, pyHash } from '../../../src/values/equality.js';
import { PyGlobal } from '../../../src/values/global.js';
import type { PickleBuffer } from '../../../src/values/picklebuffer.js';
import { Tuple } from '../../../src/values/tuple.js';
import { cpuTime } from '../../helpers/cpu-time.js';

const registry = new Registry(null);
registerNumpy(registry);

const hooksOf = (module: string, name: string) =>
  PyGlobal.hooksOf(registry.lookup(module, name) as PyGlobal) as Required<ClassHooks>;
const context = {} as HookContext;
const call = (module: string, name: string, ...args: unknown[]) => hooksOf(module, name).construct(args, context);
const ndarray = new PyGlobal('numpy', 'ndarray');

function dtype(code: unknown, state?: unknown[]): Dtype {
  const value = call('numpy', 'dtype', code, false, true) as Dtype;
  if (state !== undefined) hooksOf('numpy', 'dtype').setState(value, state, context);
  return value;
}

function array(state: unknown, subclass = ndarray, core = 'numpy.core'): NDArray {
  const value = call(`${core}.multiarray`, '_reconstruct', subclass, [0], Uint8Array.of(98)) as NDArray;
  hooksOf(`${core}.multiarray`, '_reconstruct').setState(value, state, context);
  return value;
}

const fromBuffer = (...args: unknown[]) => call('numpy._core.numeric', '_frombuffer', ...args) as NDArray;
const reduce = (value: object, protocol: number) => reductionOf(value, protocol) as Reduction;
const bytesOf = (data: ArrayBufferView) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

describe('dtype', () => {
  test.each([
    ['f8', 'float64', '<f8'],
    ['>i4', '>i4', '>i4'],
    ['float32', 'float32', '<f4'],
    ['bool', 'bool', '|b1'],
    ['?', 'bool', '|b1'],
    ['d', 'float64', '<f8'],
    ['U3', '<U3', '<U3'],
    ['O', 'object', '|O'],
    ['O8', 'object', '|O'],
    ['S', '|S0', '|S0'],
    ['datetime64[ns]', 'datetime64[ns]', '<M8[ns]'],
    ['>m8[25us]', '>m8[25us]', '>m8[25us]'],
    ['complex128', 'complex128', '<c16'],
  ])('%s', (code, name, str) => {
    expect([dtype(code).name, dtype(code).str]).toEqual([name, str]);
    expect(dtype(new TextEncoder().encode(code)).str).toBe(str);
  });

  test.each(['f3', 'i16', 'x4', '', 'f', 'M8[parsec]', 'M8[0s]', 'f8[ns]', 'constructor', 'V99999999999', 'f8 '])(
    '%s is refused',
    (code) => {
      if (code === 'f') expect(dtype(code).name).toBe('float32');
      else expect(() => dtype(code)).toThrow(/not understood/);
    },
  );

  test('names of scalar types', () => {
    expect(dtype(new PyGlobal('numpy', 'float64')).name).toBe('float64');
    expect(dtype(new PyGlobal('builtins', 'int')).name).toBe('int64');
    expect(dtype(new PyGlobal('numpy', 'record')).type?.name).toBe('record');
  });

  test('states of every version', () => {
    expect(dtype('i4', ['>', null, null, -1, -1]).name).toBe('>i4');
    expect(dtype('i4', [1, '>', null, null, -1, -1]).name).toBe('>i4');
    expect(dtype('i4', [2, '=', null, null, null, -1, -1]).name).toBe('int32');
    expect(dtype('i4', [3, '<', null, null, null, -1, -1, 0]).name).toBe('int32');
    expect(dtype('i4', [4, '<', null, null, null, -1, -1, 0, { a: 1 }]).metadata).toEqual({ a: 1 });
    expect(
      dtype('M8', [4, '<', null, null, null, -1, -1, 0, [null, [new TextEncoder().encode('us'), 25, 1, 1]]]).name,
    ).toBe('datetime64[25us]');
    const fields = new Map<unknown, unknown>([
      ['a', [dtype('i4'), 0]],
      ['b', [dtype('f8'), 4]],
      [-1, ['a', 'b']],
    ]);
    expect(dtype('V12', [1, '|', null, fields, 12, 1]).name).toBe("[('a', '<i4'), ('b', '<f8')]");
    expect(() => dtype('i4', [5, '<', null, null, null, -1, -1, 0])).toThrow(
      "can't handle version 5 of numpy.dtype pickle",
    );
  });

  test.each<[string, unknown[]]>([
    ['names without fields', [3, '|', null, ['a'], null, 4, 1, 16]],
    ['an absent field', [3, '|', null, ['a'], {}, 4, 1, 16]],
    ['a field outside', [3, '|', null, ['a'], { a: [new Dtype('i4'), 1] }, 4, 1, 16]],
    ['a negative offset', [3, '|', null, ['a'], { a: [new Dtype('i4'), -1] }, 4, 1, 16]],
    ['a field that is no dtype', [3, '|', null, ['a'], { a: ['i4', 0] }, 4, 1, 16]],
    ['one name twice', [3, '|', null, ['a', 'a'], { a: [new Dtype('i4'), 0] }, 4, 1, 16]],
    ['a sub-array of a wrong size', [3, '|', [new Dtype('i4'), [2]], null, null, 4, 1, 0]],
    ['a sub-array of negative length', [3, '|', [new Dtype('i4'), [-1]], null, null, 4, 1, 0]],
    ['an unknown byte order', [3, 'x', null, null, null, 4, 1, 0]],
    ['a negative itemsize', [3, '|', null, null, null, -5, 1, 0]],
    ['no tuple', []],
  ])('%s is refused', (_, state) => {
    expect(() => dtype('V4', state)).toThrow(UnpicklingError);
  });

  test('no dtype contains itself', () => {
    const self = dtype('V4');
    expect(() =>
      hooksOf('numpy', 'dtype').setState(self, [3, '|', null, ['a'], { a: [self, 0] }, 4, 1, 16], context),
    ).toThrow(/in use/);
    const inner = dtype('V4');
    const outer = dtype('V4', [3, '|', null, ['a'], { a: [inner, 0] }, 4, 1, 16]);
    expect(() =>
      hooksOf('numpy', 'dtype').setState(inner, [3, '|', null, ['a'], { a: [outer, 0] }, 4, 1, 16], context),
    ).toThrow(/in use/);
  });

  test('doubling and deep nesting are refused', () => {
    let type = new Dtype('V0');
    expect(() => {
      for (let i = 0; i < 64; i++)
        type = dtype('V0', [3, '|', null, ['a', 'b'], { a: [type, 0], b: [type, 0] }, 0, 1, 16]);
    }).toThrow(/too deeply/);
  });

  test('equality is by value', () => {
    expect(pyEquals(new Dtype('f8'), new Dtype('float64'))).toBe(true);
    expect(pyHash(new Dtype('f8'))).toBe(pyHash(new Dtype('float64')));
    expect(pyEquals(new Dtype('>f8'), new Dtype('f8'))).toBe(false);
    const record = () => dtype('V4', [3, '|', null, ['a'], { a: [new Dtype('i4'), 0] }, 4, 1, 16]);
    expect(pyEquals(record(), record())).toBe(true);
    expect(pyEquals(record(), new Dtype('V4'))).toBe(false);
  });

  test('reduction', () => {
    const [callee, args, state] = reduce(new Dtype('U3'), 4);
    expect([String(callee), args]).toEqual(['numpy.dtype', ['U3', false, true]]);
    expect((state as Tuple).items).toEqual([3, '<', null, null, null, 12, 4, 8]);
  });
});

describe('array', () => {
  const f8 = new Dtype('f8');
  const values = Float64Array.of(1, 2, 3, 4, 5, 6);

  test('bytes are viewed, not copied', () => {
    const bytes = bytesOf(values);
    const value = array([1, [2, 3], f8, false, bytes]);
    expect(value.bytes.buffer).toBe(bytes.buffer);
    expect(value.bytes.byteOffset).toBe(bytes.byteOffset);
    expect((value.data as Float64Array).buffer).toBe(values.buffer);
    expect(value.data).toBe(value.data);
    expect(value.toArray()).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect([value.ndim, value.length, value.size, value.byteLength, value.strides]).toEqual([2, 2, 6, 48, [24, 8]]);
  });

  test('64 MB cost nothing until asked for', () => {
    const bytes = new Uint8Array(64 << 20);
    const start = cpuTime();
    for (let i = 0; i < 100; i++) array([1, [8 << 20], f8, false, bytes]);
    expect(cpuTime() - start).toBeLessThan(500);
  });

  test('misaligned and swapped bytes are copied once', () => {
    const shifted = new Uint8Array(49);
    shifted.set(bytesOf(values), 1);
    const misaligned = array([1, [6], f8, false, shifted.subarray(1)]);
    expect([...(misaligned.data as Float64Array)]).toEqual([...values]);
    const buffer = Buffer.from(bytesOf(values)).subarray(0);
    buffer.swap64();
    const before = Uint8Array.from(buffer);
    const swapped = array([1, [6], new Dtype('>f8'), false, buffer]);
    expect([...(swapped.data as Float64Array)]).toEqual([...values]);
    expect(Uint8Array.from(buffer)).toEqual(before);
    expect(itemAt(swapped, -1)).toBe(6);
  });

  test('Latin-1 text in place of bytes (Python 2), version 0, int flag', () => {
    expect(array([[2], new Dtype('u2'), 0, '\xff\x01\x02\x00']).toArray()).toEqual([0x1ff, 2]);
    expect(() => array([1, [2], new Dtype('u2'), false, '\xff\x01\u0100\x00'])).toThrow(/latin1/);
  });

  test.each<[string, unknown[]]>([
    ['buffer size does not match array size', [1, [7], f8, false, bytesOf(values)]],
    ['buffer size does not match array size', [1, [], f8, false, bytesOf(values)]],
    ['impossible array', [1, [-6], f8, false, bytesOf(values)]],
    ['impossible array', [1, [2 ** 40, 2 ** 40], f8, false, bytesOf(values)]],
    ['impossible array', [1, [0, 2n ** 63n], f8, false, new Uint8Array(0)]],
    ['impossible array', [1, new Array(65).fill(1), f8, false, bytesOf(values)]],
    ["can't handle version 2", [2, [6], f8, false, bytesOf(values)]],
    ['numpy.dtype expected', [1, [6], 'f8', false, bytesOf(values)]],
    ['list expected', [1, [6], new Dtype('O'), false, bytesOf(values)]],
    ['buffer size does not match array size: 1 for shape (2,)', [1, [2], new Dtype('O'), false, [1]]],
    ['bytes expected', [1, [6], f8, false, [1]]],
    ['ints of a shape expected', [1, ['6'], f8, false, bytesOf(values)]],
    ['array state expected', [1, 2, 3]],
  ])('refused: %s', (message, state) => {
    expect(() => array(state)).toThrow(UnpicklingError);
    expect(() => array(state)).toThrow(message);
  });

  test('refused: shapes that would be uninitialised memory', () => {
    expect(() => call('numpy.core.multiarray', '_reconstruct', ndarray, [1e9], 'b')).toThrow(/uninitialised/);
    expect(() => call('numpy.core.multiarray', '_reconstruct', 'ndarray', [0], 'b')).toThrow(/sub-type of ndarray/);
  });

  test('indices', () => {
    const value = new NDArray('i1', [2, 3], Uint8Array.of(1, 2, 3, 4, 5, 255), { order: 'F' });
    expect([itemAt(value, 0, 0), itemAt(value, 1, 0), itemAt(value, 0, 1), itemAt(value, -1, -1)]).toEqual([
      1, 2, 3, -1,
    ]);
    expect(value.toArray()).toEqual([
      [1, 3, 5],
      [2, 4, -1],
    ]);
    expect([...value.toBytes()]).toEqual([1, 3, 5, 2, 4, 255]);
    expect(() => itemAt(value, 2, 0)).toThrow('index 2 is out of bounds for axis 0 with size 2');
    expect(() => itemAt(value, 0, 1.5)).toThrow(PickleError);
    expect(() => itemAt(value, 0)).toThrow('2 axes, got 1 indices');
  });

  test('fields share memory', () => {
    const pair = dtype('V6', [
      3,
      '|',
      null,
      ['a', 'b'],
      { a: [new Dtype('i2'), 0], b: [dtype('V4', [3, '|', [new Dtype('i2'), [2]], null, null, 4, 2, 0]), 2] },
      6,
      1,
      16,
    ]);
    const value = new NDArray(pair, [2], bytesOf(Int16Array.of(1, 2, 3, 4, 5, 6)));
    expect(value.toArray()).toEqual([
      { a: 1, b: [2, 3] },
      { a: 4, b: [5, 6] },
    ]);
    expect(fieldOf(value, 'a').toArray()).toEqual([1, 4]);
    expect([...(fieldOf(value, 'a').data as Int16Array)]).toEqual([1, 4]);
    expect(fieldOf(value, 'b').toArray()).toEqual([
      [2, 3],
      [5, 6],
    ]);
    expect(fieldOf(value, 'b').bytes.buffer).toBe(value.bytes.buffer);
    expect(() => fieldOf(value, 'c')).toThrow('no field of name c');
    expect(() => fieldOf(value, 'toString')).toThrow(PickleError);
  });

  test('views must lie within the bytes', () => {
    expect(() => new NDArray('i4', [4], new Uint8Array(15), { strides: [4] })).toThrow(/buffer size/);
    expect(() => new NDArray('i4', [4], new Uint8Array(16), { strides: [-4] })).toThrow(/buffer size/);
    expect(new NDArray('i4', [4], bytesOf(Int32Array.of(1, 2, 3, 4)), { strides: [-4], offset: 12 }).toArray()).toEqual(
      [4, 3, 2, 1],
    );
    expect(new NDArray('i4', [2, 2], bytesOf(Int32Array.of(7)), { strides: [0, 0] }).toArray()).toEqual([
      [7, 7],
      [7, 7],
    ]);
  });

  test('records of Python objects are lists of tuples, in C order', () => {
    const type = dtype('V12', [
      3,
      '|',
      null,
      ['n', 'o'],
      { n: [new Dtype('i4'), 0], o: [new Dtype('O'), 4] },
      12,
      1,
      27,
    ]);
    const value = array([1, [2], type, false, [Tuple.of<unknown>(1, 'a'), [2, null]]]);
    expect(value.toArray()).toEqual([
      { n: 1, o: 'a' },
      { n: 2, o: null },
    ]);
    expect(fieldOf(value, 'o').toArray()).toEqual(['a', null]);
    expect(fieldOf(value, 'o').dtype.kind).toBe('O');
    expect(array([1, [2, 2], new Dtype('O'), true, [1, 2, 3, 4]]).toArray()).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  test('subclasses keep what they add', () => {
    const matrix = array([1, [1, 6], f8, false, bytesOf(values)], new PyGlobal('numpy', 'matrix'));
    expect([String(matrix.subclass), matrix.state]).toEqual(['numpy.matrix', undefined]);
    const plain = [1, [6], f8, false, bytesOf(values)];
    const quantity = array([plain, { unit: 'm' }], new PyGlobal('units', 'Quantity'));
    expect(quantity.toArray()).toEqual([...values]);
    expect(quantity.state).toEqual([plain, { unit: 'm' }]);
    expect(array([...plain, 'extra'], new PyGlobal('mine', 'Info')).toArray()).toEqual([...values]);
    expect(array(['odd'], new PyGlobal('mine', 'Odd')).state).toEqual(['odd']);
  });

  test('_frombuffer', () => {
    const bytes = bytesOf(values);
    for (const buffer of [
      bytes,
      new ByteArray(bytes),
      new Bytes(bytes),
      values,
      values.buffer,
      new DataView(values.buffer),
    ]) {
      const value = fromBuffer(buffer, f8, [2, 3], 'F');
      expect(value.toArray()).toEqual([
        [1, 3, 5],
        [2, 4, 6],
      ]);
      expect(value.readonly).toBe(buffer instanceof Bytes);
      expect((value.data as Float64Array).buffer).toBe(values.buffer);
    }
    expect(fromBuffer(bytes, f8, [2, 3], 'K', [1, 0]).toArray()).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
    expect(() => fromBuffer(bytes, f8, [5], 'C')).toThrow(/buffer size/);
    expect(() => fromBuffer(bytes, new Dtype('O'), [6], 'C')).toThrow(/OBJECT/);
    expect(() => fromBuffer(bytes, f8, [6], 'A')).toThrow(/order/);
    expect(() => fromBuffer(bytes, f8, [6], 'K', [1])).toThrow(/axes/);
    expect(() => fromBuffer([1], f8, [6], 'C')).toThrow(/bytes-like/);
  });

  test('values that would fill the memory are refused when asked for', () => {
    expect(() => new NDArray('V0', [2 ** 40], new Uint8Array(0)).toArray()).toThrow(/too many values/);
    expect(() => new NDArray('f8', [2 ** 40, 0], new Uint8Array(0)).toArray()).toThrow(/too many values/);
    expect(new NDArray('f8', [0, 2 ** 40], new Uint8Array(0)).toArray()).toEqual([]);
  });

  test('text beyond Unicode is refused when asked for', () => {
    expect(() => new NDArray('U1', [1], Uint8Array.of(0, 0, 0x11, 0)).toArray()).toThrow(/no character/);
  });

  test('from typed arrays', () => {
    for (const [data, name] of [
      [Float32Array.of(1, 2), 'float32'],
      [BigUint64Array.of(1n, 2n), 'uint64'],
      [new Uint8ClampedArray([1, 2]) as unknown as Uint8Array, 'uint8'],
      [Int16Array.of(1, 2), 'int16'],
    ] as const) {
      const value = arrayFrom(data);
      expect([value.dtype.name, value.toArray()]).toEqual([name, [1, 2]]);
      expect(value.bytes.buffer).toBe(data.buffer);
    }
  });

  test('JSON', () => {
    expect(JSON.stringify(new NDArray('i8', [2], bytesOf(BigInt64Array.of(1n, 2n ** 60n))))).toBe(
      '{"dtype":"int64","shape":[2],"data":[1,"1152921504606846976"]}',
    );
    expect(new NDArray('M8[D]', [2], bytesOf(BigInt64Array.of(1n, -(2n ** 63n)))).toJSON().data).toEqual([
      '1970-01-02',
      null,
    ]);
  });

  test('reductions', () => {
    const value = new NDArray(f8, [2, 3], bytesOf(values), { order: 'F', core: 'numpy.core' });
    const [reconstruct, args, state] = reduce(value, 4);
    expect(String(reconstruct)).toBe('numpy.core.multiarray._reconstruct');
    expect([...args].slice(1)).toEqual([Tuple.of(0), new Bytes(Uint8Array.of(98))]);
    expect((state as Tuple).items).toEqual([1, Tuple.of(2, 3), f8, true, new Bytes(bytesOf(values))]);
    const [fromBuffer, [buffer, , shape, order]] = reduce(value, 5) as unknown as [
      unknown,
      [PickleBuffer, Dtype, Tuple, string],
    ];
    expect([String(fromBuffer), shape.items, order]).toEqual(['numpy.core.numeric._frombuffer', [2, 3], 'F']);
    expect(buffer.raw().buffer).toBe(values.buffer);
    for (const type of ['M8[ns]', 'm8'])
      expect(String(reduce(new NDArray(type, [6], bytesOf(values)), 5)[0])).toMatch(/_reconstruct$/);
    expect(String(reduce(new NDArray('>f16', [3], bytesOf(values)), 5)[0])).toMatch(/_reconstruct$/);
    const strided = new NDArray(f8, [3], bytesOf(values), { strides: [16] });
    expect((reduce(strided, 5)[2] as Tuple).items[4]).toEqual(new Bytes(bytesOf(Float64Array.of(1, 3, 5))));
  });
});

describe('scalar', () => {
  const scalar = (code: string, data: ArrayBufferView | string) =>
    call(
      'numpy.core.multiarray',
      'scalar',
      new Dtype(code),
      typeof data === 'string' ? data : bytesOf(data),
    ) as NumPyScalar;

  test('compares and hashes as the value', () => {
    for (const [value, same] of [
      [scalar('f8', Float64Array.of(2)), 2],
      [scalar('f4', Float32Array.of(2)), 2],
      [scalar('i8', BigInt64Array.of(2n ** 60n)), 2n ** 60n],
      [scalar('b1', Uint8Array.of(1)), true],
      [scalar('b1', Uint8Array.of(1)), 1],
      [scalar('U2', Uint32Array.of(97, 98)), 'ab'],
      [scalar('S2', Uint8Array.of(97, 0)), new Bytes(Uint8Array.of(97))],
      [scalar('c16', Float64Array.of(1, 2)), new Complex(1, 2)],
      [scalar('c16', Float64Array.of(1, 0)), 1],
      [scalar('f8', Float64Array.of(2)), scalar('i8', BigInt64Array.of(2n))],
      [scalar('M8[D]', BigInt64Array.of(1n)), scalar('M8[h]', BigInt64Array.of(24n))],
      [scalar('M8[Y]', BigInt64Array.of(1n)), scalar('M8[D]', BigInt64Array.of(365n))],
    ] as const) {
      expect(pyEquals(value, same)).toBe(true);
      expect(pyEquals(same, value)).toBe(true);
      expect(pyHash(value)).toBe(pyHash(same));
    }
    expect(pyEquals(scalar('f8', Float64Array.of(2)), 3)).toBe(false);
    expect(pyEquals(scalar('m8[D]', BigInt64Array.of(1n)), scalar('M8[D]', BigInt64Array.of(1n)))).toBe(false);
    expect(new Dict<unknown, unknown>([[scalar('i4', Int32Array.of(7)), 'seven']]).get(7)).toBe('seven');
    expect(() => pyHash(scalar('V2', Uint8Array.of(1, 2)))).toThrow(/unhashable/);
  });

  test('computes as the value', () => {
    expect((scalar('f8', Float64Array.of(1.5)) as unknown as number) + 1).toBe(2.5);
    expect(`${scalar('f4', Float32Array.of(0.1))}`).toBe('0.1');
    expect(
      JSON.stringify([scalar('i8', BigInt64Array.of(5n)), scalar('M8[s]', BigInt64Array.of(0n)), scalar('S2', 'ab')]),
    ).toBe('[5,"1970-01-01T00:00:00","ab"]');
  });

  test('objects, text, missing data', () => {
    expect(call('numpy.core.multiarray', 'scalar', new Dtype('O'), 'anything')).toBe('anything');
    expect(scalar('f4', '\x00\x00\x80\x3f').value).toBe(1);
    expect((call('numpy.core.multiarray', 'scalar', new Dtype('i4')) as NumPyScalar).value).toBe(0);
    expect(() => scalar('f8', Uint8Array.of(1))).toThrow('initialization string is too small');
    expect(() => call('numpy.core.multiarray', 'scalar', new Dtype('V1000000000'))).toThrow(UnpicklingError);
    expect(() => call('numpy.core.multiarray', 'scalar', 'f8', 'x')).toThrow(UnpicklingError);
  });

  test('long doubles stay bytes', () => {
    const value = scalar('f16', new Uint8Array(16).fill(1));
    expect(value.value).toEqual(new Uint8Array(16).fill(1));
    expect(repr(value)).toMatch(/^np\.longdouble\(b'\\x01/);
  });
});

test('float16: every class of value', () => {
  expect([0, 0x8000, 1, 0x3ff, 0x400, 0x3c00, 0xc000, 0x7bff, 0x7c00, 0xfc00].map(decodeFloat16)).toEqual([
    0,
    -0,
    2 ** -24,
    1023 * 2 ** -24,
    2 ** -14,
    1,
    -2,
    65504,
    Infinity,
    -Infinity,
  ]);
  expect(decodeFloat16(0x7e00)).toBeNaN();
});
