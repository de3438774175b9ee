/**
 * The program of the browser page: runs the function that the address names and leaves a promise of its line in
 * `globalThis.result`.
 * The page itself starts it, because what is evaluated through the DevTools protocol escapes the page's content
 * security policy.
 */
import { smoke, smokeWithoutWasm } from './program.mjs';

async function run() {
  if (new URLSearchParams(location.search).get('run') === 'smokeWithoutWasm') return smokeWithoutWasm();
  const response = await fetch('/scanner.wasm');
  return smoke(new Uint8Array(await response.arrayBuffer()));
}

Object.assign(globalThis, { result: run().catch((error) => `${error.name}: ${error.message}`) });
