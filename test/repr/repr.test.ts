/** `repr` against CPython's own output (test/vectors/repr.json), and what CPython has no counterpart for. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PickleError } from '../../src/base/errors.js';
import { exactFloat } from '../../src/model/value-model.js';
import { repr } from '../../src/repr/index.js';
import { ByteArray, Bytes } from '../../src/values/bytes.js';
import { Complex, Range, Slice } from '../../src/values/complex-range-slice.js';
import { Dict } from '../../src/values/dict.js';
import { Float } from '../../src/values/float.js';
import { ExtensionCode, PersistentId, PyCall, PyGlobal, PyObject } from '../../src/values/global.js';
import { REPR, REPR_CYCLE, type ReprPart } from '../../src/values/protocol.js';
import { FrozenSet, PySet } from '../../src/values/set.js';
import { Ellipsis, NotImplemented } from '../../src/values/singletons.js';
import { Tuple } from '../../src/values/tuple.js';

interface Row {
  expr: string;
  value: unknown;
  repr: string;
}

const vectors: { python: string; rows: Row[] } = JSON.parse(
  readFileSync(new URL('../vectors/repr.json', import.meta.url), 'utf8'),
);

// biome-ignore lint/suspicious/noExplicitAny: the content depends on the tag
type Content = any;

/** Values from the tagged JSON of make_repr.py. */
function untag(value: unknown, seen: unknown[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const [kind, content] = Object.entries(value)[0] as [string, Content];
  switch (kind) {
    case 'ref':
      return seen[content];
    case 'int':
      return Number.isSafeInteger(Number(content)) ? Number(content) : BigInt(content);
    case 'float':
      return exactFloat(untagFloat(content));
    case 'complex':
      return new Complex(untagFloat(content[0]), untagFloat(content[1]));
    case 'bytes':
      return new Bytes(Buffer.from(content, 'hex'));
    case 'bytearray':
      return new ByteArray(Buffer.from(content, 'hex'));
    case 'range':
      return new Range(...(content.map((part: unknown) => untag(part, seen)) as [number, number, number]));
    case 'slice':
      return new Slice(...(content.map((part: unknown) => untag(part, seen)) as [unknown, unknown, unknown]));
    case 'constant':
      return content === 'Ellipsis' ? Ellipsis : NotImplemented;
    case 'list': {
      const list: unknown[] = [];
      seen.push(list);
      for (const item of content) list.push(untag(item, seen));
      return list;
    }
    case 'tuple': {
      const tuple = new Tuple<unknown>([]);
      seen.push(tuple);
      for (const item of content) tuple.items.push(untag(item, seen));
      return tuple;
    }
    case 'dict': {
      const dict = new Dict();
      seen.push(dict);
      for (const [key, item] of content) dict.set(untag(key, seen), untag(item, seen));
      return dict;
    }
    case 'set':
    case 'frozenset': {
      const place = seen.push(undefined) - 1;
      const items = content.map((item: unknown) => untag(item, seen));
      seen[place] = kind === 'set' ? new PySet(items) : new FrozenSet(items);
      return seen[place];
    }
    default:
      throw new Error(`unknown tag ${kind}`);
  }
}

function untagFloat(hex: string): number {
  return Buffer.from(hex, 'hex').readDoubleBE();
}

describe(`repr as CPython ${vectors.python}`, () => {
  it.each(vectors.rows.map((row) => [row.expr.slice(0, 80), row] as const))('%s', (_, row) => {
    expect(repr(untag(row.value, []))).toBe(row.repr);
  });
});

const cyclicArray: unknown[] = [1];
cyclicArray.push(cyclicArray);
const cyclicObject: Record<string, unknown> = {};
cyclicObject.self = cyclicObject;
const cyclicMap = new Map<unknown, unknown>();
cyclicMap.set('self', [cyclicMap]);
const holder = new PyObject(new PyGlobal('m', 'Node'), []);
const cyclicSet = new PySet([holder]);
holder.state = cyclicSet;
const inert = new PyObject(new PyGlobal('shop.models', 'Item'), [1, 'a'], 'NEWOBJ_EX', new Dict([['size', 2]]));
inert.items = [3];
inert.entries = [['k', new Tuple([1])]];
inert.state = new Dict([['price', new Float(2)]]);
inert.stateSetter = new PyGlobal('shop.models', 'set_state');
const withStates = new PyCall(new PyGlobal('m', 'f'), []);
withStates.state = 1;
withStates.moreStates = [2, 3];

describe('natural values', () => {
  it.each<[string, unknown, string]>([
    ['array', [1, [2]], '[1, [2]]'],
    ['object', { a: 1, b: { c: null } }, "{'a': 1, 'b': {'c': None}}"],
    ['object without prototype', Object.create(null), '{}'],
    ['empty object', {}, '{}'],
    ['own __proto__', JSON.parse('{"__proto__": 1}'), "{'__proto__': 1}"],
    [
      'Map',
      new Map<unknown, unknown>([
        [1, 'x'],
        [[1, 2], true],
      ]),
      "{1: 'x', [1, 2]: True}",
    ],
    ['empty Map', new Map(), '{}'],
    ['Set', new Set([1, 'a']), "{1, 'a'}"],
    ['empty Set', new Set(), 'set()'],
    ['Uint8Array', new Uint8Array([0, 65, 255]), "b'\\x00A\\xff'"],
    ['safe integer', 9007199254740991, '9007199254740991'],
    ['unsafe integer is a float', 2 ** 53, '9007199254740992.0'],
    ['bigint', 2n ** 64n, '18446744073709551616'],
    ['-0', -0, '-0.0'],
    ['float', 0.1, '0.1'],
    ['cyclic array', cyclicArray, '[1, [...]]'],
    ['cyclic object', cyclicObject, "{'self': {...}}"],
    ['cyclic Map', cyclicMap, "{'self': [{...}]}"],
    ['set inside itself', cyclicSet, '{m.Node(state=set(...))}'],
    ['undefined', [undefined], '[<undefined>]'],
    ['symbol', Symbol('s'), '<Symbol(s)>'],
    ['function', parseInt, '<parseInt function>'],
    ['Date', new Date(0), '<Date object>'],
    ['typed array', new Float64Array(2), '<Float64Array object>'],
  ])('%s', (_, value, text) => {
    expect(repr(value)).toBe(text);
  });
});

describe('inert values', () => {
  it.each<[string, unknown, string]>([
    ['global', new PyGlobal('os', 'system'), '<os.system>'],
    ['nested name', new PyGlobal('a.b', 'Outer.Inner'), '<a.b.Outer.Inner>'],
    ['local class', new PyGlobal('m', 'f.<locals>.C'), '<m.f.<locals>.C>'],
    ['name that is no identifier', new PyGlobal('m', "x', 1)\n"), '<m."x\', 1)\\n">'],
    ['call', new PyCall(new PyGlobal('os', 'system'), ['ls']), "os.system('ls')"],
    [
      'call of a computed callable',
      new PyCall(new PyCall(new PyGlobal('builtins', 'getattr'), [1]), [2]),
      'builtins.getattr(1)(2)',
    ],
    ['instance', new PyObject(new PyGlobal('m', 'C'), []), 'm.C()'],
    [
      'instance with everything',
      inert,
      "shop.models.Item(1, 'a', **{'size': 2}, items=[3], entries={'k': (1,)}, state={'price': 2.0}, stateSetter=<shop.models.set_state>)",
    ],
    ['several states', withStates, 'm.f(state=1, state=2, state=3)'],
    ['persistent id', new PersistentId(new Tuple(['storage', 1])), "<persistent id ('storage', 1)>"],
    ['extension code', new ExtensionCode(5), '<extension code 5>'],
  ])('%s', (_, value, text) => {
    expect(repr(value)).toBe(text);
  });
});

describe('classes of their own', () => {
  class Deque {
    items: unknown[] = [];
    *[REPR](): Iterable<ReprPart> {
      yield 'deque(';
      yield { value: this.items };
      yield ')';
    }
    get [REPR_CYCLE](): string {
      return '[...]';
    }
  }
  class Plain {
    self: unknown = this;
    [REPR](): ReprPart[] {
      return ['Plain(', { value: this.self }, ')'];
    }
  }
  it('print what their method says', () => {
    const deque = new Deque();
    deque.items.push('a', deque);
    expect(repr([deque])).toBe("[deque(['a', [...]])]");
    expect(repr(new Plain())).toBe('Plain(...)');
  });
  it('a subclass of Dict prints as a dict', () => {
    class Own extends Dict {}
    const own = new Own([['a', 1]]);
    own.set('me', own);
    expect(repr(own)).toBe("{'a': 1, 'me': ...}");
  });
});

describe('size', () => {
  it('a million nested lists and tuples', () => {
    let list: unknown = [];
    let tuple: unknown = new Tuple([]);
    for (let i = 0; i < 1_000_000; i++) {
      list = [list];
      tuple = new Tuple([tuple]);
    }
    expect(repr(list)).toBe('['.repeat(1_000_001) + ']'.repeat(1_000_001));
    expect(repr(tuple).length).toBe(2_000_002 + 1_000_000);
  });
  it('doubled structures stop at maxLength', () => {
    let tuple: unknown = new Tuple([]);
    for (let i = 0; i < 100; i++) tuple = new Tuple([tuple, tuple]);
    expect(() => repr(tuple, { maxLength: 100_000 })).toThrow(PickleError);
    expect(() => repr(tuple, { maxLength: 100_000 })).toThrow(
      'the repr is longer than 100000 characters; raise the option maxLength to see it all',
    );
  });
  it('maxLength is exact', () => {
    expect(repr('abc', { maxLength: 5 })).toBe("'abc'");
    expect(() => repr('abcd', { maxLength: 5 })).toThrow(PickleError);
  });
  it('long text is escaped in pieces without cutting a character', () => {
    const text = `x${'\u{1f600}'.repeat(40_000)}\n`;
    expect(repr(text)).toBe(`'x${'\u{1f600}'.repeat(40_000)}\\n'`);
    expect(repr(`${'x'.repeat(32767)}\ud83d`)).toBe(`'${'x'.repeat(32767)}\\ud83d'`);
    expect(repr(new Uint8Array(10_000))).toBe(`b'${'\\x00'.repeat(10_000)}'`);
  });
});

describe('an int that is longer than maxLength', () => {
  it('is refused before its digits are made', () => {
    // Processor time, since others may be at work: making the digits takes several seconds of it.
    const start = process.cpuUsage();
    expect(() => repr([-(1n << 40_000_000n)], { maxLength: 1000 })).toThrow('longer than 1000 characters');
    expect(process.cpuUsage(start).user).toBeLessThan(1e6);
  });
  it('is shown when it fits, to the digit', () => {
    for (const digits of [1, 19, 20, 999, 1000]) {
      const value = 10n ** BigInt(digits - 1);
      expect(repr(value, { maxLength: digits })).toBe(String(value));
      expect(repr(-value, { maxLength: digits + 1 })).toBe(String(-value));
      expect(() => repr(value * 10n, { maxLength: digits })).toThrow(PickleError);
    }
  });
});
