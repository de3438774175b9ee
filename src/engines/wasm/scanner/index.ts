/** The WASM scanner: what the rest of the package may use of it. */
import { Scanner } from './scanner.js';

export { init, refusedBecause } from './module.js';
export { Scanner } from './scanner.js';

let available: boolean | undefined;

/** True where the WASM engine can run; found out once. `init` may change it. */
export function wasmAvailable(): boolean {
  if (available !== true) {
    const scanner = Scanner.acquire();
    // Performance: it waits for the load that is about to come (bench case cold).
    scanner?.release();
    available = scanner !== undefined;
  }
  return available;
}
