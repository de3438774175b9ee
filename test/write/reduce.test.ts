/** Objects: the reduce protocol, inert data, persistent ids, extension codes, out-of-band buffers, the memo. */
import { describe, expect, it } from 'vitest';
import { PicklingError } from '../../src/base/errors.js';
import { loads } from '../../src/read/loads.js';
import { REDUCE, type Reduction } from '../../src/registry/reduction.js';
import { Registry } from '../../src/registry/registry.js';
import { ByteArray, Bytes } from '../../src/values/bytes.js';
import { ExtensionCode, PersistentId, PyCall, PyGlobal, PyObject } from '../../src/values/global.js';
import { PickleBuffer } from '../../src/values/picklebuffer.js';
import { FrozenSet } from '../../src/values/set.js';
import { Tuple } from '../../src/values/tuple.js';
import type { DumpOptions } from '../../src/write/dump-options.js';
import { dumps, Pickler } from '../../src/write/dumps.js';

const hex = (value: unknown, options?: DumpOptions) => Buffer.from(dumps(value, options)).toString('hex');
const text = (value: unknown, options?: DumpOptions) => Buffer.from(dumps(value, options)).toString('latin1');
const NEWOBJ = new PyGlobal('copyreg', '__newobj__');
const CLS = new PyGlobal('m', 'C');

class Reduced {
  readonly parts: Reduction;
  constructor(...parts: unknown[]) {
    this.parts = parts as Reduction;
  }
  [REDUCE](): Reduction {
    return this.parts;
  }
}

describe('reductions', () => {
  it('two to six parts', () => {
    expect(text(new Reduced(CLS, [1]), { protocol: 0 })).toBe('cm\nC\np0\n(I1\ntp1\nRp2\n.');
    const object = new PyObject(CLS, [1]);
    object.state = { a: 1 };
    object.items = [1, 2];
    object.entries = [['k', 3]];
    const reduced = new Reduced(NEWOBJ, [CLS, 1], { a: 1 }, [1, 2], new Map([['k', 3]]));
    for (let protocol = 0; protocol <= 5; protocol++)
      expect(hex(reduced, { protocol })).toBe(hex(object, { protocol }));
  });

  it('null and undefined parts are absent', () => {
    expect(hex(new Reduced(CLS, [], null, null, undefined, null))).toBe(hex(new Reduced(CLS, [])));
  });

  it('wrong parts are errors', () => {
    expect(() => dumps(new Reduced(CLS))).toThrow('two to six parts');
    expect(() => dumps(new Reduced(CLS, 5))).toThrow('arguments');
    expect(() => dumps(new Reduced(CLS, [], null, 5))).toThrow('listItems of a reduction must be iterable');
    expect(() => dumps(new Reduced(CLS, [], null, null, [1]))).toThrow('[key, value] pairs');
    expect(() => dumps({ x: new Reduced(CLS, [], null, (async function* () {})()) })).toThrow(
      'by dump(), which waits for it (at $.x)',
    );
  });

  it('a reducer may return a global', () => {
    const dispatchTable = new Map<unknown, (value: unknown) => string | PyGlobal>([
      [Date, () => 'pkg.mod.NAME'],
      [RegExp, () => new PyGlobal('a', 'b')],
      [URL, () => 'mod:Outer.Inner'],
    ]);
    const options = { dispatchTable, protocol: 3 };
    expect(hex([new Date(), /x/], options)).toBe(
      hex([new PyGlobal('pkg.mod', 'NAME'), new PyGlobal('a', 'b')], options),
    );
    expect(hex(new URL('http://x'), options)).toBe(hex(new PyGlobal('mod', 'Outer.Inner'), options));
    expect(() => dumps(new Date(), { dispatchTable: new Map([[Date, () => 'nodot']]) })).toThrow(
      "'nodot', which names no global",
    );
  });

  it('the order is reducerOverride, dispatchTable, REDUCE', () => {
    const object = new Reduced(CLS, [0]);
    const dispatchTable = new Map([[Reduced, (): Reduction => [CLS, [1]]]]);
    const reducerOverride = (value: unknown): Reduction | undefined => (value === object ? [CLS, [2]] : undefined);
    expect(hex(object)).toBe(hex(new PyCall(CLS, [0])));
    expect(hex(object, { dispatchTable })).toBe(hex(new PyCall(CLS, [1])));
    expect(hex(object, { dispatchTable, reducerOverride })).toBe(hex(new PyCall(CLS, [2])));
  });

  it('reducerOverride does not see basic types, and sees functions', () => {
    const seen: unknown[] = [];
    const hello = () => {};
    dumps([1, 'a', null, true, 1n, {}, new Map(), new Set(), new Uint8Array(1), new Tuple([1]), hello, CLS], {
      reducerOverride: (value) => {
        seen.push(value);
        return value === hello ? 'm.hello' : undefined;
      },
    });
    expect(seen).toEqual([hello, CLS]);
  });

  it('iterators are pulled one batch ahead at most', () => {
    let pulled = 0;
    const written: number[] = [];
    class Item {
      [REDUCE](): Reduction {
        written.push(pulled);
        return [CLS, []];
      }
    }
    function* items() {
      for (pulled = 1; pulled <= 5; pulled++) yield new Item();
    }
    dumps(new Reduced(CLS, [], null, items()));
    expect(written).toEqual([2, 2, 3, 4, 5]);
  });

  it('registered classes and functions are globals, and their instances objects with state', () => {
    class Point {
      x = 1;
    }
    class Empty {}
    const move = () => {};
    const registry = new Registry(null)
      .addClass('geo', 'Point', Point)
      .addClass('geo', 'Empty', Empty)
      .addFunction('geo', 'move', move);
    const point = new PyObject(new PyGlobal('geo', 'Point'), []);
    point.state = { x: 1 };
    const plain = [
      new PyGlobal('geo', 'Point'),
      new PyGlobal('geo', 'move'),
      point,
      new PyObject(new PyGlobal('geo', 'Empty'), []),
    ];
    for (const protocol of [2, 4])
      expect(hex([Point, move, new Point(), new Empty()], { registry, protocol })).toBe(hex(plain, { protocol }));
  });

  it('a cycle without an end is an error', () => {
    const tuple = new Tuple<unknown>([]);
    tuple.items.push(tuple);
    expect(() => dumps(tuple)).toThrow('contains itself in its own items or arguments without end');
    const call = new PyCall(CLS, []);
    call.args.push('x', call);
    expect(() => dumps(call)).toThrow(PicklingError);
    class Grows {
      [REDUCE](): Reduction {
        return [CLS, [[this]]];
      }
    }
    expect(() => dumps(new Grows())).toThrow(PicklingError);
    // Through a list there is an end: the list is in the memo before its items.
    const list: unknown[] = [];
    list.push(new PyCall(CLS, [list]), new FrozenSet([new Tuple([1])]));
    expect(() => dumps(list)).not.toThrow();
  });
});

describe('inert data', () => {
  it('PersistentId', () => {
    expect(text(new PersistentId('abc'), { protocol: 0 })).toBe('Pabc\n.');
    expect(text(new PersistentId(12n), { protocol: 0 })).toBe('P12\n.');
    expect(text(new PersistentId('abc'), { protocol: 1 })).toBe('X\x03\x00\x00\x00abcq\x00Q.');
    expect(text(new PersistentId(new Tuple(['a', 1])), { protocol: 2 })).toBe(
      '\x80\x02X\x01\x00\x00\x00aq\x00K\x01\x86q\x01Q.',
    );
    for (const id of ['é', 'a\nb', new Tuple([])])
      expect(() => dumps(new PersistentId(id), { protocol: 0 })).toThrow('protocol 0 must be ASCII');
  });

  it('ExtensionCode', () => {
    expect(hex([new ExtensionCode(1), new ExtensionCode(0x100), new ExtensionCode(0x12345)], { protocol: 2 })).toBe(
      '80025d71002882018300018445230100652e',
    );
    expect(() => dumps(new ExtensionCode(1), { protocol: 1 })).toThrow('needs protocol 2');
    expect(() => dumps(new ExtensionCode(0))).toThrow('1..2^31-1');
    const registry = new Registry(null).addExtension(7, 'm', 'C');
    expect(text(new ExtensionCode(7), { protocol: 1, registry })).toBe('cm\nC\nq\x00.');
  });

  it('extension codes of the registry stand for the name from protocol 2 on', () => {
    const registry = new Registry(null).addExtension(240, 'm', 'C');
    expect(hex([CLS, CLS], { registry, protocol: 2 })).toBe('80025d71002882f082f0652e');
    expect(text(CLS, { registry, protocol: 1 })).toBe('cm\nC\nq\x00.');
  });

  it('several states, and a state of None', () => {
    const object = new PyObject(CLS, []);
    object.state = null;
    object.moreStates = [1, 2];
    expect(text(object, { protocol: 2 })).toBe('\x80\x02cm\nC\nq\x00)\x81q\x01NbK\x01bK\x02b.');
  });

  it('old-style forms', () => {
    const inst = new PyObject(CLS, [1], 'INST');
    expect(text(inst, { protocol: 0 })).toBe('(I1\nim\nC\np0\n.');
    expect(text(inst, { protocol: 2 })).toBe('\x80\x02(K\x01im\nC\nq\x00.');
    const obj = new PyObject(CLS, [1], 'OBJ');
    expect(text(obj, { protocol: 1 })).toBe('(cm\nC\nq\x00K\x01oq\x01.');
    expect(text(obj, { protocol: 0 })).toBe('(I1\nim\nC\np0\n.');
  });

  it('NEWOBJ below protocol 2 calls copyreg', () => {
    expect(text(new PyObject(CLS, [1]), { protocol: 1 })).toBe(
      'ccopy_reg\n__newobj__\nq\x00(cm\nC\nq\x01K\x01tq\x02Rq\x03.',
    );
  });

  it('names that a protocol cannot carry', () => {
    expect(() => dumps(new PyGlobal('m', 'Größe'), { protocol: 2 })).toThrow('not ASCII');
    // Lines of GLOBAL are strict UTF-8; a str in front of STACK_GLOBAL is not.
    for (const global of [
      new PyGlobal('m', 'a\ud800'),
      new PyGlobal('m\udc00', 'a'),
      new PyGlobal('m\ud83d', '\ude00'),
    ]) {
      expect(() => dumps(global, { protocol: 3 })).toThrow('has a lone surrogate');
      expect(loads(dumps(global, { protocol: 4 }))).toEqual(global);
    }
    expect(loads(dumps(new PyGlobal('m', '😀'), { protocol: 3 }))).toEqual(new PyGlobal('m', '😀'));
    expect(() => dumps(new PyGlobal('m', 'a\nb'), { protocol: 3 })).toThrow('line break');
    expect(text(new PyGlobal('builtins', 'int'), { protocol: 2 })).toContain('__builtin__\nlong');
    expect(text(new PyGlobal('builtins', 'int'), { protocol: 2, fixImports: false })).toContain('builtins\nint');
  });
});

describe('persistentId', () => {
  it('is asked for every value and its own answer is not asked for', () => {
    const seen: unknown[] = [];
    const data = text(['a', 1, [null]], {
      protocol: 2,
      persistentId: (value) => {
        seen.push(value);
        return value === 1 ? 'one' : undefined;
      },
    });
    expect(data).toBe('\x80\x02]q\x00(X\x01\x00\x00\x00aq\x01X\x03\x00\x00\x00oneq\x02Q]q\x03Nae.');
    expect(seen).toEqual([['a', 1, [null]], 'a', 1, [null], null]);
  });

  it('is asked for keys, values, and module names', () => {
    const seen: unknown[] = [];
    dumps({ k: new PyGlobal('m', 'C') }, { persistentId: (value) => void seen.push(value) });
    expect(seen.slice(1)).toEqual(['k', new PyGlobal('m', 'C'), 'm', 'C']);
  });

  it('may answer with a container', () => {
    expect(text([5], { protocol: 1, persistentId: (value) => (value === 5 ? ['x', 2] : null) })).toBe(
      ']q\x00]q\x01(X\x01\x00\x00\x00xq\x02K\x02eQa.',
    );
  });
});

describe('buffers', () => {
  const data = Uint8Array.of(1, 2, 3);

  it('stay in-band without a callback', () => {
    expect(hex(new PickleBuffer(data), { protocol: 5 })).toBe(hex(new ByteArray(data), { protocol: 5 }));
    expect(hex(new PickleBuffer(data, { readonly: true }), { protocol: 5 })).toBe(
      hex(new Bytes(data), { protocol: 5 }),
    );
    expect(() => dumps(new PickleBuffer(data), { protocol: 4 })).toThrow('protocol 5');
  });

  it('go out-of-band when the callback returns something falsy, each time', () => {
    const buffers: PickleBuffer[] = [];
    const buffer = new PickleBuffer(data, { readonly: true });
    expect(hex([buffer, buffer], { protocol: 5, bufferCallback: (b) => void buffers.push(b) })).toBe(
      '80059509000000000000005d942897989798652e',
    );
    expect(buffers).toEqual([buffer, buffer]);
    expect(hex(buffer, { protocol: 5, bufferCallback: () => true })).toBe(hex(new Bytes(data), { protocol: 5 }));
  });

  it('64 MB are not copied', () => {
    const large = new Float64Array(8 << 20);
    const buffers: PickleBuffer[] = [];
    const options: DumpOptions = { protocol: 5, typedArrays: 'numpy', bufferCallback: (b) => void buffers.push(b) };
    expect(dumps(large, options).length).toBeLessThan(300);
    expect(buffers[0].raw().buffer).toBe(large.buffer);
    expect(buffers[0].raw().length).toBe(64 << 20);
  });
});

describe('memo', () => {
  it('false writes no memo, and refuses cycles', () => {
    const shared = [1];
    expect(hex([shared, shared, 'a', 'a'], { memo: false })).toBe(
      '80049512000000000000005d285d4b01615d4b01618c01618c0161652e',
    );
    const cycle: unknown[] = [];
    cycle.push({ cycle });
    for (const protocol of [0, 2, 4]) {
      expect(() => dumps(cycle, { memo: false, protocol })).toThrow('contains itself, which memo: false cannot write');
    }
  });

  it('of a Pickler lives on', () => {
    const pickler = new Pickler({ protocol: 2 });
    const value = { a: 'text' };
    const first = pickler.dumps(value);
    expect(Buffer.from(pickler.dumps([value, 'text', 'a'])).toString('latin1')).toBe(
      '\x80\x02]q\x03(h\x00h\x02h\x01e.',
    );
    pickler.clearMemo();
    expect(pickler.dumps(value)).toEqual(first);
  });

  it('of a Pickler forgets a failed pickle', () => {
    const pickler = new Pickler({ protocol: 2 });
    const kept = ['kept'];
    const first = pickler.dumps(kept);
    const lost = { lost: ['x', 'é', CLS] };
    expect(() => pickler.dumps([lost, () => {}])).toThrow(PicklingError);
    const next = Buffer.from(pickler.dumps([kept, lost])).toString('latin1');
    expect(first.length).toBe(18);
    expect(next.startsWith('\x80\x02]q\x02(h\x00}q\x03X\x04\x00\x00\x00lostq\x04]q\x05(X\x01\x00\x00\x00xq\x06')).toBe(
      true,
    );
    expect(next).toContain('cm\nC\nq\x08');
  });

  it('many strings, in two pickles after each other', () => {
    const strings = Array.from({ length: 50_000 }, (_, i) => `s${i}`);
    const once = dumps(strings);
    expect(dumps(strings)).toEqual(once);
    dumps(['s1', 's2']);
    const twice = dumps([...strings, ...strings], { protocol: 1 });
    expect(twice.length).toBe(dumps(strings, { protocol: 1 }).length + 255 * 2 + (50_000 - 255) * 5 + 50 * 2);
  });
});
