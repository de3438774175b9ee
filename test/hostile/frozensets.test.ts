/** Frozensets of frozensets as keys: comparing them must take no more than the number of sets. */
import { describe, expect, it } from 'vitest';
import { pyEquals, pyHash } from '../../src/values/equality.js';
import { FrozenSet } from '../../src/values/set.js';
import { Tuple } from '../../src/values/tuple.js';
import { ENGINES, type Engine } from '../helpers/engines.js';
import { inChild } from './child.js';

const INPUTS: [string, string, number][] = [
  [
    'two towers whose levels branch',
    `put(double(0x40123456, 0x11111111), '\\x940', double(0x60122456, 0x91111111), '\\x940');
     let n = 2;
     const set = (...items) => { put('(', ...items.map(get), '\\x91\\x940'); return n++; };
     let a = [set(0), set(1)], b = [set(0), set(1)];
     for (let i = 0; i < 2000; i++) { a = [set(...a), set(a[0])]; b = [set(...b), set(b[0])]; }
     put('(}(', get(a[0]), 'N', get(b[0]), 'Nul.');`,
    1,
  ],
  [
    'two towers as keys of very many dicts',
    `let n = 0;
     const tower = () => { put('(K\\x01\\x91\\x940'); for (let i = n++; n < i + 5000; n++) put('(', get(n - 1), '\\x91\\x940'); return n - 1; };
     const a = tower(), b = tower();
     put('('); for (let i = 0; i < 20000; i++) put('}(', get(a), 'N', get(b), 'Nu'); put('l.');`,
    20_000,
  ],
  [
    'all levels of two towers of tuples in one set',
    `let n = 0;
     const tower = () => { put('K\\x01\\x85\\x940'); for (let i = n++; n < i + 20000; n++) put(get(n - 1), '\\x85\\x940'); };
     tower(); tower();
     put('(\\x8f('); for (let i = 0; i < n; i++) put(get(i)); put('\\x90l.');`,
    1,
  ],
];

describe.each(ENGINES)('%s, in a process of its own:', (engine: Engine) => {
  it.each(INPUTS)('%s', { timeout: 60_000 }, (_, make, size) => {
    for (const exact of [false, true]) {
      const result = inChild(
        `const parts = [Uint8Array.of(0x80, 4)];
         const put = (...items) => { for (const item of items) parts.push(typeof item === 'string' ? Buffer.from(item, 'latin1') : item); };
         const get = (index) => { const b = Buffer.alloc(5); b[0] = 0x6a; b.writeUInt32LE(index, 1); return b; };
         const double = (high, low) => { const b = Buffer.alloc(9); b[0] = 0x47; b.writeInt32BE(high, 1); b.writeInt32BE(low | 0, 5); return b; };
         ${make}
         console.log(pickle.loads(Buffer.concat(parts), { engine: '${engine}', exact: ${exact} }).length);`,
        { timeoutMs: 15_000 },
      );
      expect(result.stderr).toBe('');
      expect([result.status, Number(result.stdout)]).toEqual([0, size]);
    }
  });
});

describe('what was found equal', () => {
  const nest = (depth: number, core: unknown) => {
    let value = core;
    for (let i = 0; i < depth; i++) value = i % 2 ? new FrozenSet([value]) : Tuple.of<unknown>(value, i);
    return value;
  };

  it('stays so, and nothing else does', () => {
    const values = ['a', 'a', 'b'].map((core) => nest(50, core));
    for (const value of values) pyHash(value);
    for (let again = 0; again < 3; again++) {
      expect(pyEquals(values[0], values[1])).toBe(true);
      expect(pyEquals(values[1], values[0])).toBe(true);
      expect(pyEquals(values[0], values[2])).toBe(false);
      expect(pyEquals(values[2], values[1])).toBe(false);
    }
  });

  it('is compared anew when it can change', () => {
    const [a, b] = [[Tuple.of<unknown>(1, Tuple.of<unknown>(2))], [Tuple.of<unknown>(1, Tuple.of<unknown>(2))]];
    expect(pyEquals(a, b)).toBe(true);
    b.push(Tuple.of<unknown>());
    expect(pyEquals(a, b)).toBe(false);
    const [c, d] = [Tuple.of<unknown>([[1]]), Tuple.of<unknown>([[1]])];
    expect(pyEquals(c, d)).toBe(true);
    (d.items[0] as unknown[][])[0].push(2);
    expect(pyEquals(c, d)).toBe(false);
  });
});
