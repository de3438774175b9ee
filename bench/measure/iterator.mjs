/**
 * How much memory `dump` needs for a list that an iterator yields, item by item, into a sink:
 *
 *   node bench/measure/iterator.mjs               1 and 10 million items
 *   node bench/measure/iterator.mjs 1e5 3e6       other numbers of them
 *
 * Each number runs in a process of its own. "growth" is how much the peak of the process's memory rose from before
 * the call to after it; the list itself would take 8 bytes an item and more.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MEGABYTE = 1 << 20;
/** Items of the call that compiles the code before memory is looked at. */
const WARM_UP = 100_000;

/** @param {number} count @returns {Generator<number>} whole numbers and floats in turn */
function* items(count) {
  for (let i = 0; i < count; i++) yield i % 2 === 0 ? i : i / 4;
}

/** @param {number} count of the items */
async function measure(count) {
  const { dump, PyGlobal, REDUCE } = await import('pickle-wasm');
  class List {
    /** @param {Iterable<unknown>} items */
    constructor(items) {
      this.items = items;
    }
    [REDUCE]() {
      return [new PyGlobal('builtins', 'list'), [], undefined, this.items];
    }
  }
  /** @param {number} size @returns {Promise<number>} bytes written */
  const run = async (size) => {
    let written = 0;
    await dump(new List(items(size)), (chunk) => {
      written += chunk.length;
    });
    return written;
  };
  await run(WARM_UP);
  const before = process.resourceUsage().maxRSS * 1024;
  const start = performance.now();
  const written = await run(count);
  const seconds = (performance.now() - start) / 1000;
  const growth = process.resourceUsage().maxRSS * 1024 - before;
  console.log(
    `${count.toLocaleString('en').padStart(12)} items: ${(written / MEGABYTE).toFixed(1).padStart(6)} MB written in ${seconds.toFixed(2)} s, growth ${(growth / MEGABYTE).toFixed(1)} MB`,
  );
}

/** @param {string} count measures it in a new process */
function measureApart(count) {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), [count], { env: { ...process.env, ITERATOR_CHILD: '1' } });
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve(undefined) : reject(new Error(`exit code ${code}`))));
  });
}

const counts = process.argv.slice(2);
if (process.env.ITERATOR_CHILD === '1') await measure(Number(counts[0]));
else for (const count of counts.length > 0 ? counts : ['1e6', '1e7']) await measureApart(count);
