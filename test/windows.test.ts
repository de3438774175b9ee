/** The size of the windows that the scanner is fed changes nothing, and an input that ends early says so at the same place on both engines. */
import { describe, expect, it } from 'vitest';
import { ENGINES, expectEngine, outcome } from './helpers/engines.js';
import { distinct, hex, refused, samples } from './helpers/vectors.js';

/** Bytes of a window, and the longest pickle that is read with it: small windows are slow. */
const WINDOWS: [size: number, limit: number][] = [
  [1, 600],
  [2, 600],
  [3, 1500],
  [7, 8000],
  [64, 100_000],
];

/** Longest pickle that is cut at every byte. */
const CUT_LIMIT = 220;

const good = distinct(samples(100_000));
const bad = distinct(refused());

describe.each(ENGINES)('engine %s', (engine) => {
  it('is the one that runs', () => expectEngine(engine));

  // An engine of its own for each window costs milliseconds where it has a WASM instance: there each row has two of the five sizes.
  const has = (index: number, windowSize: number) =>
    engine === 'js' || [WINDOWS[index % 5][0], WINDOWS[(index + 2) % 5][0]].includes(windowSize);

  it.each(WINDOWS)(
    'windows of %i bytes give the same values',
    (windowSize, limit) => {
      for (const [index, { name, data, options }] of good.entries()) {
        if (data.length > limit || !has(index, windowSize)) continue;
        const whole = outcome(engine, data, options);
        expect(outcome(engine, data, { ...options, windowSize }), `${name}: ${hex(data.subarray(0, 300))}`).toEqual(whole);
      }
    },
    60_000,
  );

  it.each(WINDOWS)(
    'windows of %i bytes give the same errors',
    (windowSize, limit) => {
      for (const [index, { name, data, options }] of bad.entries()) {
        if (data.length > limit || !has(index, windowSize)) continue;
        const whole = outcome(engine, data, options);
        expect(outcome(engine, data, { ...options, windowSize }), `${name}: ${hex(data.subarray(0, 300))}`).toEqual(whole);
      }
    },
    60_000,
  );
});

describe('a pickle cut short', () => {
  // One pickle of each value and protocol, without the leftovers behind STOP that some handmade ones have.
  const whole = distinct(samples(CUT_LIMIT)).filter(({ data }) => data.at(-1) === 0x2e);

  it('is a TruncatedError at the same place on both engines, wherever it is cut', () => {
    for (const { name, data, options } of whole) {
      for (let end = 0; end < data.length; end++) {
        const cut = data.slice(0, end);
        const [first, second] = ENGINES.map((engine) => outcome(engine, cut, options));
        const place = `${name}, cut after ${end}: ${hex(cut)}`;
        if (Array.isArray(first) || Array.isArray(second)) {
          // A STOP in the middle: handmade rows with several.
          expect(second, place).toEqual(first);
          continue;
        }
        if (first.error !== second.error || first.offset !== second.offset || first.opcode !== second.opcode)
          expect(second, place).toEqual(first);
        if (first.error !== 'TruncatedError') expect(first.error, place).toBe('TruncatedError');
      }
    }
  }, 120_000);

  it('is the same with windows of one byte', () => {
    for (const { name, data, options } of whole.filter((_, index) => index % 20 === 0)) {
      for (let end = 0; end < data.length; end++) {
        const cut = data.slice(0, end);
        for (const engine of ENGINES) {
          expect(outcome(engine, cut, { ...options, windowSize: 1 }), `${name}, cut after ${end}: ${hex(cut)}`).toEqual(
            outcome(engine, cut, options),
          );
        }
      }
    }
  }, 120_000);
});
