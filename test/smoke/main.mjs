/** The program of Node, Deno and Bun: prints the line of `smoke`. */
import { readFileSync } from 'node:fs';
import { smoke } from './program.mjs';

console.log(smoke(readFileSync(new URL('./node_modules/pickle-wasm/dist/scanner.wasm', import.meta.url))));
