import type { Family } from '../registry/index.js';
import { pandas } from './pandas/index.js';

/** Every family of this package beside those of the core: what `pickle-wasm/all` and the command line know. A new one gets its line here. */
export function everyFamily(): readonly Family[] {
  return [pandas];
}
