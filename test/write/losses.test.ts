/**
 * Every kind of JavaScript value: written, or refused with a remedy. What is left out of a value that is written is in
 * docs/encode.md, and here as `without`.
 */
import { describe, expect, it } from 'vitest';
import type { DumpOptions } from '../../src/index.js';
import { dumps, loads, PicklingError, PyCall, PyGlobal, PyObject, Registry, Tuple } from '../../src/index.js';
import * as op from '../../src/shared/opcodes.js';
import { ENGINES, loadsOn } from '../helpers/engines.js';
import { global, int, pickle, text } from '../helpers/program.js';

class Plain {
  x = 1;
}
class Accessors {
  x = 1;
  get twice(): number {
    return 2 * this.x;
  }
}
class Hidden {
  x = 1;
  #y = 2;
  get y(): number {
    return this.#y;
  }
}
class OnlyHidden {
  #y = 2;
  get y(): number {
    return this.#y;
  }
}
class PrivateMethod {
  x = 1;
  get y(): number {
    return this.#twice();
  }
  #twice(): number {
    return 2 * this.x;
  }
}
class Table extends Map<unknown, unknown> {}
class Row extends Array<unknown> {}
class Group extends Set<unknown> {}
class When extends Date {}
class Samples extends Float64Array {}
class Failure extends TypeError {}
class Many extends AggregateError {}
class Pattern extends RegExp {}
class Address extends URL {}

const symbol = Symbol('s');
const own = <T extends object>(value: T) => Object.assign(value, { extra: 1 });
const withSymbol = (value: object) => Object.assign(value, { [symbol]: 1 });
const through = (value: unknown, options: DumpOptions = {}) =>
  loads(dumps(value, options), { registry: options.registry });

describe('written, without what has no place in Python', () => {
  const rows: [string, unknown, unknown][] = [
    ['symbol keys', withSymbol({ a: 1 }), { a: 1 }],
    [
      'properties that are not enumerable',
      Object.defineProperty({ a: 1 }, 'b', { value: 2, enumerable: false }),
      { a: 1 },
    ],
    ['inherited properties', Object.assign(Object.create(Object.create(null)), { a: 1 }) && { a: 1 }, { a: 1 }],
    ['named properties of an Array', own([1]), [1]],
    ['what a match has besides its texts', /b/.exec('abc'), ['b']],
    ['properties of a Map', own(new Map([[1, 2]])), new Map([[1, 2]])],
    ['properties of a Set', own(new Set([1])), new Set([1])],
    ['properties of a typed array', own(Uint8Array.of(1)), Uint8Array.of(1)],
    ['the class and properties of a typed array of a subclass', own(Samples.of(1.5)), through(Float64Array.of(1.5))],
    ['properties of boxed primitives', own(new Number(1)), 1],
    ['the class of a Date of a subclass', new When(0), through(new Date(0))],
  ];
  it.each(rows)('%s', (_, value, expected) => expect(through(value)).toEqual(expected));

  it('getters are called', () => expect(through({ get a() { return 1; } })).toEqual({ a: 1 })); // biome-ignore format: a row
  it('memory is bytes', () => {
    const data = Uint8Array.of(1, 2);
    const shared = new Uint8Array(new SharedArrayBuffer(2));
    shared.set(data);
    for (const value of [data, data.buffer, new DataView(data.buffer), shared, shared.buffer])
      expect(through(value)).toEqual(data);
  });
});

function* generator() {
  yield 1;
}

/** Values that no option makes a dict. */
const OPAQUE: [string, unknown][] = [
  ['RegExp', /x/],
  ['RegExp subclass', new Pattern('x')],
  ['Promise', Promise.resolve(1)],
  ['WeakMap', new WeakMap()],
  ['WeakSet', new WeakSet()],
  ['WeakRef', new WeakRef({})],
  ['generator', generator()],
  ['async generator', (async function* () {})()],
  ['iterator of a Map', new Map().values()],
  ['iterator of an Array', [1][Symbol.iterator]()],
  ['Error', new Error('x', { cause: 1 })],
  ['Error with fields', own(new Error('x'))],
  ['AggregateError', new AggregateError([1])],
  ['Map subclass', new Table([[1, 2]])],
  ['Array subclass', Row.of(1)],
  ['Set subclass', new Group([1])],
  ['Date with fields', own(new Date(0))],
  ['Date subclass with fields', own(new When(0))],
  ['URL', new URL('http://a.b/')],
  ['URLSearchParams', new URLSearchParams('a=1')],
  ['Intl.NumberFormat', new Intl.NumberFormat('en')],
  ['Intl.DateTimeFormat', new Intl.DateTimeFormat('en')],
  ['TextDecoder', new TextDecoder()],
  ['AbortController', new AbortController()],
  ['private fields', new OnlyHidden()],
  ...('Temporal' in globalThis ? [['Temporal', (globalThis as never as { Temporal: { Now: { instant(): object } } }).Temporal.Now.instant()] as [string, unknown]] : []), // biome-ignore format: a row
];

describe('refused with a remedy', () => {
  it.each(OPAQUE)('%s', (_, value) => {
    for (const options of [{}, { instances: 'dict' }, { protocol: 0 }] as const) {
      expect(() => dumps([value], options)).toThrow(PicklingError);
      expect(() => dumps([value], options)).toThrow(
        /no Python counterpart; give its class a \[REDUCE\] method, register .*\(at \$\[0\]\)/,
      );
    }
  });

  it.each([
    ['function', () => 1],
    ['class', Plain],
    ['symbol', symbol],
    ['undefined', undefined],
    ['hole', new Array(1)],
    ['bound function', (() => 1).bind(null)],
  ])('%s', (_, value) => {
    expect(() => dumps([value])).toThrow(PicklingError);
    expect(() => dumps([value])).toThrow(/leave it out|has no Python counterpart; use null/);
  });

  it('instances of classes that nobody registered, unless they are to be dicts', () => {
    for (const value of [new Plain(), new Accessors(), new PrivateMethod(), new Hidden()]) {
      expect(() => dumps(value)).toThrow(/instances: 'dict'/);
      expect(through(value, { instances: 'dict' })).toEqual({ x: 1 });
    }
  });
});

describe('instances of registered classes', () => {
  const registry = new Registry();
  for (const Class of [
    Plain,
    Accessors,
    Hidden,
    OnlyHidden,
    PrivateMethod,
    Table,
    Row,
    Group,
    When,
    Samples,
    Failure,
    Many,
    Pattern,
    Address,
  ]) {
    registry.addClass('app', Class.name, Class as never);
  }

  it.each([new Hidden(), new OnlyHidden()])('private fields are refused, not lost: %o', (value) => {
    expect(() => dumps(value, { registry })).toThrow(/private fields.*hook reduce/);
  });

  it.each([new When(0), Samples.of(1), new Many([1]), new Pattern('x'), new Address('http://a.b')])(
    'so is what is no field: %o',
    (value) => {
      expect(() => dumps(value, { registry })).toThrow(/(more than its own enumerable|private) fields.*hook reduce/);
    },
  );

  it.each([
    new Plain(),
    new Accessors(),
    new PrivateMethod(),
    own(new Table([[1, 2]])),
    own(Row.of(1)),
    own(new Group([1])),
    own(new Failure('x')),
  ])('everything else is there again: %o', (value) => {
    const again = through(value, { registry }) as object;
    expect(Object.getPrototypeOf(again)).toBe(Object.getPrototypeOf(value));
    expect(again).toEqual(value);
  });

  it('a subclass of one with private fields hides them, too', () => {
    class Below extends Hidden {}
    expect(() => dumps(new Below(), { registry: new Registry().addClass('app', 'Below', Below) })).toThrow(
      /private fields/,
    );
  });

  it('comments and text are no private fields', () => {
    class Commented {
      /*
       #y;
       */
      x = '{#y = 1}';
      z = `
      #y;
      `;
    }
    const value = new Commented();
    expect(through(value, { registry: new Registry().addClass('app', 'Commented', Commented) })).toEqual(value);
  });

  it.each(ENGINES)('what a load made is written as it was read, private fields or not (%s)', (engine) => {
    for (const name of ['Plain', 'Hidden', 'OnlyHidden']) {
      for (const exact of [false, true]) {
        const empty = pickle(op.PROTO, 4, global('app', name), op.EMPTY_TUPLE, op.NEWOBJ);
        for (const state of [pickle(), pickle(op.EMPTY_DICT, text('x'), int(5), op.SETITEM, op.BUILD)]) {
          const value = loadsOn(engine, pickle(empty, state, op.STOP), { registry, exact }) as object;
          const inert = loads(dumps(value, { registry }), { exact: true }) as PyObject;
          expect([inert.name, inert.args.length, inert.state === undefined]).toEqual([name, 0, state.length === 0]);
          expect(loads(dumps(value, { registry }), { registry })).toEqual(value);
        }
      }
    }
  });

  it.each(ENGINES)(
    'frozen instances, instances behind a Proxy, and instances without setState keep their arguments (%s)',
    (engine) => {
      class Frozen {
        constructor(readonly x: unknown) {
          Object.freeze(this);
        }
      }
      class Behind {
        constructor(readonly x: unknown) {
          // biome-ignore lint/correctness/noConstructorReturn: what is tested
          return new Proxy(this, {});
        }
      }
      class Fixed {
        readonly #x: unknown;
        constructor(x: unknown) {
          this.#x = x;
        }
        get x(): unknown {
          return this.#x;
        }
      }
      const known = new Registry()
        .addClass('app', 'Frozen', Frozen)
        .addClass('app', 'Behind', Behind)
        .addClass('app', 'Fixed', Fixed, { setState: undefined });
      for (const name of ['Frozen', 'Behind', 'Fixed']) {
        for (const opcode of [op.REDUCE, op.NEWOBJ]) {
          const data = pickle(op.PROTO, 4, global('app', name), int(7), op.TUPLE1, opcode, op.STOP);
          const value = loadsOn(engine, data, { registry: known });
          const inert = loads(dumps(value, { registry: known }), { exact: true }) as PyObject | PyCall;
          expect(inert).toBeInstanceOf(opcode === op.REDUCE ? PyCall : PyObject);
          expect([inert.args, inert.state]).toEqual([[7], undefined]);
          expect((loads(dumps(value, { registry: known }), { registry: known }) as Fixed).x).toBe(7);
        }
      }
    },
  );
});

describe('arguments of classes such as namedtuples', () => {
  class Pair {
    constructor(
      readonly x: unknown,
      readonly y: unknown,
    ) {}
  }
  const data = pickle(op.PROTO, 4, global('app', 'Pair'), int(1), int(2), op.TUPLE2, op.NEWOBJ, op.STOP);

  it('newArgs: the fields that they are', () => {
    const registry = new Registry().addClass('app', 'Pair', Pair, { newArgs: ['x', 'y'] });
    const changed = Object.assign(loads(data, { registry }) as object, { x: 3 });
    for (const value of [new Pair(3, 2), changed]) {
      const inert = loads(dumps(value, { registry })) as PyObject;
      expect([inert.form, inert.args, inert.state]).toEqual(['NEWOBJ', [3, 2], undefined]);
    }
    const more = Object.assign(new Pair(1, 2), { z: 3 });
    expect((loads(dumps(more, { registry })) as PyObject).state).toEqual({ z: 3 });
    expect(() => new Registry().addClass('app', 'Pair', Pair, { newArgs: 'xy' as never })).toThrow('must be an array');
  });

  it.each(ENGINES)('without it, a class that Python was seen to call with arguments is refused (%s)', (engine) => {
    const registry = new Registry().addClass('app', 'Pair', Pair);
    const read = loadsOn(engine, data, { registry });
    expect(() => dumps(new Pair(1, 2), { registry })).toThrow(/with arguments.*newArgs/);
    expect(dumps(read, { registry })).toEqual(dumps(new PyObject(new PyGlobal('app', 'Pair'), [1, 2])));
  });
});

describe('an argument that refers to itself before its object is met', () => {
  const called = (args: unknown[]) => new PyCall(new PyGlobal('m', 'f'), args);

  it('is one list or refused', () => {
    const list: unknown[] = [];
    const call = called([list]);
    const between = [call];
    // The list holds itself, then leads back to the call.
    list.push(list, between);
    const again = loads(dumps(call), { exact: true }) as PyCall;
    const [first] = again.args as unknown[][];
    expect(first[0]).toBe(first);
    expect((first[1] as unknown[])[0]).toBe(again);

    // Another list holds it that is complete, and would hold the one that was begun.
    const other: unknown[] = [];
    const holder = [other];
    const outer = called([other]);
    other.push(holder, [outer]);
    expect(() => dumps(outer)).toThrow(/among its own arguments/);
    // No trace is left.
    expect(loads(dumps([1]))).toEqual([1]);
  });
});

describe.each(ENGINES)('tuples and frozensets of inert data in the natural model (%s)', (engine) => {
  const load = (...parts: (number | Uint8Array)[]) => loadsOn(engine, pickle(op.PROTO, 4, ...parts, op.STOP));
  const exact = (value: unknown) => loads(dumps(value), { exact: true });

  it('persistent ids', () => {
    expect(exact(load(int(1), int(2), op.TUPLE2, op.BINPERSID))).toEqual(
      exact(loadsExact(int(1), int(2), op.TUPLE2, op.BINPERSID)),
    );
  });

  it('extension codes and calls of known classes that only Python can make', () => {
    const bases = pickle(global('builtins', 'dict'), op.TUPLE1);
    const type = pickle(global('builtins', 'type'), text('X'), bases, op.MEMOIZE, op.EMPTY_DICT, op.TUPLE3, op.REDUCE);
    expect((exact(load(type)) as PyCall).args[1]).toBeInstanceOf(Tuple);
    const extension = pickle(
      int(1),
      op.TUPLE1,
      op.MEMOIZE,
      op.POP,
      op.EXT1,
      5,
      op.EMPTY_TUPLE,
      op.NEWOBJ,
      op.BINGET,
      0,
      op.BUILD,
    );
    expect((exact(load(extension)) as PyObject).state).toEqual(Tuple.of(1));
  });

  it('plain data has lists as before', () => {
    expect(exact(load(int(1), op.TUPLE1))).toEqual([1]);
    const empty = load(op.EMPTY_TUPLE);
    expect(exact(empty)).toEqual([]);
  });

  it('an Array that is put in the place of a tuple is a list', () => {
    const value = load(
      global('m', 'C'),
      op.EMPTY_TUPLE,
      op.NEWOBJ,
      op.EMPTY_DICT,
      text('x'),
      int(1),
      op.TUPLE1,
      op.SETITEM,
      op.BUILD,
    ) as PyObject;
    const state = value.state as { x: unknown };
    expect((exact(value) as { state: Map<string, unknown> }).state.get('x')).toEqual(Tuple.of(1));
    state.x = [1];
    expect((exact(value) as { state: Map<string, unknown> }).state.get('x')).toEqual([1]);
  });

  function loadsExact(...parts: (number | Uint8Array)[]): unknown {
    return loadsOn(engine, pickle(op.PROTO, 4, ...parts, op.STOP), { exact: true });
  }
});
