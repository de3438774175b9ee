/**
 * What every runtime does with the installed package: it loads a pickle at once, without any set-up, on each engine.
 * Runs as it is in Node, Deno, Bun and browsers.
 */
import { engineInfo, init, loads } from 'pickle-wasm';

/**
 * Items of the list; enough bytes that `auto` takes WebAssembly wherever it may run, so that the tests see the choice.
 */
const ITEMS = Array.from({ length: 8000 }, (_, index) => index % 251);
/** PROTO 4, EMPTY_LIST, MARK, a BININT1 for each item, APPENDS, STOP. */
const PICKLE = Uint8Array.of(0x80, 4, 0x5d, 0x28, ...ITEMS.flatMap((item) => [0x4b, item]), 0x65, 0x2e);
const EXPECTED = JSON.stringify(ITEMS);

/** @param {'wasm' | 'js' | 'auto'} engine @returns {'wasm' | 'js' | undefined} the engine that ran */
function tryEngine(engine) {
  const value = JSON.stringify(loads(PICKLE, { engine }));
  if (value !== EXPECTED) throw new Error(`engine ${engine} gave ${value.slice(0, 200)}`);
  return engineInfo().last;
}

/**
 * @param {Uint8Array<ArrayBuffer>} wasmBytes the file pickle-wasm/scanner.wasm
 * @returns {string} one line, for instance 'OK wasm js init'
 */
export function smoke(wasmBytes) {
  const ran = [tryEngine('wasm'), tryEngine('js'), tryEngine('auto')];
  init(new WebAssembly.Module(wasmBytes));
  ran.push(tryEngine('wasm'));
  if (ran.join() !== 'wasm,js,wasm,wasm') throw new Error(`other engines ran: ${ran.join()}`);
  return 'OK wasm js init';
}

/**
 * For places that forbid WebAssembly.
 * @returns {string} 'OK js'
 */
export function smokeWithoutWasm() {
  tryEngine('js');
  const ran = tryEngine('auto');
  if (ran !== 'js' || engineInfo().wasm) throw new Error(`engine ${ran} ran where WebAssembly is forbidden`);
  return 'OK js';
}
