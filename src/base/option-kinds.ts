/** Options as all functions of this package check them: what each may be, in one table for each kind of options. */
import { PickleError } from './errors.js';

/** What an option may be, for messages, and the test for it. */
export type OptionKind = readonly [what: string, holds: (value: unknown) => boolean];

/** The kind of every option, so that none can be forgotten. */
export type OptionKinds<Options> = Readonly<Record<keyof Options, OptionKind>>;

export const BOOLEAN: OptionKind = ['a boolean', (value) => typeof value === 'boolean'];
export const FUNCTION: OptionKind = ['a function', (value) => typeof value === 'function'];
export const TEXT: OptionKind = ['a string', (value) => typeof value === 'string'];
export const NUMBER: OptionKind = ['a number', (value) => typeof value === 'number'];
/** May be infinite. */
export const BOUND: OptionKind = ['a number >= 0', (value) => typeof value === 'number' && value >= 0];
export const COUNT: OptionKind = ['a whole number >= 0', isCount];
export const WHOLE: OptionKind = ['a whole number', Number.isSafeInteger];
export const ITERABLE: OptionKind = ['an iterable', (value) => typeof Object(value)[Symbol.iterator] === 'function'];
// Not `instanceof`: that would bind the class.
export const REGISTRY: OptionKind = ['a Registry', (value) => typeof Object(value).lookup === 'function'];
export const ARRAY: OptionKind = ['an array', Array.isArray];
export const MAP: OptionKind = ['a Map', (value) => typeof Object(value).get === 'function'];

/** True for an index into bytes. */
export function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** One of these texts. */
export function oneOf(...choices: string[]): OptionKind {
  const shown = choices.map((choice) => `'${choice}'`);
  return [`${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`, (value) => choices.includes(value as string)];
}

/**
 * Checks names and kinds of options. Undefined is as good as left out; so is null, but for a registry, where it could
 * mean none at all.
 * @param what how the object is called in messages, for instance `'options.limits'`
 * @param Refusal class of the error
 * @throws PickleError for an unknown name, with the one that has most letters in common, and for a value of another
 *   kind
 */
export function checkOptions(
  options: object,
  kinds: Readonly<Record<string, OptionKind>>,
  what = 'options',
  Refusal = PickleError,
): void {
  if (options === null || typeof options !== 'object') throw new Refusal(`${what} must be an object`);
  for (const name in options) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind === undefined)
      throw new Refusal(`${what}.${name.slice(0, 40)} is unknown; did you mean ${nearest(name, Object.keys(kinds))}?`);
    const value = (options as Record<string, unknown>)[name];
    if (value === undefined || (value === null && kind !== REGISTRY) || kind[1](value)) continue;
    throw new Refusal(`${what}.${name} must be ${kind[0]}, not ${shown(value)}`);
  }
}

function nearest(name: string, names: string[]): string {
  const common = (a: string, b: string) =>
    [...a.toLowerCase()].filter((letter) => b.toLowerCase().includes(letter)).length;
  const match = (each: string) => common(each, name) + common(name, each) - each.length;
  return names.sort((a, b) => match(b) - match(a))[0];
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40));
  return value === null || !['object', 'function'].includes(typeof value) ? String(value) : typeof value;
}
