import { pandas } from '../families/pandas/index.js';
import { scipy } from '../families/scipy/index.js';
import { sklearn } from '../families/sklearn/index.js';
import { type Family, Registry } from '../registry/index.js';
import { torch } from './torch.js';

/**
 * Every family of this package beside those of the core: what `pickle-wasm/all` and the command line know. A new one
 * gets its line here.
 */
export function everyFamily(): readonly Family[] {
  return [pandas, scipy, sklearn, torch];
}

let every: Registry | undefined;

/** What every family knows; made on first use. */
export function everyRegistry(): Registry {
  if (every === undefined) {
    every = new Registry();
    for (const family of everyFamily()) every.use(family);
  }
  return every;
}
