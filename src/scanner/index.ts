/** The WASM scanner: what the rest of the package may use of it. */
import { instantiate } from './module.js';

export { init, refusedBecause } from './module.js';
export { Scanner } from './scanner.js';

let available: boolean | undefined;

/** True where the WASM engine can run; found out once. `init` may change it. */
export function wasmAvailable(): boolean {
  if (available !== true) available = instantiate() !== undefined;
  return available;
}
