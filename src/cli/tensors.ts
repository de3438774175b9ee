/** The tensors within a value. */
import { Tensor } from '../all.js';
import { storageOf } from './arrays.js';
import { type Child, Describer } from './describe.js';
import { createStyle } from './style.js';

/** Reads the bytes of every tensor that the tree of the value has. @throws UnpicklingError, LimitError */
export async function loadTensors(root: unknown): Promise<void> {
  const describer = new Describer(createStyle(false), 1);
  const seen = new Set<unknown>();
  const levels: Iterator<Child>[] = [[['', root] as const][Symbol.iterator]()];
  while (levels.length > 0) {
    const next = levels[levels.length - 1].next();
    if (next.done) {
      levels.pop();
      continue;
    }
    const [, value] = next.value;
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    if (value instanceof Tensor) await storageOf(value)?.load();
    else levels.push(describer.describe(value).children()[Symbol.iterator]());
  }
}
