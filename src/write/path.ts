import type { Step } from './step.js';
import * as kind from './step.js';

/** The longest piece of a key shown in a path. */
const SHOWN_KEY = 40;

/** Where in the root value `$` the pickler is, in JavaScript's notation: `$.jobs[3].callback`. */
export function describePath(steps: readonly Step[], depth: number): string {
  let path = '$';
  for (let i = 0; i < depth; i++) path += placeIn(steps[i]);
  return path;
}

function placeIn(step: Step): string {
  const index = step.index - 1;
  switch (step.kind) {
    case kind.RECORD:
    case kind.DICT:
      return index < 0 ? '' : member(step.keys[index]);
    case kind.PAIRS: {
      const pair = step.current as ArrayLike<unknown> | undefined;
      return pair === undefined || index < 0 ? '' : member(pair[0]);
    }
    case kind.RECIPE:
      return step.phase === 0 && index === 1 ? '.args' : '';
    default:
      return index < 0 ? '' : `[${index}]`;
  }
}

function member(key: unknown): string {
  if (typeof key === 'string') {
    if (/^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(key)) return `.${key}`;
    return `[${JSON.stringify(key.length > SHOWN_KEY ? `${key.slice(0, SHOWN_KEY)}…` : key)}]`;
  }
  if (typeof key === 'number' || typeof key === 'bigint' || typeof key === 'boolean' || key === null)
    return `.get(${String(key)})`;
  return `.get(${describeValue(key)})`;
}

/** What a value is, for a message: `a function 'onDone'`, `an instance of Worker`. */
export function describeValue(value: unknown): string {
  if (typeof value === 'function') return value.name === '' ? 'a function' : `function '${value.name}'`;
  if (typeof value === 'symbol') return String(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const cls: unknown = Object.getPrototypeOf(value)?.constructor;
  return typeof cls === 'function' && cls.name !== '' ? `an instance of ${cls.name}` : 'an object';
}
