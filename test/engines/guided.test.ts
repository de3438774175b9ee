/**
 * Guided reading (assembly/guided/) changes nothing but time: items that repeat, with everything that may change
 * between two of them, are the same with it and without it, and on the engine that has none.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { Scanner } from '../../src/engines/wasm/scanner/scanner.js';
import { type LoadOptions, Unpickler } from '../../src/index.js';
import * as op from '../../src/shared/opcodes.js';
import { Random } from '../fuzz/random.js';
import { canonical } from '../helpers/canonical.js';
import { difference, expectEach, failure, type Outcome, outcome } from '../helpers/engines.js';
import { binget, binput, global, int, pickle, text, times, uint8 } from '../helpers/program.js';

const before = Scanner.guided;

afterEach(() => {
  Scanner.guided = before;
});

/** `load` with guiding or without. */
function withGuiding<Value>(guided: boolean, load: () => Value): Value {
  Scanner.guided = guided;
  try {
    return load();
  } finally {
    Scanner.guided = before;
  }
}

/** Writes pickles of items that are much alike, as different picklers would. */
class Writer {
  readonly #random: Random;
  readonly #parts: Uint8Array[] = [];
  /** Entries of the memo, and those of keys and of objects that may be fetched. */
  #memo = 0;
  readonly #keys = new Map<string, number>();
  readonly #objects: number[] = [];
  readonly #put: number;
  readonly #textKeys: boolean;

  constructor(random: Random) {
    this.#random = random;
    this.#put = random.pick([op.MEMOIZE, op.MEMOIZE, op.BINPUT, op.LONG_BINPUT, 0]);
    this.#textKeys = this.#put === 0 || random.oneIn(8);
  }

  #write(...parts: (number | string | Uint8Array)[]): void {
    this.#parts.push(pickle(...parts));
  }

  #memoize(): number {
    const index = this.#memo++;
    if (this.#put === 0) return -1;
    if (this.#put === op.BINPUT && index < 256) this.#write(op.BINPUT, index);
    else if (this.#put === op.MEMOIZE) this.#write(op.MEMOIZE);
    else this.#write(binput(index));
    return index;
  }

  #get(index: number): void {
    if (index < 256) this.#write(op.BINGET, index);
    else this.#write(binget(index));
  }

  #key(key: string): void {
    const known = this.#keys.get(key);
    if (known !== undefined && !this.#textKeys) {
      this.#get(known);
      return;
    }
    this.#write(text(key));
    const index = this.#memoize();
    if (index >= 0) this.#keys.set(key, index);
  }

  /** Objects that lists refer to. */
  frames(n: number): void {
    for (let i = 0; i < n; i++) {
      this.#write(op.EMPTY_DICT);
      const index = this.#memoize();
      if (index >= 0) this.#objects.push(index);
      this.#write(op.MARK);
      this.#key('line');
      this.#write(int(i), op.SETITEMS);
    }
  }

  #references(): void {
    const random = this.#random;
    const start = random.below(4);
    const n = 1 + random.below(14);
    for (let i = 0; i < n; i++) this.#get(this.#objects[(start + i) % this.#objects.length]);
  }

  #value(kind: number, depth: number): void {
    const random = this.#random;
    switch (kind) {
      case 0:
        this.#write(random.pick([op.NONE, op.NEWTRUE, op.NEWFALSE]));
        return;
      case 1:
        if (random.oneIn(2)) this.#write(op.BININT1, random.below(256));
        else this.#write(int(random.below(1 << 30) - (1 << 29)));
        return;
      case 2:
        this.#write(op.BINFLOAT, uint8(BigInt(random.below(2 ** 30)) << 33n));
        return;
      case 3:
        this.#write(
          text(
            random.oneIn(3)
              ? 'same'
              : `t${random.below(1 << 20)}${random.oneIn(6) ? 'ä€' : ''}${'x'.repeat(random.below(40))}`,
          ),
        );
        this.#memoize();
        return;
      case 4: {
        const length = random.pick([0, 1, 4, 5, 6, 7, 8, 8, 9]);
        this.#write(op.LONG1, length, pickle(...Array.from({ length }, () => random.below(256))));
        return;
      }
      case 5:
        if (this.#objects.length === 0) {
          this.#write(op.NONE);
          return;
        }
        this.#get(random.pick(this.#objects));
        return;
      case 6: {
        this.#write(op.EMPTY_LIST);
        const index = this.#memoize();
        const what = random.below(6);
        if (what === 0) return;
        if (what === 1) {
          this.#value(random.below(depth > 0 ? 8 : 4), depth - 1);
          this.#write(op.APPEND);
          return;
        }
        this.#write(op.MARK);
        if (what < 5 && this.#objects.length > 0) this.#references();
        else
          for (let i = random.below(5); i > 0; i--) this.#value(random.pick([1, 2, 3, depth > 0 ? 7 : 0]), depth - 1);
        this.#write(op.APPENDS);
        if (index >= 0 && random.oneIn(10)) this.#get(index);
        else return;
        // The list gets more: who is equal to it now was not before.
        this.#write(int(7), op.APPEND);
        return;
      }
      case 7:
        this.item(depth - 1, random.pick([['a'], ['a', 'b'], ['line', 'of']]), 1);
        return;
      case 8:
        this.#write(op.MARK, int(1), op.NEWTRUE, op.TUPLE);
        return;
      case 9:
        this.#write(op.EMPTY_TUPLE);
        return;
      case 10:
        // What an entry of the memo means changes.
        this.#write(int(3));
        if (this.#memo > 0) this.#write(binput(random.below(this.#memo + (random.oneIn(3) ? 40 : 0))));
        return;
      default:
        this.#write(global('builtins', 'complex'), op.BINFLOAT, uint8(0n), op.TUPLE1, op.REDUCE);
        return;
    }
  }

  item(depth: number, keys: readonly string[], changing: number): void {
    const random = this.#random;
    this.#write(op.EMPTY_DICT);
    const index = this.#memoize();
    this.#write(op.MARK);
    keys.forEach((key, i) => {
      if (random.oneIn(60 * changing)) return;
      this.#key(random.oneIn(80 * changing) ? 'other' : key);
      const usual = (key.length * 7 + key.charCodeAt(0) * 3 + i) % 8;
      const kind = random.oneIn(12 * changing) ? random.below(12) : usual;
      this.#value(kind >= 6 && depth <= 0 ? 1 : kind, depth);
    });
    if (index >= 0 && random.oneIn(100)) {
      this.#key('self');
      this.#get(index);
    }
    this.#write(op.SETITEMS);
  }

  /** The pickle: a list of items. Frames end anywhere. */
  end(): Uint8Array {
    const random = this.#random;
    const body = this.#parts;
    if (random.oneIn(2)) return pickle(op.PROTO, 4, ...body);
    const parts: Uint8Array[] = [Uint8Array.of(op.PROTO, 4)];
    for (let at = 0; at < body.length; ) {
      const end = at + 1 + random.below(60);
      const piece = pickle(...body.slice(at, end));
      at = end;
      parts.push(pickle(op.FRAME, uint8(BigInt(piece.length))), piece);
    }
    return pickle(...parts);
  }

  list(n: number): void {
    const random = this.#random;
    const keys = ['id', 'name', 'x', 'when', 'frames', 'user', 'size', 'flag', 'note'].slice(
      random.below(3),
      4 + random.below(6),
    );
    const changing = random.pick([1, 3, 50]);
    this.#write(op.EMPTY_LIST);
    this.#memoize();
    this.#write(op.MARK);
    if (random.oneIn(2)) this.frames(6);
    for (let i = 0; i < n; i++) {
      if (random.oneIn(40)) this.#write(op.APPENDS, op.MARK);
      this.item(2, keys, changing);
    }
    this.#write(op.APPENDS, op.STOP);
  }
}

/** A pickle, and changes of its bytes. */
function* inputs(seed: number, n: number): Generator<Uint8Array> {
  const random = new Random(seed);
  for (let i = 0; i < n; i++) {
    const writer = new Writer(random);
    writer.list(4 + random.below(30));
    const data = writer.end();
    yield data;
    for (let changes = 0; changes < 3; changes++) {
      const other = data.slice(0, random.oneIn(4) ? random.below(data.length) : data.length);
      other[random.below(other.length)] = random.below(256);
      yield other;
    }
  }
}

/** Pickles that are made up, and three changes of each. */
const ROWS = Number(process.env.GUIDED_ROWS ?? 150);

const OPTIONS: LoadOptions[] = [
  {},
  { exact: false },
  { windowSize: 1 },
  { exact: false, windowSize: 40 },
  { windowSize: 333 },
  { limits: { items: 5 } },
  { limits: { memo: 30 } },
  { limits: { nodes: 200 } },
];

/** Keys a to e under the memo's 0 to 4. */
const KEYS = pickle(...['a', 'b', 'c', 'd', 'e'].flatMap((key, i) => [text(key), op.BINPUT, i, op.POP]));

/** A dict: keys by their place in the memo, and opcodes of values. */
function dict(...pairs: [key: number, value: number | Uint8Array][]): Uint8Array {
  return pickle(op.EMPTY_DICT, op.MARK, ...pairs.flatMap(([key, value]) => [op.BINGET, key, value]), op.SETITEMS);
}

const one = pickle(op.BININT1, 1);
const both = pickle(one, op.TUPLE1, op.MEMOIZE, one, op.TUPLE1, op.MEMOIZE);

/** What has been learned is wrong: items of a list, and what is learned from those before. */
const WRONG: Record<string, Uint8Array[]> = {
  'a value takes the place of its key in the memo': [
    dict([0, pickle(text('y'), op.BINPUT, 0)]),
    dict([0, text('z')]),
    dict([0, text('z')]),
  ],
  'a MEMOIZE inside writes over a key': [
    ...times2(dict([0, pickle(op.EMPTY_LIST, op.MARK, one, op.APPENDS)], [6, one])),
    dict([0, pickle(op.EMPTY_LIST, op.MARK, both, op.APPENDS)], [6, one]),
    dict([0, pickle(op.EMPTY_LIST, op.MARK, both, op.APPENDS)], [6, one]),
  ],
  'another dict than the one that was not as expected': [
    ...times2(dict([0, one], [1, one], [2, one])),
    pickle(op.EMPTY_DICT, op.MARK, op.BINGET, 0, one, op.BINGET, 1, op.NONE, op.NONE, one, op.SETITEMS),
    pickle(op.EMPTY_DICT, op.BINGET, 3, one, op.SETITEM),
    dict([0, one], [1, one], [2, one]),
    dict([0, one], [1, op.NONE], [2, one]),
  ],
  'an object takes the place of another one in the memo': [
    pickle(op.EMPTY_LIST, op.BINPUT, 9),
    ...Array.from({ length: 4 }, () => pickle(op.EMPTY_LIST, op.MARK, times(14, op.BINGET, 9), op.APPENDS)),
    pickle(one, op.TUPLE1, op.BINPUT, 9),
    ...Array.from({ length: 4 }, () => pickle(op.EMPTY_LIST, op.MARK, times(14, op.BINGET, 9), op.APPENDS)),
  ],
  'a list that is known gets more items': [
    pickle(op.EMPTY_LIST, op.BINPUT, 9),
    ...Array.from({ length: 4 }, (_, i) =>
      pickle(
        op.EMPTY_LIST,
        op.BINPUT,
        10 + i,
        op.MARK,
        times(14, op.BINGET, 9),
        op.APPENDS,
        op.BINGET,
        10 + i,
        one,
        op.APPEND,
      ),
    ),
  ],
};

function times2(item: Uint8Array): Uint8Array[] {
  return [item, item];
}

describe('what was learned and is no longer so', () => {
  it.each(Object.keys(WRONG))('%s', (name) => {
    const lists = [
      pickle(KEYS, text('f'), op.BINPUT, 6, op.POP, op.EMPTY_LIST, op.MARK, ...WRONG[name], op.APPENDS, op.STOP),
      pickle(
        KEYS,
        text('f'),
        op.BINPUT,
        6,
        op.POP,
        op.EMPTY_LIST,
        ...WRONG[name].flatMap((item) => [item, op.APPEND]),
        op.STOP,
      ),
    ];
    for (const data of lists) {
      for (const exact of [true, false]) {
        const guided = withGuiding(true, () => outcome('wasm', data, { exact }));
        expect(Array.isArray(guided)).toBe(true);
        expect(guided).toEqual(withGuiding(false, () => outcome('wasm', data, { exact })));
        expect(guided).toEqual(outcome('js', data, { exact }));
      }
    }
  });
});

describe('items that are alike', () => {
  it('are the same with a guide and without', () => {
    let i = 0;
    let accepted = 0;
    expectEach(inputs(1, ROWS), (data) => {
      const options = OPTIONS[i++ % OPTIONS.length];
      const guided = withGuiding(true, () => outcome('wasm', data, options));
      const machine = withGuiding(false, () => outcome('wasm', data, options));
      if (Array.isArray(guided)) accepted++;
      const place = `${i} ${JSON.stringify(options)} ${Buffer.from(data).toString('base64')}`;
      return difference(place, guided, machine) ?? difference(`${place} js`, guided, outcome('js', data, options));
    });
    expect(accepted).toBeGreaterThan(i / 8);
  });

  it('are the same behind a pickle of other items that shares the memo', () => {
    const both = [...inputs(2, ROWS / 5)];
    const read = (first: Uint8Array, second: Uint8Array, exact: boolean): Outcome[] => {
      const unpickler = new Unpickler(pickle(first, second), { exact, engine: 'wasm' });
      return [1, 2].map(() => {
        try {
          return canonical(unpickler.load());
        } catch (error) {
          return failure(error);
        }
      });
    };
    let i = 0;
    expectEach(both, (data) => {
      const other = both[(++i * 7) % both.length];
      const [guided, machine] = [true, false].map((on) => withGuiding(on, () => read(other, data, i % 2 === 0)));
      return JSON.stringify(guided) === JSON.stringify(machine)
        ? undefined
        : `${i}: ${JSON.stringify(guided).slice(0, 300)}`;
    });
  });
});
