/** What the commands make of pandas' objects: the pickles of docs/gallery/, and others inside values. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loads, Registry } from '../../src/index.js';
import { type DataFrame, pandas } from '../../src/pandas.js';
import { bytesOf, rows } from '../families/pandas/vectors.js';
import { run, write } from './run.js';

const gallery = (name: string) => new Uint8Array(readFileSync(new URL(`../../docs/gallery/${name}`, import.meta.url)));
const prices = write('prices.pkl', gallery('prices.pkl'));
const times = write('times.pkl', gallery('times.pkl'));

describe('pandas', () => {
  test('show prints a frame as a table with its dtypes', () => {
    const { status, stdout, stderr } = run(['show', prices]);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toBe(
      `${[
        '     name  price  stock  kind',
        '0     tea   3.50     10   hot',
        '1  coffee   4.25   None   hot',
        '2    None   2.00      3  cold',
        '3    milk   1.10      7  cold',
        '',
        '[4 rows x 4 columns]',
        '',
        "'name'   str",
        "'price'  float64",
        "'stock'  Int64",
        "'kind'   category",
      ].join('\n')}\n`,
    );
    expect(run(['show', '--max', '2', prices]).stdout.split('\n').slice(0, 4)).toEqual(
      [
        '     name  price  stock  kind',
        '0     tea    3.5     10   hot',
        '...   ...    ...    ...   ...',
        '3    milk    1.1      7  cold',
      ].map((line, i) =>
        i === 0 || i === 2
          ? expect.any(String)
          : expect.stringMatching(new RegExp(`^${line.replace(/\s+/g, '\\s+')}$`)),
      ),
    );
    expect(run(['show', prices], { env: { COLUMNS: '20' } }).stdout.split('\n')[0]).toHaveLength(20);
    expect(run(['show', '--repr', prices]).stdout).toBe('<pandas.DataFrame 4 rows x 4 columns>\n');
  });

  test('frames, series and scalars inside other values', () => {
    expect(run(['show', times]).stdout.split('\n')).toEqual([
      'dict · 4 items',
      "├─ 'prices': Series float64 (3,): 1.5, 2.5, 3.5",
      "├─ 'counts': DataFrame · 4 rows × 1 columns",
      "│  └─ 'n' Series int64 (4,): 1, 2, 3, 4",
      "├─ 'month': Period('2024-02', 'M')",
      "└─ 'wait': Timedelta('1 days 02:00:00')",
      '',
    ]);
  });

  test('json prints the rows', () => {
    expect(run(['json', prices]).stdout).toBe(
      '[{"name":"tea","price":3.5,"stock":10,"kind":"hot"},{"name":"coffee","price":4.25,"stock":null,"kind":"hot"},' +
        '{"name":null,"price":2,"stock":3,"kind":"cold"},{"name":"milk","price":1.1,"stock":7,"kind":"cold"}]\n',
    );
    expect(JSON.parse(run(['json', times]).stdout)).toEqual({
      prices: [1.5, 2.5, 3.5],
      counts: [{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }],
      month: '2024-02',
      wait: 'P1DT2H0M0S',
    });
  });

  test('globals names what pandas needs, convert writes the frame again', () => {
    expect(run(['globals', prices]).stdout).toContain('pandas.DataFrame');
    const { status } = run(['convert', '--protocol', '2', prices, '-o', 'old.pkl']);
    expect(status).toBe(0);
    const json = run(['json', 'old.pkl']).stdout;
    expect(json).toBe(run(['json', prices]).stdout);
  });

  test('shows every frame of the vectors in lines that can be seen', () => {
    const registry = new Registry().use(pandas);
    for (const row of rows.filter(({ kind, pandas: version }) => kind === 'frame' && version.startsWith('2'))) {
      const text = (loads(bytesOf(row), { registry }) as DataFrame).toText();
      expect(text).not.toContain('[object');
      expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}]/u);
    }
  });
});
