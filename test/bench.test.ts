/** The benchmark's tables: README.md has what its script makes of the committed results, and the targets are computed rightly. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { CaseResult, Result, Results } from '../bench/reports/numbers.mjs';
import { fillTables } from '../bench/reports/table.mjs';
import { geometricMean, targetRows } from '../bench/reports/targets.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

test('the tables of README.md are those of the committed results', () => {
  const results = JSON.parse(readFileSync(join(root, 'bench', 'results', 'latest.json'), 'utf8')) as Results;
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  expect(fillTables(readme, results) === readme, '`npm run bench:table` makes them equal').toBe(true);
});

test('a quick run makes no table', () => {
  expect(() => fillTables('', { ...resultsOf([]), quick: true })).toThrow('quick');
});

/** A result in which only what the targets look at is told. */
function result(median: number, bytes = 1e6): Result {
  return { median, bytes, cold: median, best: median, peak: 0, valuesPerSecond: 0, megabytesPerSecond: 0, samples: 1 };
}

function decodeCase(name: string, medians: Record<string, number>, parts: Partial<CaseResult> = {}): CaseResult {
  const contestants = Object.fromEntries(Object.entries(medians).map(([contestant, ms]) => [contestant, result(ms)]));
  return { name, title: name, operation: 'loads', view: false, messages: false, protocol: 4, values: 1, contestants, ...parts };
}

function resultsOf(cases: CaseResult[]): Results {
  const machine = { cpu: 'a CPU', cores: 2, node: '20.0.0', v8: '11', python: '3.12.1', platform: 'linux x64' };
  return { date: '2020-02-29T00:00:00.000Z', quick: false, machine, settings: { rounds: 3, protocol: 4 }, cases, minutes: 1 };
}

const rowsAgainst = (cases: CaseResult[], against: string) => targetRows(resultsOf(cases)).filter((row) => row.against.startsWith(against));

describe('targets', () => {
  test('a geometric mean', () => {
    expect(geometricMean([0.5, 2])).toBeCloseTo(1);
    expect(geometricMean([0.1, 0.1, 0.8])).toBeCloseTo(0.2);
  });

  test('the mean and the worst case are judged apart', () => {
    const cases = [decodeCase('one', { auto: 1, JSON: 10 }), decodeCase('two', { auto: 3, JSON: 2 })];
    const [mean, worst] = rowsAgainst(cases, 'JSON.parse');
    expect(mean).toMatchObject({ measured: '0.39 (2 cases)', met: true });
    expect(worst).toMatchObject({ measured: '1 of 2 above; worst 1.50: two (3.00 to 2.00 ms)', met: false });
  });

  test('views are left out of means, not out of the cases', () => {
    const cases = [decodeCase('one', { auto: 1, CPython: 2 }), decodeCase('view', { auto: 0.001, CPython: 30 }, { view: true })];
    const [mean, worst] = rowsAgainst(cases, 'CPython, C unpickler');
    expect(mean.measured).toBe('0.50 (1 cases)');
    expect(worst.measured).toMatch(/^all 2;/);
  });

  test('a contestant that failed is not compared with', () => {
    const failed = decodeCase('two', { auto: 1 });
    failed.contestants.pickleparser = { error: 'cannot' };
    const [mean] = rowsAgainst([decodeCase('one', { auto: 1, pickleparser: 4 }), failed], 'pickleparser');
    expect(mean).toMatchObject({ measured: '0.25 (1 cases)', met: false });
  });

  test('small inputs do not count between the engines, and auto is held against the better one', () => {
    const small = decodeCase('small', {});
    small.contestants = { auto: result(1, 1000), wasm: result(4, 1000), js: result(1, 1000) };
    const cases = [decodeCase('large', { auto: 1.1, wasm: 1, js: 4 }), small];
    expect(rowsAgainst(cases, 'our JavaScript engine')[0]).toMatchObject({ measured: '0.25 (1 cases)', met: true });
    expect(rowsAgainst(cases, 'the better of our two')[0]).toMatchObject({ measured: '1 of 2 above; worst 1.10: large', met: false });
  });

  test('what was not measured is neither met nor missed', () => {
    for (const { measured, met } of targetRows(resultsOf([]))) expect([measured, met]).toEqual(['not measured', undefined]);
  });

  test('cold start, memory and growth', () => {
    const results = resultsOf([]);
    const times = { import: 20, first: 3, second: 1 };
    results.cold = [{ title: 'a message', bytes: 200, contestants: { auto: times, wasm: { ...times, first: 6 } } }];
    const memory = { input: 1, result: 1, beyond: 3e6, kept: 1, linear: 1 };
    results.memory = [{ name: 'records', title: 'dicts', stream: true, memory }];
    const sizes = { '10 KB': 1e4, '500 MB': 5e8 };
    results.growth = Object.entries(sizes).map(([label, bytes]) => ({ label, bytes, contestants: { auto: result(bytes / 1e5, bytes) } }));
    const byName = new Map(targetRows(results).map((row) => [row.against, row]));
    expect(byName.get('first call of a process: a message (1 KB)')).toMatchObject({ met: false });
    expect(byName.get('memory while decoding, beyond input and result')).toMatchObject({
      measured: 'all 1; most 3.0 MB: dicts, from a stream',
      met: true,
    });
    expect(byName.get('time ÷ size on records')).toMatchObject({ measured: '10.0 (10 KB) to 10.0 (500 MB) ns per byte', met: true });
  });
});
