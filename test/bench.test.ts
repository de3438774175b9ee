/**
 * The benchmark's tables: README.md has what its script makes of the committed results, and the targets are computed
 * rightly.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { pairOf, verdictOf } from '../bench/measure/against.mjs';
import { parseOptions } from '../bench/options.mjs';
import type { CaseResult, Result, Results } from '../bench/reports/numbers.mjs';
import { fillTables } from '../bench/reports/table.mjs';
import { geometricMean, targetRows } from '../bench/reports/targets.mjs';
import { NODE_VERSIONS } from '../scripts/setup-node.mjs';

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
  return {
    name,
    title: name,
    operation: 'loads',
    view: false,
    messages: false,
    protocol: 4,
    values: 1,
    contestants,
    ...parts,
  };
}

function resultsOf(cases: CaseResult[]): Results {
  const machine = { cpu: 'a CPU', cores: 2, node: '20.0.0', v8: '11', python: '3.12.1', platform: 'linux x64' };
  return {
    date: '2020-02-29T00:00:00.000Z',
    quick: false,
    machine,
    settings: { rounds: 3, protocol: 4 },
    cases,
    minutes: 1,
  };
}

const rowsAgainst = (cases: CaseResult[], against: string) =>
  targetRows(resultsOf(cases)).filter((row) => row.against.startsWith(against));

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
    const cases = [
      decodeCase('one', { auto: 1, CPython: 2 }),
      decodeCase('view', { auto: 0.001, CPython: 30 }, { view: true }),
    ];
    const [mean, worst] = rowsAgainst(cases, 'CPython, C unpickler');
    expect(mean.measured).toBe('0.50 (1 cases)');
    expect(worst.measured).toMatch(/^all 2;/);
  });

  test('what JSON and WASM cannot be held against is named apart; what takes no time does not count', () => {
    const cases = [decodeCase('one', { auto: 1, JSON: 2 }), decodeCase('datetimes', { auto: 3, JSON: 1 })];
    expect(rowsAgainst(cases, 'JSON.parse').slice(1)).toEqual([
      {
        against: 'JSON.parse from bytes',
        target: '≤ 1 on every case but instances and datetimes',
        measured: expect.any(String),
        met: true,
      },
      {
        against: 'JSON.parse from bytes; instances and datetimes',
        target: 'none',
        measured: '3.00: datetimes',
        met: undefined,
      },
    ]);
    const payload = [decodeCase('one', { wasm: 1, js: 2 }), decodeCase('bytes10k', { wasm: 6, js: 2 })];
    expect(rowsAgainst(payload, 'our JavaScript engine').map(({ met }) => met)).toEqual([false, true, undefined]);
    const short = [
      decodeCase('one', { auto: 1, pickleparser: 4 }),
      decodeCase('view', { auto: 0.002, pickleparser: 0.001 }),
    ];
    expect(rowsAgainst(short, 'pickleparser')[1]).toMatchObject({
      target: '≤ 0.5 on every case of more than 0.1 ms',
      met: true,
    });
  });

  test('without code generation, and the snapshot', () => {
    const found = decodeCase('cuda', { auto: 4, 'auto, no codegen': 5, js: 10, 'CPython, gc off': 5 });
    found.contestants.auto = { ...result(4), engine: 'wasm' };
    const small = decodeCase('tiny', { auto: 1, 'auto, no codegen': 3 });
    expect(rowsAgainst([found, small], 'WASM with code')[0]).toMatchObject({
      measured: expect.stringMatching(/^1 of 1 above/),
      met: false,
    });
    expect(rowsAgainst([found], 'cuda: ').map(({ measured, met }) => [measured, met])).toEqual([
      ['0.80 (4.00 to 5.00 ms)', false],
      ['0.40 (4.00 to 10.0 ms)', true],
    ]);
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
    const cases = [decodeCase('large', { auto: 1.12, wasm: 1, js: 4 }), small];
    expect(rowsAgainst(cases, 'our JavaScript engine')[0]).toMatchObject({ measured: '0.25 (1 cases)', met: true });
    expect(rowsAgainst(cases, 'the better of our two')[0]).toMatchObject({
      measured: '1 of 2 above; worst 1.12: large',
      met: false,
    });
  });

  test('what was not measured is neither met nor missed', () => {
    for (const { measured, met } of targetRows(resultsOf([])))
      expect([measured, met]).toEqual(['not measured', undefined]);
  });

  test('cold start, memory and growth', () => {
    const results = resultsOf([]);
    const times = { import: 20, first: 3, second: 1 };
    results.cold = [{ title: 'a message', bytes: 200, contestants: { auto: times, wasm: { ...times, first: 6 } } }];
    const memory = { input: 1, result: 1, beyond: 3e6, kept: 1, linear: 1 };
    results.memory = [{ name: 'records', title: 'dicts', stream: true, memory }];
    const sizes = { '10 KB': 1e4, '500 MB': 5e8 };
    results.growth = Object.entries(sizes).map(([label, bytes]) => ({
      label,
      bytes,
      contestants: { auto: result(bytes / 1e5, bytes) },
    }));
    const byName = new Map(targetRows(results).map((row) => [row.against, row]));
    expect(byName.get('first call of a process: a message (1 KB)')).toMatchObject({ met: false });
    expect(byName.get('memory while decoding, beyond input and result')).toMatchObject({
      measured: 'all 1; most 3.0 MB: dicts, from a stream',
      met: true,
    });
    expect(byName.get('time ÷ size on records')).toMatchObject({
      measured: '10.0 (10 KB) to 10.0 (500 MB) ns per byte',
      met: true,
    });
  });
});

test('a second Node has a column of its own, and CPython is the same on each', () => {
  const found = decodeCase('one', { auto: 2, CPython: 4, JSON: 4 });
  found.beside = { '26.0.0': { auto: result(1), JSON: result(4) } };
  const results = { ...resultsOf([found]), beside: [{ version: '26.0.0', v8: '14' }] };
  const lines = fillTables('<!-- bench:start --><!-- bench:end -->', results).split('\n');
  expect(lines.find((line) => line.startsWith('Measured'))).toContain(
    'Node 20.0.0 with default flags, beside it Node 26.0.0',
  );
  expect(lines.find((line) => line.startsWith('| CPython, C unpickler | ≤ 0.3'))).toMatch(
    / 0\.50 \(1 cases\) \| \*\*missed\*\* \| 0\.25 \(1 cases\) \|$/,
  );
  expect(lines.find((line) => line.startsWith('| Decode'))).toBe(
    '| Decode, ms | **ours** | **ours**, Node 26.0.0 | JSON.parse | CPython C |',
  );
  expect(lines.find((line) => line.startsWith('| one'))).toBe('| one | 2.00 | 1.00 | 4.00 | 4.00 |');
});

test('the scanner alone and browsers have rows when they were measured', () => {
  const results = resultsOf([]);
  expect(targetRows(results).some(({ against }) => /scan|Firefox/.test(against))).toBe(false);
  results.scan = [{ name: 'floats', title: 'floats', nodes: { '20.0.0': { scan: 0.6, load: 2 } } }];
  const page = (wasm: number) => [{ name: 'records', bytes: 1, ms: { wasm, js: 4, JSON: 2 } }];
  results.browsers = [
    { browser: 'Firefox', codegen: true, agent: '', cases: page(2) },
    { browser: 'Firefox', codegen: false, agent: '', cases: page(3) },
  ];
  const rows = targetRows(results).filter(({ against }) => /scan|Firefox/.test(against));
  expect(rows.map(({ measured, met }) => [measured, met])).toEqual([
    ['0.60', false],
    ['all 1; worst 0.50: records (2.00 to 4.00 ms)', true],
    ['all 1; worst 1.00: records (2.00 to 2.00 ms)', true],
    ['1 of 1 above; worst 1.50: records (3.00 to 2.00 ms)', false],
  ]);
});

describe('old against new', () => {
  const samples = (...times: number[]) => times.map((ms) => ({ ms, cpu: ms }));

  test('a change of all measures in every round is beyond doubt', () => {
    const pair = pairOf([
      { old: samples(10, 11, 12), now: samples(12, 13, 14) },
      { old: samples(20, 21, 30), now: samples(22, 23, 31) },
    ]);
    expect(pair).toMatchObject({ old: 16, now: 18, least: 23 / 21, most: 13 / 11, minima: 1.2 });
    expect(verdictOf(pair)).toBe('slower');
    expect(verdictOf({ ...pair, least: 1.02 })).toBe('');
    expect(verdictOf({ ...pair, work: 1.01 })).toBe('');
    expect(verdictOf({ ...pair, least: 0.8, most: 0.95, minima: 0.9, work: 0.9 })).toBe('faster');
  });
});

describe('the command line', () => {
  test('everything: the pinned Nodes; a part: the first of them', () => {
    expect(parseOptions([]).nodes).toEqual([NODE_VERSIONS.headline, ...NODE_VERSIONS.beside]);
    expect(parseOptions(['records']).nodes).toEqual([NODE_VERSIONS.headline]);
    expect(parseOptions(['--node', '26', '--node', 'this']).nodes).toEqual([NODE_VERSIONS.beside[0], 'this']);
    expect(() => parseOptions(['--node', '3'])).toThrow('node-versions.json');
    expect(() => parseOptions(['--node', 'new'])).toThrow('--node');
  });

  test('cases and sizes', () => {
    const { cases, scale, parts, against } = parseOptions([
      '--against',
      'main',
      '--cases',
      'records,floats',
      '--scale',
      '0.2',
    ]);
    expect(cases.map(({ name }) => name)).toEqual(['records', 'floats']);
    expect([scale, parts, against]).toEqual([0.2, ['cases'], 'main']);
    expect(() => parseOptions(['--cases', 'records,nothing'])).toThrow('there is no case nothing');
  });
});
