/** Memo indexes that were chosen so that they collide in a hash with a fixed rule. */
import { describe, expect, it } from 'vitest';
import { loads } from '../../src/index.js';
import { ENGINES } from '../helpers/engines.js';
import { pickle } from '../helpers/program.js';
import { inChild } from './child.js';

/** Expressions of the i-th index, all safe integers: what an unpickler takes. */
const SAFE: [name: string, expression: string][] = [
  ['multiples of 2^32', 'BigInt(i + 1) << 32n'],
  ['multiples of 2^32 and something', '(BigInt(i + 1) << 32n) + 5n'],
  ['steps', 'BigInt(i + 1) * 1000003n'],
  ['multiples of 2^20 above 2^50', '2n ** 50n + (BigInt(i) << 20n)'],
];
/** Larger ones, which tools read. */
const LARGE: [name: string, expression: string][] = [['the same low 64 bits', '(BigInt(i) << 64n) + 5n']];

describe.each(['wasm', 'js', 'dis', 'globalsOf', 'optimize'])('%s', (tool) => {
  it.each(tool === 'wasm' || tool === 'js' ? SAFE : [...SAFE, ...LARGE])('%s', (_name, expression) => {
    const { status, stdout, stderr } = inChild(
      `const parts = ['N'];
      for (let i = 0; i < 100000; i++) parts.push('p' + (${expression}) + '\\n');
      const data = Buffer.from(parts.join('') + '.');
      const tool = '${tool}';
      if (tool === 'wasm' || tool === 'js') console.log(pickle.loads(data, { engine: tool }));
      else { pickle[tool](data); console.log(null); }`,
      { timeoutMs: 10_000, memoryMB: 512 },
    );
    expect(stderr).toBe('');
    expect(stdout).toBe('null\n');
    expect(status).toBe(0);
  });
});

it.each(ENGINES)('large indexes are told apart, leading zeros are not, engine %s', (engine) => {
  const big = 2n ** 33n * 3n + 5n;
  const data = pickle(`(I1\np${big}\nI2\np${big + 2n ** 33n}\nI3\np5\ng${big}\ng000${big + 2n ** 33n}\ng05\nt.`);
  expect(loads(data, { engine })).toEqual([1, 2, 3, 1, 2, 3]);
});
