/**
 * The program of the benchmark's page: measures what the address asks for and posts the results to the server that it
 * came from.
 */
import { engineInfo, loads } from 'pickle-wasm';
import { assertEngine } from '../../scripts/which-engine.mjs';
import { checkValue } from '../contestants/check.mjs';

/** @typedef {import('./server.mjs').PageCase} PageCase */
/** @typedef {import('./server.mjs').PageResult} PageResult */

/** Holds the latest result, so that one is alive at a time. */
const sink = { result: /** @type {unknown} */ (undefined) };

/** @param {string} path @returns {Promise<Uint8Array>} */
async function get(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** @returns {boolean} */
function canGenerateCode() {
  try {
    return new Function('return true')();
  } catch {
    return false;
  }
}

/** A clock of the browser may go by whole ms: a sample lasts at least as long. */
const LEAST_SAMPLE = 5;

/**
 * @param {() => unknown} run
 * @param {number} samples
 * @returns {number} ms of one call: the median
 */
function time(run, samples) {
  const times = [];
  let calls = 1;
  for (let i = 0; times.length < samples; i++) {
    const start = performance.now();
    for (let call = 0; call < calls; call++) {
      sink.result = undefined;
      sink.result = run();
    }
    const elapsed = performance.now() - start;
    if (elapsed < LEAST_SAMPLE && calls < 1e6) calls *= 2;
    else if (i > 2) times.push(elapsed / calls);
  }
  return times.sort((a, b) => a - b)[times.length >> 1];
}

/**
 * @param {PageCase} job
 * @returns {Promise<PageResult>}
 */
async function measure({ name, values, pickle, json, samples }) {
  const data = await get(pickle);
  /** @type {PageResult} */
  const result = { name, bytes: data.length, ms: {} };
  for (const engine of /** @type {const} */ (['wasm', 'js'])) {
    result.ms[engine] = time(() => loads(data, { engine }), samples);
    assertEngine(engineInfo, engine);
    checkValue(sink.result, { values });
  }
  if (json === null) return result;
  const text = await get(json);
  const decoder = new TextDecoder();
  result.ms.JSON = time(() => JSON.parse(decoder.decode(text)), samples);
  return result;
}

/** @param {object} message */
const post = (message) => fetch('/result', { method: 'POST', body: JSON.stringify(message) });

async function main() {
  const { cases, codegen } = await (await fetch('/job')).json();
  if (canGenerateCode() !== codegen) throw new Error(`code can ${codegen ? 'not ' : ''}be generated in this page`);
  await post({ agent: navigator.userAgent });
  for (const job of cases) {
    const result = await measure(job).catch((error) => ({ name: job.name, error: String(error) }));
    sink.result = undefined;
    await post({ result });
  }
}

main()
  .catch((error) => post({ failed: String(error) }))
  .finally(() => post({ done: true }));
