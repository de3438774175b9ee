import { PickleError } from './errors.js';

/**
 * Refuses a key of `object` that is none of `names`, and names the nearest of them.
 * @param what how the object is called in the message, for instance `'options.limits'`
 * @throws PickleError
 */
export function refuseUnknown(object: object, names: readonly string[], what: string): void {
  for (const key of Object.keys(object)) {
    if (names.includes(key)) continue;
    const [near] = [...names].sort((a, b) => distance(key, a) - distance(key, b));
    throw new PickleError(`${what}.${key.slice(0, 40)} is unknown; did you mean ${near}?`);
  }
}

/** Letters that have to be put in, left out or changed, case aside (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const letter of a.slice(0, 40)) {
    const next = [row[0] + 1];
    for (let i = 0; i < b.length; i++) {
      const same = letter.toLowerCase() === b[i].toLowerCase();
      next.push(Math.min(row[i + 1] + 1, next[i] + 1, row[i] + (same ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length];
}
