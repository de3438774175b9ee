/**
 * The size of the windows that the scanner is fed changes nothing, and an input that ends early says so at the same
 * place on both engines.
 */
import { describe, it } from 'vitest';
import { difference, ENGINES, expectEach, expectEngine, outcome } from '../helpers/engines.js';
import { distinct, hex, refused, samples } from '../helpers/vectors.js';

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

  // An engine of its own for each window costs milliseconds where it has a WASM instance: there each row has two of the
  // five sizes.
  const has = (index: number, windowSize: number) =>
    engine === 'js' || [WINDOWS[index % 5][0], WINDOWS[(index + 2) % 5][0]].includes(windowSize);

  describe.each([
    ['values', good],
    ['errors', bad],
  ])('give the same %s', (_, rows) => {
    it.each(WINDOWS)(
      'in windows of %i bytes',
      (windowSize, limit) => {
        const chosen = rows.filter(({ data }, index) => data.length <= limit && has(index, windowSize));
        expectEach(chosen.entries(), ([index, { name, data, options }]) => {
          // Both models in turn.
          const all = { ...options, exact: index % 2 === 0 };
          const windowed = outcome(engine, data, { ...all, windowSize });
          return difference(
            `${name}: ${hex(data.subarray(0, 300))}`,
            windowed,
            outcome(engine, data, { ...all, engine, windowSize: 1 << 30 }),
          );
        });
      },
      60_000,
    );
  });
});

describe('a pickle cut short', () => {
  // One pickle of each value and protocol, without the leftovers behind STOP that some handmade ones have.
  const whole = distinct(samples(CUT_LIMIT)).filter(({ data }) => data.at(-1) === 0x2e);
  const cuts = (data: Uint8Array) => Array.from({ length: data.length }, (_, end) => data.slice(0, end));

  it.each([true, false])(
    'is a TruncatedError at the same place on both engines, wherever it is cut; exact: %s',
    (exact) => {
      expectEach(whole, ({ name, data, options }) => {
        // What this model refuses altogether (two NaN keys in the natural one) is refused there, cut or not.
        const refusal = outcome('js', data, { ...options, exact });
        for (const cut of cuts(data)) {
          const [first, second] = ENGINES.map((engine) => outcome(engine, cut, { ...options, exact }));
          const place = `${name}, cut after ${cut.length}: ${hex(cut)}`;
          const found = difference(place, second, first);
          if (found !== undefined) return found;
          // A STOP in the middle: handmade rows with several.
          if (
            !Array.isArray(first) &&
            first.error !== 'TruncatedError' &&
            JSON.stringify(first) !== JSON.stringify(refusal)
          )
            return `${place}: ${first.error}`;
        }
        return undefined;
      });
    },
    120_000,
  );

  it('is the same with windows of one byte', () => {
    expectEach(
      whole.filter((_, index) => index % 20 === 0),
      ({ name, data, options }) => {
        for (const cut of cuts(data)) {
          for (const engine of ENGINES) {
            const place = `${engine}: ${name}, cut after ${cut.length}: ${hex(cut)}`;
            const found = difference(
              place,
              outcome(engine, cut, { ...options, windowSize: 1 }),
              outcome(engine, cut, options),
            );
            if (found !== undefined) return found;
          }
        }
        return undefined;
      },
    );
  }, 120_000);
});
