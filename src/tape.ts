/** `pickle-wasm/tape`: the scanner's tape as text (docs/tape.md). */
export { formatTape } from './scanner/tape.js';
