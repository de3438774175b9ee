/**
 * Every way of reading gives the same: both engines, the reader for small messages, windows and streams of every size,
 * in both value models and with every option. Mutants of the vectors and programs that are made up, for a minute where
 * CI runs; `node test/fuzz/long.mjs` goes on for longer.
 */
import { expect, it } from 'vitest';
import { expectEngine } from '../helpers/engines.js';
import { type Finding, search } from './search.js';

/** Seconds of the search: `FUZZ_SECONDS`, or a minute on CI and less on a developer's machine. */
const SECONDS = Number(process.env.FUZZ_SECONDS ?? (process.env.CI ? 60 : 15));
const SEED = Number(process.env.FUZZ_SEED ?? 20260101);

it('both engines run', () => {
  expectEngine('wasm');
  expectEngine('js');
});

it(
  `no difference in ${SECONDS} seconds`,
  async () => {
    const { inputs, accepted, findings } = await search({ seed: SEED, time: SECONDS * 1000, kinds: 10 });
    console.log(`${inputs} inputs, ${accepted} of them accepted, seed ${SEED}`);
    expect(findings.map(({ kind, report }: Finding) => `${kind}\n${report}`).join('\n\n')).toBe('');
    // A search that ends at once, or whose inputs are all refused at the first opcode, would prove nothing.
    expect(inputs).toBeGreaterThan(SECONDS * 20);
    expect(accepted).toBeGreaterThan(inputs / 10);
  },
  SECONDS * 2000 + 60_000,
);
