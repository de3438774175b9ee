/**
 * Out-of-band buffers that are read in the exact model go out again as they came: the same memory, nothing copied (PEP
 * 574).
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ByteArray, Bytes, dumps, type NDArray, PickleBuffer, PyCall, PyGlobal, repr } from '../../src/index.js';
import { ENGINES, loadsOn } from '../helpers/engines.js';
import { tokens } from '../helpers/typed.js';
import rows from '../vectors/buffers.json' with { type: 'json' };

const maker = fileURLToPath(new URL('../vectors/make_buffers.py', import.meta.url));
const found = spawnSync('python3', ['--version']).status === 0;
if (!found) console.log('test/write/buffers.test.ts: no python3 on the PATH, so Python reads nothing here');

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
const hexOf = (data: Uint8Array) => Buffer.from(data).toString('hex');

const pickles = (rows as unknown as [string, string, [string, boolean][], string][]).map(
  ([name, pickle, parts, described]) => {
    const made = new Map<string, Uint8Array>();
    // What Python had once is one object here, too.
    const buffers = parts.map(([hex]) => {
      const known = name.startsWith('one') ? made.get(hex) : undefined;
      const view = known ?? bytesOf(hex);
      made.set(hex, view);
      return view;
    });
    return { name, data: bytesOf(pickle), parts, buffers, described };
  },
);

describe.each(ENGINES)('out-of-band buffers (%s)', (engine) => {
  it.each(pickles)('$name: header and memory are handed on as they came', ({ data, buffers, parts }) => {
    const value = loadsOn(engine, data, { exact: true, buffers });
    const taken: PickleBuffer[] = [];
    const header = dumps(value, { protocol: 5, bufferCallback: (buffer) => void taken.push(buffer) });
    expect(hexOf(header)).toBe(hexOf(data));
    expect(taken.map((buffer) => buffer.readonly)).toEqual(parts.map(([, readonly]) => readonly));
    taken.forEach((buffer, i) => {
      expect(buffer.raw().buffer).toBe(buffers[i].buffer);
      expect(buffer.raw().byteOffset).toBe(buffers[i].byteOffset);
      expect(buffer.raw().length).toBe(buffers[i].length);
    });
    // What the callback has got is what `buffers` takes.
    expect(tokens(loadsOn(engine, header, { exact: true, buffers: taken }))).toEqual(tokens(value));
    expect(tokens(loadsOn(engine, header, { buffers: taken }), { natural: true })).toEqual(
      tokens(loadsOn(engine, data, { buffers }), { natural: true }),
    );
  });

  it.runIf(found)('Python reads what was handed on, in-band too', () => {
    const lines: string[] = [];
    const expected: string[] = [];
    for (const { name, data, buffers, described } of pickles) {
      const value = loadsOn(engine, data, { exact: true, buffers });
      const taken: PickleBuffer[] = [];
      const header = dumps(value, { protocol: 5, bufferCallback: (buffer) => void taken.push(buffer) });
      lines.push(JSON.stringify([hexOf(header), taken.map((buffer) => [hexOf(buffer.raw()), buffer.readonly])]));
      expected.push(`${name}: ${described}`);
      if (name.startsWith('one')) continue;
      lines.push(JSON.stringify([hexOf(dumps(value, { protocol: 5 })), []]));
      // In-band, a read-only buffer is bytes.
      expected.push(`${name}: ${described.replace(/memoryview\((b'[^']*'), True\)/g, '$1')}`);
    }
    const { stdout } = spawnSync('python3', ['-W', 'ignore', maker, '--describe'], {
      input: `${lines.join('\n')}\n`,
      encoding: 'utf-8',
    });
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line, i) => `${expected[i]?.split(':')[0]}: ${line}`),
    ).toEqual(expected);
  });

  it('one buffer handed in twice is one object', () => {
    const memory = bytesOf('0102');
    const data = bytesOf('800597979486942e'.replace('9794', '97'));
    const [first, second] = (
      loadsOn(engine, data, { exact: true, buffers: [memory, memory] }) as { items: PickleBuffer[] }
    ).items;
    expect(second).toBe(first);
    expect(first.raw().buffer).toBe(memory.buffer);
    const [other, another] = (
      loadsOn(engine, data, { exact: true, buffers: [memory, memory.slice()] }) as { items: PickleBuffer[] }
    ).items;
    expect(other).not.toBe(another);
  });

  it('the natural model has the caller’s own object', () => {
    const memory = new Uint16Array(2);
    expect(loadsOn(engine, bytesOf('8005972e'), { buffers: [memory] })).toBe(memory);
    expect(loadsOn(engine, bytesOf('800597982e'), { buffers: [memory.buffer] })).toBe(memory.buffer);
    expect(loadsOn(engine, bytesOf('8005972e'), { buffers: [new PickleBuffer(memory)] })).toEqual(new Uint8Array(4));
  });

  it('READONLY_BUFFER of what is read-only is the same object', () => {
    const given = new PickleBuffer(bytesOf('01'), { readonly: true });
    expect(loadsOn(engine, bytesOf('8005972e'), { exact: true, buffers: [given] })).toBe(given);
    expect(loadsOn(engine, bytesOf('800597982e'), { exact: true, buffers: [given] })).toBe(given);
    const writable = new PickleBuffer(given.raw());
    const made = loadsOn(engine, bytesOf('800597982e'), { exact: true, buffers: [writable] }) as PickleBuffer;
    expect([made.readonly, made.raw().buffer === given.raw().buffer, writable.readonly]).toEqual([true, true, false]);
  });

  it('calls of bytes and bytearray take one', () => {
    const call = (name: string) =>
      Buffer.concat([bytesOf('8005'), Buffer.from(`cbuiltins\n${name}\n`), bytesOf('9785522e')]);
    const made = (name: string) => loadsOn(engine, call(name), { exact: true, buffers: [bytesOf('0102')] });
    expect(made('bytes')).toEqual(new Bytes(bytesOf('0102')));
    expect(made('bytearray')).toEqual(new ByteArray(bytesOf('0102')));
  });

  it('an array keeps whether its memory is read-only', () => {
    const memory = Int32Array.of(1, 2);
    const data = dumps(memory, { protocol: 5, typedArrays: 'numpy', bufferCallback: () => false });
    const read = (readonly: boolean) =>
      loadsOn(engine, data, { exact: true, buffers: [new PickleBuffer(memory, { readonly })] }) as NDArray;
    expect([read(true).readonly, read(false).readonly]).toEqual([true, false]);
    expect(read(false).bytes.buffer).toBe(memory.buffer);
  });
});

describe('PickleBuffer', () => {
  it('is printed as what it would be in-band', () => {
    expect(repr(new PickleBuffer(bytesOf('6162')))).toBe("bytearray(b'ab')");
    expect(repr(new PickleBuffer(bytesOf('6162'), { readonly: true }))).toBe("b'ab'");
  });

  it('takes memory only', () => {
    expect(() => new PickleBuffer(5 as never)).toThrow('ArrayBuffer, typed array or DataView expected');
    expect(() => new PickleBuffer([1] as never)).toThrow('ArrayBuffer, typed array or DataView expected');
  });

  it('is not handed on when its memory is gone', () => {
    const memory = bytesOf('0102');
    const buffer = new PickleBuffer(memory);
    structuredClone(memory.buffer, { transfer: [memory.buffer] });
    expect(() =>
      dumps(new PyCall(new PyGlobal('m', 'f'), [buffer]), { protocol: 5, bufferCallback: () => false }),
    ).toThrow('cannot be read');
  });
});
