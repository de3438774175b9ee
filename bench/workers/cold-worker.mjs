/**
 * One process, one contestant: how long does importing it take, and the first call? Started by cold.mjs; loads nothing
 * that is not measured.
 */
import { readFileSync } from 'node:fs';
import { answer } from './answer.mjs';

/** @typedef {(data: Uint8Array) => unknown} Decode */

/** @type {Record<string, () => Promise<Decode>>} */
const IMPORTS = {
  pickleparser: async () => {
    const { Parser } = await import('pickleparser');
    return (data) => new Parser().parse(data);
  },
  JSON: async () => {
    const decoder = new TextDecoder();
    return (data) => JSON.parse(decoder.decode(data));
  },
};

/**
 * @param {'auto' | 'wasm' | 'js'} engine
 * @returns {Promise<Decode>}
 */
async function importOurs(engine) {
  const { loads } = await import('pickle-wasm');
  return (data) => loads(data, { engine });
}

/**
 * @param {() => unknown} work
 * @returns {number} ms
 */
function time(work) {
  const start = performance.now();
  work();
  return performance.now() - start;
}

answer(async (/** @type {import('../measure/cold.mjs').ColdJob} */ { contestant, file }) => {
  const data = readFileSync(file);
  const start = performance.now();
  const decode = await (IMPORTS[contestant]?.() ?? importOurs(/** @type {'auto' | 'wasm' | 'js'} */ (contestant)));
  const imported = performance.now() - start;
  const first = time(() => decode(data));
  return { import: imported, first, second: time(() => decode(data)) };
});
