/** `pickle-wasm/tape`: the scanner's tape as text (docs/tape.md). */
export { formatTape } from './engines/wasm/index.js';
