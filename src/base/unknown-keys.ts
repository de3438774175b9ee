import { PickleError } from './errors.js';

/**
 * Refuses a key of `object` that is none of `names`, and names the one that has most of its letters.
 * @param what how the object is called in the message, for instance `'options.limits'`
 * @throws PickleError
 */
export function refuseUnknown(object: object, names: readonly string[], what: string): void {
  for (const key of Object.keys(object)) {
    if (names.includes(key)) continue;
    const match = (name: string) => 2 * [...name.toLowerCase()].filter((letter) => key.toLowerCase().includes(letter)).length - name.length;
    const [near] = [...names].sort((a, b) => match(b) - match(a));
    throw new PickleError(`${what}.${key.slice(0, 40)} is unknown; did you mean ${near}?`);
  }
}
