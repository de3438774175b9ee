/** Every pickle that CPython refuses is refused, with an error that says where. */
import { describe, expect, it } from 'vitest';
import { ENGINES, errorOf, expectEngine, loadsOn } from './helpers/engines.js';
import { handmadeRows, hex } from './helpers/vectors.js';

describe.each(ENGINES)('engine %s', (engine) => {
  it('is the one that runs', () => expectEngine(engine));

  describe.each(['negative', 'cpython-data'] as const)('%s.json', (file) => {
    for (const row of handmadeRows(file).filter(({ expected }) => expected === 'error')) {
      it(`${row.name}${row.reason === undefined ? '' : ` (${row.reason})`}`, () => {
        const exact = errorOf(engine, row.data, row.options);
        const natural = errorOf(engine, row.data, { ...row.options, exact: false });
        expect([natural.name, natural.offset, natural.opcode], hex(row.data)).toEqual([
          exact.name,
          exact.offset,
          exact.opcode,
        ]);
        // Like CPython: an end of input is told apart from other errors.
        if (
          row.cpython !== undefined &&
          /^EOFError: Ran out of input|pickle data was truncated$/.test(row.cpython) &&
          !NO_END.test(row.name)
        ) {
          expect(exact.name, `${row.cpython}: ${exact.message}`).toBe('TruncatedError');
        }
      });
    }
  });

  it('works on after every error', () => {
    for (const row of handmadeRows('negative')) {
      errorOf(engine, row.data, row.options);
      expect(loadsOn(engine, Uint8Array.of(0x5d, 0x4b, 5, 0x61, 0x2e)), row.name).toEqual([5]);
    }
  });
});

/** CPython says the same of an empty line, and of a length that is negative here. */
const NO_END = /''$|empty (module|name)|test_load_global|^BINSTRING of/;
