/** Lines of the tree are no wider than the terminal, whatever the script. */
import { expect, test } from 'vitest';
import { createStyle } from '../../src/cli/style.js';
import { treeLines } from '../../src/cli/tree.js';
import { fitted, terminalWidth, widthOf } from '../../src/cli/width.js';
import { Bytes, Dict, dumps } from '../../src/index.js';
import { orders, run } from './run.js';

test.each([
  ['abc', 3],
  ['漢字', 4],
  ['かなカナ', 8],
  ['한글', 4],
  ['ＡＢ。', 6],
  ['😀', 2],
  ['e\u0301', 1],
  ['Nováková ☕', 11],
  ['├─ …', 4],
  ['\x1b[31mred\x1b[39m', 3],
  ['\u200b', 8],
  ['', 0],
])('%j', (text, width) => {
  expect(widthOf(text)).toBe(width);
  expect(fitted(text, width)).toBe(text);
});

test('what is cut says so, and ends its styles', () => {
  expect(fitted('abcdef', 4)).toBe('abc…');
  expect(fitted('漢字漢字', 6)).toBe('漢字…');
  expect(fitted('漢字漢字', 5)).toBe('漢字…');
  expect(fitted('漢字漢字', 4)).toBe('漢…');
  expect(fitted('\x1b[31mabcdef\x1b[39m', 4)).toBe('\x1b[31mabc…\x1b[39m');
  expect(fitted('abcdef', 4, '')).toBe('abcd');
  expect(fitted('abcdef', Number.POSITIVE_INFINITY)).toBe('abcdef');
});

const value = new Dict<unknown, unknown>([
  ['漢字'.repeat(40), '漢字'.repeat(100)],
  ['x', 'y'.repeat(400)],
  ['n', 10n ** 300n],
  ['b', new Bytes(new Uint8Array(500).fill(255))],
  ['😀'.repeat(30), [['é'.repeat(70)], ['a'.repeat(70), 1]]],
]);

test.each([32, 40, 80, 200])('no line has more than %i columns', (width) => {
  for (const color of [false, true]) {
    const lines = [...treeLines(value, { depth: 2, max: 10, width }, createStyle(color))];
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(width);
  }
});

test('how long a text is stays', () => {
  const lines = [...treeLines(value, { depth: 9, max: 10, width: 60 }, createStyle(false))];
  expect(lines[1]).toMatch(/^├─ '漢字漢字漢字漢字漢…: '漢[^…]*… \(200 characters\)$/);
  expect(lines[2]).toMatch(/^├─ 'x': 'y+… \(400 characters\)$/);
  expect(lines[3]).toMatch(/^├─ 'n': 10+… \(301 digits\)$/);
  expect(lines[4]).toMatch(/… \(500 bytes\)$/);
});

test('far to the right there is some room', () => {
  let deep: unknown = 'z'.repeat(100);
  for (let i = 0; i < 50; i++) deep = [deep, 'x'.repeat(80)];
  const lines = [...treeLines(deep, { depth: 100, max: 10, width: 40 }, createStyle(false))];
  expect(lines.find((line) => line.includes('z'))).toMatch(/\[0\] 'z{6,}…/);
});

test('a pipe gets whole lines unless COLUMNS is set', () => {
  expect(terminalWidth({}, {})).toBe(Number.POSITIVE_INFINITY);
  expect(terminalWidth({ isTTY: true, columns: 100 }, {})).toBe(100);
  expect(terminalWidth({ isTTY: true, columns: 0 }, {})).toBe(Number.POSITIVE_INFINITY);
  expect(terminalWidth({ isTTY: true, columns: 100 }, { COLUMNS: '60' })).toBe(60);
  expect(terminalWidth({ columns: 100 }, { COLUMNS: 'x' })).toBe(Number.POSITIVE_INFINITY);
  const whole = run(['show', orders]).stdout;
  expect(Math.max(...whole.split('\n').map(widthOf))).toBeGreaterThan(80);
  const cut = run(['show', orders], { env: { COLUMNS: '60' } }).stdout;
  expect(Math.max(...cut.split('\n').map(widthOf))).toBe(60);
  expect(cut.split('\n').length).toBe(whole.split('\n').length);
  const data = dumps('x'.repeat(500));
  expect(run(['show', '--repr', '-'], { input: data, env: { COLUMNS: '60' } }).stdout.length).toBe(503);
});
