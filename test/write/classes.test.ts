/**
 * A class that is registered once works in both directions: what Python's instances hold is read, written, and there
 * again in Python (test/vectors/python_classes.py), by both engines and in both value models.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Dict, dumps, PicklingError, PyGlobal, Registry, Tuple } from '../../src/index.js';
import { ENGINES, loadsOn } from '../helpers/engines.js';
import rows from '../vectors/classes.json' with { type: 'json' };

class MyDict extends Map<unknown, unknown> {}
class ExactDict extends Dict {}
class MyList extends Array<unknown> {}
class MySet extends Set<unknown> {}
class MyError extends Error {}
class Pair {
  constructor(
    readonly x: unknown,
    readonly y: unknown,
  ) {}
}
class Slots {}
class SlotsAndDict {}
class Data {}
class Plain {}
class Strict {}
class Stateful {
  a: unknown;
  #b: unknown;
  set(a: unknown, b: unknown): void {
    this.a = a;
    this.#b = b;
  }
  get b(): unknown {
    return this.#b;
  }
}
class Money {
  #parts: [unknown, unknown];
  constructor(amount: unknown, currency: unknown) {
    this.#parts = [amount, currency];
  }
  get parts(): [unknown, unknown] {
    return this.#parts;
  }
}
class Named {
  constructor(
    readonly x: unknown,
    readonly y: unknown,
  ) {}
}

const MODULE = 'python_classes';
const items = (value: unknown) => (value instanceof Tuple ? value.items : (value as unknown[]));

function registryFor(exact: boolean): Registry {
  return new Registry()
    .addClass(MODULE, 'MyDict', exact ? ExactDict : MyDict)
    .addClass(MODULE, 'MyList', MyList)
    .addClass(MODULE, 'MySet', MySet)
    .addClass(MODULE, 'MyError', MyError)
    .addClass(MODULE, 'Pair', Pair)
    .addClass(MODULE, 'Slots', Slots)
    .addClass(MODULE, 'SlotsAndDict', SlotsAndDict)
    .addClass(MODULE, 'Data', Data)
    .addClass(MODULE, 'Plain', Plain)
    .addClass(MODULE, 'Strict', Strict)
    .addClass(MODULE, 'Stateful', Stateful, {
      setState(self: Stateful, state: unknown) {
        const [a, b] = items(state);
        self.set(a, items(b)[0]);
      },
      construct: () => new Stateful(),
      getState: (self: Stateful) => Tuple.of<unknown>(self.a, [self.b]),
    })
    .addClass(MODULE, 'Money', Money, { reduce: (self: Money) => [new PyGlobal(MODULE, 'Money'), self.parts] })
    .addClass(MODULE, 'Named', Named, { construct: ([x], { kwargs }) => new Named(x, kwargs?.get('y')) });
}

const maker = fileURLToPath(new URL('../vectors/python_classes.py', import.meta.url));
const found = spawnSync('python3', ['--version']).status === 0;
if (!found) console.log('test/write/classes.test.ts: no python3 on the PATH, so Python reads nothing here');

const pickles = (rows as [string, number, string, string][]).map(([name, protocol, hex, described]) => ({
  name: `${name}, protocol ${protocol}`,
  data: Uint8Array.from(Buffer.from(hex, 'hex')),
  described,
}));

function pythonDescribes(data: Uint8Array[]): string[] {
  const input = data.map((each) => `${Buffer.from(each).toString('hex')}\n`).join('');
  return spawnSync('python3', [maker, '--describe'], { input, encoding: 'utf-8' }).stdout.trimEnd().split('\n');
}

const PROTOCOLS = [0, 1, 2, 3, 4, 5];

describe.runIf(found).each(ENGINES)('Python has again what it had (%s)', (engine) => {
  for (const exact of [false, true]) {
    for (const registry of [registryFor(exact), undefined]) {
      it(`${exact ? 'exact' : 'natural'}, ${registry === undefined ? 'inert' : 'registered'}`, () => {
        const written: Uint8Array[] = [];
        const expected: string[] = [];
        const labels: string[] = [];
        for (const { name, data, described } of pickles) {
          // The natural model reads the tuple that such a state is, and the list in it, as Arrays.
          const value = loadsOn(engine, data, { exact, registry });
          for (const protocol of PROTOCOLS) {
            written.push(dumps(value, { protocol, registry }));
            labels.push(`${name} as ${protocol}: `);
            expected.push(`${name} as ${protocol}: ${described}`);
          }
        }
        expect(pythonDescribes(written).map((line, i) => labels[i] + line)).toEqual(expected);
      });
    }
  }

  it('instances made in JavaScript', () => {
    const registry = registryFor(false);
    const values: [object, string][] = [
      [new MyDict([[['a', 1], 2]]), "MyDict{('a', 1): 2}"],
      [Object.assign(new MyDict([[1, 2]]), { x: 3 }), 'MyDict{1: 2}.x=3'],
      [MyList.of(1, 2), 'MyList[1, 2]'],
      [Object.assign(MyList.of(1), { x: 2 }), 'MyList[1].x=2'],
      [new MySet([1, 2]), 'MySet[1, 2]'],
      [new MyError('text'), "MyError('text',)"],
      [Object.assign(new MyError('text'), { x: 1 }), "MyError('text',).x=1"],
      [Object.assign(new Plain(), { x: [1] }), 'Plain.x=[1]'],
      [new Money(5, 'EUR'), "Money.amount=5.currency='EUR'"],
    ];
    const written = values.flatMap(([value]) => PROTOCOLS.map((protocol) => dumps(value, { protocol, registry })));
    expect(pythonDescribes(written)).toEqual(values.flatMap(([, described]) => PROTOCOLS.map(() => described)));
  });

  it('a namedtuple made in JavaScript', () => {
    const registry = new Registry().addClass(MODULE, 'Pair', Pair, { newArgs: ['x', 'y'] });
    const written = PROTOCOLS.map((protocol) => dumps(new Pair(1, Tuple.of('b')), { protocol, registry }));
    expect(pythonDescribes(written)).toEqual(PROTOCOLS.map(() => "Pair.x=1.y=('b',)"));
  });
});

describe('what cannot be written right is an error with a remedy', () => {
  class Setter {}
  class When extends Date {}
  const registry = registryFor(false)
    .addClass('m', 'When', When)
    .addClass('m', 'Setter', Setter, { setState() {} });
  const message = (value: object) => {
    try {
      dumps(value, { registry });
    } catch (error) {
      expect(error).toBeInstanceOf(PicklingError);
      return (error as Error).message;
    }
    throw new Error('written');
  };
  it('fields that came from arguments and have changed', () => {
    const data = pickles.find(({ name }) => name === 'namedtuple, protocol 4')?.data as Uint8Array;
    const pair = loadsOn('js', data, { registry }) as { x: unknown };
    pair.x = 5;
    expect(message(pair)).toContain("field 'x' has changed");
    expect(message(pair)).toContain('hook reduce');
  });

  it('an error with another message', () => {
    const data = pickles.find(({ name }) => name === 'error, protocol 4')?.data as Uint8Array;
    const error = loadsOn('js', data, { registry }) as Error;
    error.message = 'other';
    expect(message(error)).toContain('another message');
  });

  it('setState alone, and what is no field', () => {
    expect(message(new Setter())).toContain('getState or reduce');
    expect(message(new When(0))).toContain('more than its own enumerable fields');
  });
});
