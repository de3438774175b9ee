/** Every pickle that CPython wrote, on both engines: the value, its graph, its repr, and the natural value. */
import { describe, expect, it } from 'vitest';
import { loadAll, PickleBuffer, repr } from '../src/index.js';
import { ENGINES, expectEngine, loadsInRow, loadsOn } from './helpers/engines.js';
import { collect } from './helpers/sources.js';
import { tokens } from './helpers/typed.js';
import { handmadeRows, hex, valueRows } from './helpers/vectors.js';

/**
 * Keys that JavaScript's own Map takes otherwise than Python's dict: it has no -0, and Arrays and Sets are keys by
 * identity.
 */
const NATURAL_KEYS = new Map([
  ['keys 0, -0.0, False', ['{1', 'n0', 'sbool']],
  ['keys tuples', ['{3', '[1', 'n1', 'n1', '[1', 'T', 'n2', '[1', 'sa', 'n3']],
  ['keys frozensets', ['{2', '<2', 'n1', 'n2', 'n1', '<2', 'n2', 'n1', 'n2']],
]);

describe.each(ENGINES)('engine %s', (engine) => {
  it('is the one that runs', () => expectEngine(engine));

  describe.each(['builtins', 'instances', 'python2'])('values.%s', (group) => {
    for (const row of valueRows(group)) {
      it(row.options.encoding ? `${row.name}, encoding ${row.options.encoding}` : row.name, () => {
        for (const { protocol, python, data } of row.pickles) {
          const place = `${row.expr}, protocol ${protocol} of ${python}: ${hex(data.subarray(0, 200))}`;
          const exact = loadsOn(engine, data, { ...row.options, exact: true });
          expect(tokens(exact), place).toEqual(row.tokens);
          if (row.repr !== undefined) expect(repr(exact), place).toBe(row.repr);
          const natural = loadsOn(engine, data, row.options);
          expect(tokens(natural, { natural: true }), `natural: ${place}`).toEqual(tokens(exact, { natural: true }));
        }
      });
    }
  });

  describe.each(['handmade', 'cpython-data'] as const)('%s.json', (file) => {
    for (const row of handmadeRows(file).filter((row) => row.expected === 'value')) {
      it(row.name, () => {
        const place = hex(row.data);
        const exact = loadsOn(engine, row.data, { ...row.options, exact: true });
        if (row.tokens !== undefined) expect(tokens(exact), place).toEqual(row.tokens);
        if (row.repr !== undefined) expect(repr(exact), place).toBe(row.repr);
        if (row.name === 'keys nan') {
          // A Map holds one NaN: refused rather than lost.
          expect(() => loadsOn(engine, row.data, row.options)).toThrow(/two NaN keys/);
          return;
        }
        const natural = tokens(loadsOn(engine, row.data, row.options), { natural: true });
        expect(natural, `natural: ${place}`).toEqual(NATURAL_KEYS.get(row.name) ?? tokens(exact, { natural: true }));
      });
    }
  });

  describe('values.streams', () => {
    for (const row of valueRows<string[][]>('streams')) {
      it(row.name, async () => {
        for (const { data } of row.pickles) {
          const options = { engine, exact: true };
          const values = row.shared
            ? loadsInRow(engine, data, row.tokens.length, options)
            : await collect(loadAll(data, options));
          expect(values.map((value) => tokens(value))).toEqual(row.tokens);
        }
      });
    }
  });

  describe('values.buffers', () => {
    for (const row of valueRows('buffers')) {
      it(row.name, () => {
        for (const { data } of row.pickles) {
          const exact = loadsOn(engine, data, { exact: true, buffers: row.buffers });
          expect(tokens(exact)).toEqual(row.tokens);
          const natural = loadsOn(engine, data, { buffers: row.buffers });
          expect(tokens(natural, { natural: true })).toEqual(tokens(exact, { natural: true }));
        }
      });
    }

    it('gives the memory of the caller, not a copy', () => {
      const row = valueRows('buffers').find(({ name }) => name === 'several buffers');
      if (row === undefined) throw new Error('no such row');
      const exact = loadsOn(engine, row.pickles[0].data, { exact: true, buffers: row.buffers }) as [
        PickleBuffer,
        string,
        PickleBuffer,
      ];
      expect(exact[0]).toBeInstanceOf(PickleBuffer);
      expect(exact.map((each) => (each as PickleBuffer).readonly)).toEqual([true, undefined, false, undefined]);
      expect(exact[0].data.buffer).toBe(row.buffers[0].buffer);
      expect(exact[2]).toBeInstanceOf(PickleBuffer);
      expect(exact[2].data.buffer).toBe(row.buffers[1].buffer);
    });

    it('takes any iterable, any view, and leaves what is not used', () => {
      const row = valueRows('buffers').find(({ name }) => name === 'writable buffer');
      if (row === undefined) throw new Error('no such row');
      const given = Uint8Array.of(0, 0x61, 0x62, 0x63, 0);
      const views = [new DataView(given.buffer, 1, 3), new Uint16Array(4)];
      let taken = 0;
      const iterable = {
        *[Symbol.iterator]() {
          for (const view of views) {
            taken++;
            yield view;
          }
        },
      };
      expect(tokens(loadsOn(engine, row.pickles[0].data, { exact: true, buffers: iterable }))).toEqual(row.tokens);
      expect(taken).toBe(1);
    });
  });
});
