import { describe, expect, it } from 'vitest';
import { UnpicklingError } from '../../../src/base/errors.js';
import { standardRegistry } from '../../../src/families/standard.js';
import {
  ChainMap,
  Counter,
  type Deque,
  OrderedDict,
  UserString,
} from '../../../src/families/stdlib/collections/collections.js';
import { EnumMember } from '../../../src/families/stdlib/enum/enum-member.js';
import { addEnum } from '../../../src/families/stdlib/enum/hooks.js';
import { PyException } from '../../../src/families/stdlib/exceptions/exception.js';
import { type PathFlavour, PyPath } from '../../../src/families/stdlib/pathlib/path.js';
import { SimpleNamespace } from '../../../src/families/stdlib/types/simple-namespace.js';
import { Registry } from '../../../src/registry/registry.js';
import { repr } from '../../../src/repr/index.js';
import { ByteArray, Bytes } from '../../../src/values/bytes.js';
import { Dict } from '../../../src/values/dict.js';
import { pyEquals, pyHash } from '../../../src/values/equality.js';
import { Float } from '../../../src/values/float.js';
import { PyCall, PyGlobal, PyObject } from '../../../src/values/global.js';
import { FrozenSet, PySet } from '../../../src/values/set.js';
import { Ellipsis, NoneType } from '../../../src/values/singletons.js';
import { Tuple } from '../../../src/values/tuple.js';
import { build, bytes, call, global, hooksOf, reduce } from '../call.js';

const OBJECT = new PyGlobal('builtins', 'object');
const RECONSTRUCTOR = new PyGlobal('copyreg', '_reconstructor');
const NEWOBJ = new PyGlobal('copyreg', '__newobj__');

describe('builtins', () => {
  it('makes core values of the model', () => {
    expect(call('builtins.set', [[1, 2, 2]])).toEqual(new PySet([1, 2]));
    expect(call('builtins.set', [[1, 2, 2]], { natural: true })).toEqual(new Set([1, 2]));
    expect(call('builtins.frozenset', [])).toEqual(new FrozenSet());
    expect(call('builtins.list', [new Tuple([1, 2])])).toEqual([1, 2]);
    expect(call('builtins.tuple', [[1, 2]])).toEqual(new Tuple([1, 2]));
    expect(call('builtins.tuple', ['ab'], { natural: true })).toEqual(['a', 'b']);
    expect(call('builtins.dict', [[new Tuple(['a', 1])]])).toEqual(new Dict([['a', 1]]));
    expect(call('builtins.dict', [[['a', 1]]], { natural: true })).toEqual({ a: 1 });
    expect(call('builtins.bytearray', ['a\xff', 'latin-1'])).toEqual(new ByteArray(bytes('61 FF')));
    expect(call('builtins.bytearray', [])).toEqual(new ByteArray(new Uint8Array(0)));
    expect(call('builtins.bytearray', [bytes('01')], { natural: true })).toEqual(bytes('01'));
    expect(call('builtins.bytes', [[1, 255]])).toEqual(new Bytes(bytes('01 FF')));
    expect(call('builtins.float', ['1'])).toEqual(new Float(1));
    expect(call('builtins.float', [' -1_0.5e1 '])).toEqual(new Float(-105));
    expect(call('builtins.int', ['-12_3'])).toBe(-123);
    expect(call('builtins.int', ['9'.repeat(20)])).toBe(99999999999999999999n);
    expect(repr(call('builtins.complex', [new Float(1), -2.5]))).toBe('(1-2.5j)');
    expect(repr(call('builtins.range', [10n ** 30n]))).toBe(`range(0, ${10n ** 30n})`);
    expect(repr(call('builtins.slice', [null, 5]))).toBe('slice(None, 5, None)');
    expect(call('builtins.type', [null])).toBe(NoneType);
    expect(reduce(NoneType)).toEqual([new PyGlobal('builtins', 'type'), [null]]);
    expect(standardRegistry().lookup('builtins', 'Ellipsis')).toBe(Ellipsis);
  });

  it('keeps as data what only Python could evaluate', () => {
    const inert = new PyCall(new PyGlobal('os', 'listdir'), []);
    for (const [name, ...args] of [
      ['list', inert],
      ['set', inert],
      ['bytearray', 10 ** 12],
      ['bytes', 5n],
      ['bytes', 'a', 'utf-8'],
      ['int', '12', 16],
      ['str', 5],
      ['type', 5],
      ['type', 'X', new Tuple([]), new Dict()],
      ['getattr', new PyGlobal('os', 'path'), 'join'],
      ['getattr', {}, 'constructor'],
      ['getattr', global('builtins.list'), '__class__'],
    ] as [string, ...unknown[]][]) {
      expect(call(`builtins.${name}`, args), name).toBeInstanceOf(PyCall);
    }
    expect(call('_codecs.encode', ['a', 'utf-8'])).toBeInstanceOf(PyCall);
    for (const name of ['eval', 'exec', '__import__', 'open', 'print', 'constructor', '__proto__', 'toString']) {
      expect(standardRegistry().lookup('builtins', name), name).toBeUndefined();
    }
    expect(standardRegistry().lookup('__proto__', 'constructor')).toBeUndefined();
  });

  it('refuses what Python refuses', () => {
    for (const [name, ...args] of [
      ['list', 5],
      ['set', null],
      ['bytes', 'abc'],
      ['bytes', [256]],
      ['bytearray', 'Ā', 'latin1'],
      ['int', 'x'],
      ['int', '1__0'],
      ['int', '9'.repeat(5000)],
      ['int', Number.NaN],
      ['float', '1_'],
      ['float', `${'1'.repeat(500_000)}x`],
      ['float', '0x1'],
      ['complex', null],
      ['range', 1, 2, 0],
      ['range', 1.5],
      ['range'],
      ['slice'],
      ['set', [[]]],
    ] as [string, ...unknown[]][]) {
      expect(() => call(`builtins.${name}`, args), name).toThrow(UnpicklingError);
    }
    expect(() => call('_codecs.encode', ['Ā', 'latin1'])).toThrow(UnpicklingError);
    expect(() => call('_codecs.encode', [5, 'latin1'])).toThrow(UnpicklingError);
  });

  it('encodes Latin-1', () => {
    expect(call('_codecs.encode', ['\x00\xff', 'latin1'])).toEqual(new Bytes(bytes('00 FF')));
    expect(call('_codecs.encode', ['a', 'latin-1'], { natural: true })).toEqual(bytes('61'));
  });
});

describe('collections', () => {
  it('OrderedDict', () => {
    const ordered: OrderedDict = call('collections.OrderedDict', [
      [
        ['b', 1],
        ['a', 2],
      ],
    ]);
    expect(repr(ordered)).toBe("OrderedDict({'b': 1, 'a': 2})");
    expect(
      pyEquals(
        ordered,
        new OrderedDict([
          ['a', 2],
          ['b', 1],
        ]),
      ),
    ).toBe(false);
    expect(
      pyEquals(
        ordered,
        new Dict([
          ['a', 2],
          ['b', 1],
        ]),
      ),
    ).toBe(true);
    build('collections.OrderedDict', ordered, new Dict([['x', 1]]));
    build('collections.OrderedDict', ordered, new Tuple([null, new Dict([['y', 2]])]));
    const [callee, args, state, , items] = reduce(ordered);
    expect(String(callee)).toBe('collections.OrderedDict');
    expect(args).toEqual([]);
    expect(state).toEqual(
      new Dict([
        ['x', 1],
        ['y', 2],
      ]),
    );
    expect([...(items as Iterable<unknown>)]).toEqual([
      ['b', 1],
      ['a', 2],
    ]);
    expect(() => build('collections.OrderedDict', ordered, 5)).toThrow(UnpicklingError);
    expect(() => call('collections.OrderedDict', [[['b']]])).toThrow(UnpicklingError);
    expect(() => pyHash(ordered)).toThrow(UnpicklingError);
  });

  it('natural Arrays are keys by value', () => {
    const ordered: OrderedDict = call('collections.OrderedDict', [], { natural: true });
    const { setItem } = hooksOf('collections.OrderedDict');
    setItem?.(ordered, [1, 2], 'a');
    setItem?.(ordered, [1, 2], 'b');
    expect(ordered.size).toBe(1);
    expect(ordered.get([1, 2])).toBe('b');
    expect(() => setItem?.(call('collections.OrderedDict', []), [1, 2], 'a')).toThrow(/unhashable/);
  });

  it('defaultdict', () => {
    const list = global('builtins.list');
    const value = call('collections.defaultdict', [list]);
    hooksOf('collections.defaultdict').setItem?.(value, 'a', [1]);
    expect(repr(value)).toMatch(/^defaultdict\(<.*list.*>, \{'a': \[1\]\}\)$/);
    expect(reduce(value).slice(0, 2)).toEqual([new PyGlobal('collections', 'defaultdict'), [list]]);
    expect(reduce(call('collections.defaultdict', []))[1]).toEqual([]);
    expect(() => call('collections.defaultdict', [5])).toThrow(UnpicklingError);
  });

  it('Counter', () => {
    expect(repr(call('collections.Counter', [{ a: 1, b: 3 }], { natural: true }))).toBe("Counter({'b': 3, 'a': 1})");
    expect(repr(call('collections.Counter', ['abb']))).toBe("Counter({'b': 2, 'a': 1})");
    expect(reduce(new Counter([['a', 1]]))[1]).toEqual([new Map([['a', 1]])]);
  });

  it('deque', () => {
    const deque: Deque = call('collections.deque', [new Tuple([]), 3]);
    hooksOf('collections.deque').extend?.(deque, [1, 2, 3, 4, 5]);
    expect(deque.items).toEqual([3, 4, 5]);
    deque.append(6);
    expect([...deque]).toEqual([4, 5, 6]);
    expect(deque.length).toBe(3);
    expect(repr(deque)).toBe('deque([4, 5, 6], maxlen=3)');
    expect(reduce(deque)).toEqual([new PyGlobal('collections', 'deque'), [new Tuple([]), 3], undefined, [4, 5, 6]]);
    expect(reduce(call('collections.deque', []))[1]).toEqual([]);
    expect(call('collections.deque', [[1, 2], 0]).items).toEqual([]);
    expect(call('collections.deque', [[1], 2n ** 62n]).maxlen).toBe(2n ** 62n);
    for (const args of [
      [[], -1],
      [[], 'x'],
      [[], 10n ** 30n],
    ])
      expect(() => call('collections.deque', args)).toThrow(UnpicklingError);
  });

  it('a bounded deque takes constant time per item', () => {
    const deque: Deque = call('collections.deque', [Array.from({ length: 200_000 }, () => 0), 200_000]);
    for (let i = 0; i < 1_000_000; i++) deque.append(i);
    expect(deque.at(-1)).toBe(999_999);
    expect(deque.length).toBe(200_000);
  });

  it('wrappers', () => {
    const chain = build(
      'collections.ChainMap',
      call('collections.ChainMap', [], { how: 'new' }),
      new Dict<string, unknown>([
        ['maps', [new Dict()]],
        ['x', 1],
      ]),
    );
    expect(repr(chain)).toBe('ChainMap({})');
    expect(reduce(chain, 1)).toEqual([
      RECONSTRUCTOR,
      [new PyGlobal('collections', 'ChainMap'), OBJECT, null],
      new Dict<string, unknown>([
        ['maps', [new Dict()]],
        ['x', 1],
      ]),
    ]);
    expect(reduce(chain, 2)[0]).toEqual(NEWOBJ);
    expect(() => build('collections.ChainMap', new ChainMap(), { maps: 5 })).toThrow(UnpicklingError);
    const text = call('collections.UserString', ['abc'], { how: 'new' });
    expect(reduce(text, 4)).toEqual([
      NEWOBJ,
      [new PyGlobal('collections', 'UserString'), 'abc'],
      new Dict([['data', 'abc']]),
    ]);
    expect(reduce(text, 1)[1]).toEqual([new PyGlobal('collections', 'UserString'), OBJECT, null]);
    expect(pyEquals(text, 'abc')).toBe(true);
    expect(pyHash(text)).toBe(pyHash('abc'));
    expect(new UserString('x').toJSON()).toBe('x');
    expect(
      repr(build('collections.UserDict', call('collections.UserDict', []), new Dict([['data', new Dict([['a', 1]])]]))),
    ).toBe("{'a': 1}");
    expect(repr(call('collections.UserList', [[1, 2]]))).toBe('[1, 2]');
  });
});

describe('pathlib', () => {
  const path = (flavour: PathFlavour, ...segments: string[]) => new PyPath(flavour, segments);
  it('splits POSIX paths', () => {
    for (const [segments, text, parts] of [
      [['/', 'a', 'b'], '/a/b', ['/', 'a', 'b']],
      [['/a/./b//c/'], '/a/b/c', ['/', 'a', 'b', 'c']],
      [['//a'], '//a', ['//', 'a']],
      [['///a'], '/a', ['/', 'a']],
      [['a', '/b', 'c'], '/b/c', ['/', 'b', 'c']],
      [['', 'a', ''], 'a', ['a']],
      [['..', 'a'], '../a', ['..', 'a']],
      [[], '.', []],
      [['.'], '.', []],
      [['/'], '/', ['/']],
    ] as [string[], string, string[]][]) {
      const value = path('PurePosixPath', ...segments);
      expect([String(value), value.parts], segments.join(' ')).toEqual([text, parts]);
    }
  });
  it('splits Windows paths', () => {
    for (const [segments, text, parts] of [
      [['C:\\', 'a', 'b'], 'C:\\a\\b', ['C:\\', 'a', 'b']],
      [['C:a'], 'C:a', ['C:', 'a']],
      [['c:/a', 'd:b', 'c'], 'd:b\\c', ['d:', 'b', 'c']],
      [['c:/a', '/b'], 'c:\\b', ['c:\\', 'b']],
      [['c:/a', 'C:b'], 'C:\\a\\b', ['C:\\', 'a', 'b']],
      [['\\\\server\\share\\x'], '\\\\server\\share\\x', ['\\\\server\\share\\', 'x']],
      [['//server/share'], '\\\\server\\share\\', ['\\\\server\\share\\']],
      [['\\a'], '\\a', ['\\', 'a']],
      [['.', 'a'], 'a', ['a']],
    ] as [string[], string, string[]][]) {
      const value = path('PureWindowsPath', ...segments);
      expect([String(value), value.parts], segments.join(' ')).toEqual([text, parts]);
    }
    expect(pyEquals(path('PureWindowsPath', 'A'), path('WindowsPath', 'a'))).toBe(true);
    expect(pyHash(path('PureWindowsPath', 'A'))).toBe(pyHash(path('WindowsPath', 'a')));
    expect(repr(path('PureWindowsPath', 'C:\\a'))).toBe("PureWindowsPath('C:/a')");
  });
  it('keeps the form of the pickle', () => {
    expect(reduce(call('pathlib.PosixPath', ['/', 'a']))).toEqual([new PyGlobal('pathlib', 'PosixPath'), ['/', 'a']]);
    expect(reduce(call('pathlib._local.PosixPath', ['/a/./b']))).toEqual([
      new PyGlobal('pathlib._local', 'PosixPath'),
      ['/a/./b'],
    ]);
    expect(() => call('pathlib.PosixPath', [new Bytes(bytes('61'))])).toThrow(UnpicklingError);
    expect(pyEquals(call('pathlib.PosixPath', ['/a']), call('pathlib._local.PurePosixPath', ['/', 'a']))).toBe(true);
  });
});

describe('exceptions', () => {
  it('are data', () => {
    const error: PyException = call('builtins.ValueError', ['bad', 3]);
    expect(repr(error)).toBe("ValueError('bad', 3)");
    build('builtins.ValueError', error, new Dict([['extra', 1]]));
    expect(reduce(error)).toEqual([new PyGlobal('builtins', 'ValueError'), ['bad', 3], new Dict([['extra', 1]])]);
    expect(String(error)).toBe('ValueError: bad');
    expect(error.toError().message).toBe('bad');
    expect(repr(call('builtins.KeyError', ['k']))).toBe("KeyError('k')");
    expect(repr(call('builtins.RuntimeError', []))).toBe('RuntimeError()');
    expect(pyEquals(new PyException('ValueError'), new PyException('ValueError'))).toBe(false);
  });
  it('OSError picks its subclass by errno', () => {
    const error: PyException = call('builtins.OSError', [2, 'No such file', 'name']);
    expect(error.name).toBe('FileNotFoundError');
    expect(repr(error)).toBe("FileNotFoundError(2, 'No such file')");
    expect(reduce(error)[1]).toEqual([2, 'No such file', 'name']);
    expect(call('builtins.IOError', ['x']).name).toBe('OSError');
    expect(call('builtins.PermissionError', [2, 'x']).name).toBe('PermissionError');
  });
  it('checks the arguments that CPython checks', () => {
    expect(repr(call('builtins.UnicodeDecodeError', ['utf-8', new Bytes(bytes('FF')), 0, 1, 'r']))).toBe(
      "UnicodeDecodeError('utf-8', b'\\xff', 0, 1, 'r')",
    );
    expect(() => call('builtins.UnicodeDecodeError', ['utf-8', 'x', 0, 1, 'r'])).toThrow(UnpicklingError);
    expect(() => call('builtins.UnicodeDecodeError', [])).toThrow(UnpicklingError);
  });
});

describe('types.SimpleNamespace', () => {
  it('is its attributes', () => {
    const namespace: SimpleNamespace = call('types.SimpleNamespace', []);
    build('types.SimpleNamespace', namespace, JSON.parse('{"a": 1, "__proto__": 2}'), { natural: true });
    expect(namespace.get('a')).toBe(1);
    expect(Object.getOwnPropertyNames(namespace.toObject())).toEqual(['a', '__proto__']);
    expect(repr(new SimpleNamespace([['a', 1]]))).toBe('namespace(a=1)');
    expect(reduce(new SimpleNamespace())).toEqual([new PyGlobal('types', 'SimpleNamespace'), [], new Dict()]);
  });
});

describe('addEnum', () => {
  const registry = new Registry(null);
  addEnum(registry, 'm', 'Color', { RED: 1, CRIMSON: 1, BLUE: new Tuple([1, 2]) });
  addEnum(registry, 'm', 'Flag', { A: 1, B: 2 }, { flag: true });
  const hooks = (name: string) => PyGlobal.hooksOf(registry.lookup('m', name) as PyGlobal);
  it('gives members by value and by name', () => {
    const red = hooks('Color')?.construct?.([1], undefined as never) as EnumMember;
    expect(red).toBeInstanceOf(EnumMember);
    expect(String(red)).toBe('Color.RED');
    expect(repr(red)).toBe('<Color.RED: 1>');
    expect(hooks('Color')?.attributes?.get('CRIMSON')).toBe(red);
    expect(hooks('Color')?.construct?.([[1, 2]], undefined as never)).toBe(hooks('Color')?.attributes?.get('BLUE'));
    expect(reduce(red)[1]).toEqual([1]);
    for (const args of [[2], [], [[]], [{}]])
      expect(() => hooks('Color')?.construct?.(args, undefined as never)).toThrow(UnpicklingError);
  });
  it('combines flags', () => {
    const both = hooks('Flag')?.construct?.([3], undefined as never) as EnumMember;
    expect([both.name, both.value]).toEqual(['A|B', 3]);
    expect(() => hooks('Flag')?.construct?.([4], undefined as never)).toThrow(UnpicklingError);
  });
});

describe('the registry', () => {
  it('falls back to the standard one, also when made before it', () => {
    expect(new Registry().lookup('decimal', 'Decimal')).toBe(standardRegistry().lookup('decimal', 'Decimal'));
    expect(new Registry(null).lookup('decimal', 'Decimal')).toBeUndefined();
    const own = new Registry().add('decimal', 'Decimal', { construct: () => 1 });
    expect(own.lookup('decimal', 'Decimal')).not.toBe(standardRegistry().lookup('decimal', 'Decimal'));
    expect(new PyObject(new PyGlobal('a', 'b'), [])).toBeInstanceOf(PyObject);
  });
});
