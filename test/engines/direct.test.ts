/** What the JavaScript engine must do beyond values: windows, frames, memo, identity, hooks. */
import { describe, expect, it } from 'vitest';
import {
  LimitError,
  load,
  loadAll,
  loads,
  PickleError,
  PyCall,
  PyGlobal,
  PyObject,
  Registry,
  TruncatedError,
  Unpickler,
  UnpicklingError,
} from '../../src/index.js';

const JS = { engine: 'js' } as const;

/** Bytes of a pickle written as Python bytes text: `\x80` escapes and ASCII. */
function p(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

function failure(data: Uint8Array, options = {}): UnpicklingError {
  try {
    loads(data, { ...JS, ...options });
  } catch (error) {
    return error as UnpicklingError;
  }
  throw new Error('no error');
}

describe('frames', () => {
  const frame = (length: number): string => `\x95${String.fromCharCode(length)}\0\0\0\0\0\0\0`;

  it('may end before an argument, but not inside one', () => {
    expect(loads(p(`\x80\x04${frame(1)}K\x07.`), JS)).toBe(7);
    expect(failure(p(`\x80\x04${frame(2)}M\x07\0.`))).toMatchObject({ offset: 11, opcode: 'BININT2' });
    expect(failure(p(`\x80\x04${frame(2)}M\x07\0.`)).message).toContain('pickle exhausted before end of frame');
  });
  it('do not nest', () => {
    expect(failure(p(`\x80\x04${frame(12)}N${frame(1)}N.`)).message).toContain(
      'beginning of a new frame before end of current frame',
    );
  });
  it('longer than the input are truncated', () => {
    expect(failure(p(`\x80\x04${frame(3)}N.`))).toBeInstanceOf(TruncatedError);
    expect(failure(p(`\x80\x04${frame(3)}N.`))).toMatchObject({ offset: 2, opcode: 'FRAME' });
  });
});

describe('windows', () => {
  const pickle = p(
    '\x80\x04\x95\x26\0\0\0\0\0\0\0}\x94(\x8c\x01a\x94K\x01\x8c\x04text\x94G?\xf8\0\0\0\0\0\0\x8c\x01l\x94]\x94(K\x01M\0\x02eu.',
  );
  it.each([1, 2, 3, 5, 8, 13, 21, 1000])('of %i bytes give the same value', (windowSize) => {
    expect(loads(pickle, { ...JS, windowSize })).toEqual({ a: 1, text: 1.5, l: [1, 512] });
  });
  it('ask for payloads by themselves', () => {
    const data = new Uint8Array(5 + 5000 + 1).fill(7);
    data.set([0x42, 5000 & 255, 5000 >> 8, 0, 0]);
    data[data.length - 1] = 0x2e;
    expect(loads(data, { ...JS, windowSize: 64 })).toEqual(new Uint8Array(5000).fill(7));
  });
});

describe('dicts', () => {
  it('become Maps with their first key that is not str, also in the memo', () => {
    const [a, b] = loads(p(']q\0(}q\x01(X\x01\0\0\0aK\x01K\x02K\x03uh\x01e.'), JS);
    expect(a).toEqual(
      new Map<unknown, unknown>([
        ['a', 1],
        [2, 3],
      ]),
    );
    expect(b).toBe(a);
  });
  it('that are held already are replaced everywhere at the end', () => {
    // d = {'a': d}; d[1] = 2
    const d = loads(p('}q\0X\x01\0\0\0ah\0sK\x01K\x02s.'), JS);
    expect(d).toBeInstanceOf(Map);
    expect(d.get('a')).toBe(d);
    expect(d.get(1)).toBe(2);
  });
  it('follow Python equality of bool and int', () => {
    expect(loads(p('}(K\x01K\x05\x88K\x06u.'), JS)).toEqual(new Map([[1, 6]]));
  });
  it('have __proto__ as an ordinary key', () => {
    const value = loads(p('}X\x09\0\0\0__proto__}s.'), JS);
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });
  it('as objects take the keys that json.dumps takes', () => {
    expect(loads(p('}(K\x01K\x05N\x88\x89K\x02u.'), { ...JS, dict: 'object' })).toEqual({ 1: 5, null: true, false: 2 });
    expect(failure(p('}(K\x01K\x05X\x01\0\0\x001Nu.'), { dict: 'object' }).message).toContain(
      "use dict: 'auto' or 'map'",
    );
    expect(failure(p('}()K\x05u.'), { dict: 'object' }).message).toContain("use dict: 'auto' or 'map'");
  });
  it('refuse unhashable keys', () => {
    expect(failure(p('}]K\x01s.')).message).toContain("unhashable type: 'list'");
    expect(failure(p('}]\x85K\x01s.')).message).toContain('unhashable type');
  });
  it('of one shape are equal however they are made', () => {
    const row = '}(X\x01\0\0\0aK\x01X\x09\0\0\0__proto__K\x02u';
    const rows = loads(p(`](${row.repeat(40)}e.`), JS);
    for (const record of rows)
      expect(Object.entries(record)).toEqual([
        ['a', 1],
        ['__proto__', 2],
      ]);
  });
});

describe('memo', () => {
  it('takes absurd indexes', () => {
    expect(loads(p('K\x07p9007199254740991\n0g9007199254740991\n.'), JS)).toBe(7);
    expect(failure(p('K\x07p9007199254740992\n.')).message).toBe('invalid memo index (offset 2, PUT)');
    expect(loads(p('K\x07r\xff\xff\xff\xff0j\xff\xff\xff\xff.'), JS)).toBe(7);
    expect(loads(p('K\x07r\xff\xff\xff\xffN\x94h\x01\x860h\x01.'), JS)).toBe(null);
  });
  it('has a limit', () => {
    expect(failure(p('N\x94\x94\x94.'), { limits: { memo: 2 } })).toBeInstanceOf(LimitError);
  });
  it('names what is missing', () => {
    expect(failure(p('\x80\x02h\x07.')).message).toBe('Memo value not found at index 7 (offset 2, BINGET)');
  });
});

describe('hooks', () => {
  it('may load pickles themselves', () => {
    const registry = new Registry().addFunction('m', 'f', (data: Uint8Array) => loads(data, JS));
    expect(loads(p('](cm\nf\nC\x04K\x05\x85.\x85RK\x06e.'), { ...JS, registry })).toEqual([[5], 6]);
  });
  it('that throw are the cause of an error with a place', () => {
    const cause = new RangeError('no');
    const registry = new Registry().addFunction('m', 'f', () => {
      throw cause;
    });
    const error = failure(p('cm\nf\n)R.'), { registry });
    expect(error).toBeInstanceOf(UnpicklingError);
    expect(error).toMatchObject({ offset: 6, opcode: 'REDUCE', cause });
  });
  it('of classes take state and items', () => {
    class Point {
      x = 0;
    }
    const registry = new Registry().addClass('m', 'P', Point);
    const value = loads(p('cm\nP\n)\x81}X\x01\0\0\0xK\x05sb.'), { ...JS, registry });
    expect(value).toBeInstanceOf(Point);
    expect(value.x).toBe(5);
    expect(loads(p('cm\nP\n)\x81}X\x01\0\0\0xK\x05sb.'), { ...JS, findClass: () => Point })).toBeInstanceOf(Point);
  });
});

describe('what nobody registered', () => {
  it('is data', () => {
    const value = loads(p('cos\nsystem\nX\x02\0\0\0ls\x85R.'), JS);
    expect(value).toBeInstanceOf(PyCall);
    expect(value).toMatchObject({ module: 'os', name: 'system', args: ['ls'] });
    const object = loads(p('cm\nC\n)\x81}X\x01\0\0\0xK\x05sb.'), JS);
    expect(object).toBeInstanceOf(PyObject);
    expect(object.state).toEqual({ x: 5 });
  });
  it('keeps the setter of a six-part reduction', () => {
    const object = loads(p('cm\nC\n)\x81q\0cm\nset\nh\0K\x05\x86R0.'), JS);
    expect(object).toMatchObject({ module: 'm', name: 'C', state: 5 });
    expect(object.stateSetter).toBeInstanceOf(PyGlobal);
  });
  it('takes no state as a class', () => {
    expect(failure(p('cm\nC\n}b.')).opcode).toBe('BUILD');
  });
});

describe('input', () => {
  it('must be bytes', () => {
    expect(() => loads('text' as never)).toThrow(PickleError);
    expect(() => loads([1] as never)).toThrow(/Uint8Array.from/);
    expect(() => loads(undefined as never)).toThrow(PickleError);
  });
  it('may be a Buffer, an ArrayBuffer, a DataView, shared memory', () => {
    const bytes = p('C\x02ab.');
    expect(loads(Buffer.from(bytes), JS)).toEqual(new Uint8Array([97, 98]));
    expect(loads(Buffer.from(bytes), JS).constructor).toBe(Uint8Array);
    expect(loads(bytes.buffer, JS)).toEqual(new Uint8Array([97, 98]));
    expect(loads(new DataView(bytes.buffer), JS)).toEqual(new Uint8Array([97, 98]));
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
    shared.set(bytes);
    expect(loads(shared, JS)).toEqual(new Uint8Array([97, 98]));
  });
  it('is viewed, or copied when asked', () => {
    const bytes = p('C\x02ab.');
    expect(loads(bytes, JS).buffer).toBe(bytes.buffer);
    expect(loads(bytes, { ...JS, copy: true }).buffer).not.toBe(bytes.buffer);
  });
  it('that is no pickle is recognised', () => {
    expect(failure(p('\x1f\x8b\x08')).message).toContain('gzip');
    expect(failure(p('<html>')).message).toContain('web page');
    for (const text of ['hello world', 'Name,Age\n', 'I am a text\n', 'some text\n', '(see below)', '\x93NUMPY\x01\0'])
      expect(failure(p(text)).message, text).toContain('these bytes do not look like a pickle');
    // A pickle, though a broken one; or of a protocol to come; or cut off.
    for (const text of ['\x80\x04h\x07.', '\x80\x06N.', 'K', ''])
      expect(failure(p(text)).message, text).not.toContain('look like');
  });
  it('that nests a million lists', () => {
    const depth = 1_000_000;
    const data = new Uint8Array(2 * depth);
    data
      .fill(0x5d, 0, depth)
      .fill(0x61, depth)
      .set([0x2e], 2 * depth - 1);
    let value = loads(data, JS);
    let count = 1;
    while (value.length > 0) {
      value = value[0];
      count++;
    }
    expect(count).toBe(depth);
  });
});

describe('numbers in lists', () => {
  it('come in any mixture', () => {
    const float = 'G?\xf8\0\0\0\0\0\0';
    expect(loads(p(`](${float}${float}e(K\x01M\0\x01J\xff\xff\xff\xffe(K\x01${float}Ne.`), JS)).toEqual([
      1.5,
      1.5,
      1,
      256,
      -1,
      1,
      1.5,
      null,
    ]);
  });
});

async function* chunks(data: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < data.length; at += size) yield data.slice(at, at + size);
}

describe('streams', () => {
  const pickle = p('\x80\x04](B\x04\0\0\0abcdV\u00e9\nX\x03\0\0\0xyzNe.');
  const value = [p('abcd'), 'é', 'xyz', null];
  it.each([1, 2, 7, 100])('in chunks of %i bytes', async (size) => {
    expect(await load(chunks(pickle, size), JS)).toEqual(value);
  });
  it('of every kind', async () => {
    expect(await load(new Blob([pickle as never]), JS)).toEqual(value);
    expect(await load(new Response(pickle as never), JS)).toEqual(value);
    expect(await load([pickle], JS)).toEqual(value);
    expect(await load(pickle, JS)).toEqual(value);
    await expect(load('text' as never)).rejects.toThrow(PickleError);
    await expect(load(['text'] as never, JS)).rejects.toThrow(/without an encoding/);
  });
  it('may hold several pickles', async () => {
    const two = p('K\x01.K\x02.');
    expect([...loadAll(two, JS)]).toEqual([1, 2]);
    const values: unknown[] = [];
    for await (const one of loadAll(chunks(two, 1), JS)) values.push(one);
    expect(values).toEqual([1, 2]);
    const unpickler = new Unpickler(two, JS);
    expect([unpickler.load(), unpickler.position, unpickler.load(), unpickler.position]).toEqual([1, 3, 2, 6]);
    expect(() => unpickler.load()).toThrow(TruncatedError);
    const streaming = new Unpickler(chunks(two, 2), JS);
    expect([await streaming.load(), streaming.position, await streaming.load()]).toEqual([1, 3, 2]);
  });
  it('that lie about a length allocate nothing', async () => {
    const lie = p('\x8e\0\0\0\0\xff\0\0\0abc');
    await expect(load(chunks(lie, 4), JS)).rejects.toMatchObject({
      name: 'TruncatedError',
      offset: 0,
      opcode: 'BINBYTES8',
    });
  });
  it('report progress', async () => {
    const seen: number[] = [];
    await load(new Blob([pickle as never]), { ...JS, onProgress: (done, total) => seen.push(done, total ?? -1) });
    expect(seen.slice(-2)).toEqual([pickle.length, pickle.length]);
  });
});

describe('limits', () => {
  it.each([
    [{ nodes: 3 }, '](K\x01K\x02K\x03e.'],
    [{ items: 2 }, '](K\x01K\x02K\x03e.'],
    [{ items: 2 }, '(K\x01K\x02K\x03t.'],
    [{ items: 1 }, '}(X\x01\0\0\0aNX\x01\0\0\0bNu.'],
    [{ items: 1 }, '}X\x01\0\0\0aNsX\x01\0\0\0bNs.'],
    [{ digits: 3 }, 'I1234\n.'],
  ])('%j', (limits, pickle) => {
    expect(failure(p(pickle), { limits })).toBeInstanceOf(LimitError);
    expect(() => loads(p(pickle), JS)).not.toThrow();
  });
});
