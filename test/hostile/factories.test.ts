/** Records with long or ever new keys: what is kept for the next load is bounded in characters, not in shapes. */
import { describe, expect, it } from 'vitest';
import { ENGINES } from '../helpers/engines.js';
import { inChild } from './child.js';

describe.each(ENGINES)('on %s', (engine) => {
  it.each([
    ['one key of 1 MB in each of 60 shapes', 1_000_000, 60],
    ['keys of 190 characters, 64 in each of 500 shapes', 190, 500],
  ])('keeps no factories of %s', (_, length, shapes) => {
    const code = `
      const options = ${JSON.stringify([{}, { exact: true }])}.map((each) => ({ ...each, engine: '${engine}' }));
      const keysOf = (i) => ${length} > 1000 ? ['a', i + 'k'.repeat(${length})] :
        Array.from({ length: 64 }, (_, k) => (k === 0 ? 'a' + (i & 127) : i + '_' + k + 'k'.repeat(${length} - 10)));
      const messages = (i) => pickle.dumps(Array.from({ length: 12 }, () => Object.fromEntries(keysOf(i).map((key) => [key, 1]))));
      const used = () => { globalThis.gc(); globalThis.gc(); const { heapUsed, external } = process.memoryUsage(); return heapUsed + external; };
      for (const each of options) pickle.loads(messages(0), each);
      const before = used();
      for (let i = 1; i <= ${shapes}; i++) for (const each of options) {
        const value = pickle.loads(messages(i), each);
        const first = value[0];
        if ((first instanceof pickle.Dict ? first.size : Object.keys(first).length) !== keysOf(i).length) throw new Error('keys');
      }
      console.log(Math.round((used() - before) / 1e6));
    `;
    const { status, stdout, stderr } = inChild(
      `import v8 from 'node:v8'; import vm from 'node:vm'; v8.setFlagsFromString('--expose-gc'); globalThis.gc = vm.runInNewContext('gc');${code}`,
      {
        timeoutMs: 60_000,
        memoryMB: 256,
      },
    );
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(Number(stdout)).toBeLessThan(20);
  });
});
