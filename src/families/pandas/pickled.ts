/** What values of pandas need beside `Pickled`: labels, and the bound of what has no memory of its own. */
import { UnpicklingError } from '../../base/index.js';
import { Tuple } from '../../values/index.js';

export { entryOf, type Made, Pickled, withEntries } from '../index.js';

/** Levels of tuples in a label. */
const MAX_LABEL = 64;

/** Values that are made on demand at most where no memory stands for them, as for the numbers of a range. */
export const MAX_VIRTUAL: number = 2 ** 26;

/** A label that Python could hash: what is an Array of the natural value model was a tuple. */
export function hashableLabel(label: unknown, depth = 0): unknown {
  if (!Array.isArray(label) || depth > MAX_LABEL) return label;
  return new Tuple(label.map((item) => hashableLabel(item, depth + 1)));
}

/** Refuses to make `count` values that have no memory of their own. @throws UnpicklingError */
export function checkVirtual(count: number): void {
  if (count > MAX_VIRTUAL) throw new UnpicklingError(`too many values (${count}) to be made at once`);
}
