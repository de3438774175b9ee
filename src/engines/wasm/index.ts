/** The WASM engine: the scanner, and the builder that reads its tape. */
export { init, wasmAvailable } from './scanner/index.js';
export { formatTape } from './tape-printer.js';
export { createWasmMachine } from './wasm-machine.js';
