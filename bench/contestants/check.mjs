/**
 * Is the value that an engine of ours made, or wrote, the right one? A cheap check that every measurement of the
 * first round ends with: the number of scalars and containers is the one that Python counted. That the values
 * themselves are right is for the tests to show.
 */
import { PyGlobal, PyObject } from 'pickle-wasm';
import { Account } from './registered.mjs';

/**
 * The parts of a value, as cases.py counts them: an instance holds its arguments and its state.
 * @param {object} value
 * @returns {Iterable<unknown>}
 */
function partsOf(value) {
  if (Array.isArray(value) || value instanceof Set) return value;
  if (value instanceof Map) return [...value].flat();
  if (value instanceof PyObject) return value.state === undefined ? value.args : [...value.args, value.state];
  if (value instanceof Account) return [{ ...value }];
  return Object.getPrototypeOf(value) === Object.prototype ? Object.entries(value).flat() : [];
}

/**
 * @param {unknown} value
 * @returns {number} scalars and containers in it; a container that is shared counts once
 */
function countValues(value) {
  let total = 0;
  const seen = new Set();
  const stack = [value];
  while (stack.length > 0) {
    const item = stack.pop();
    if (typeof item === 'object' && item !== null) {
      if (seen.has(item)) continue;
      seen.add(item);
      for (const part of partsOf(item)) stack.push(part);
    }
    total++;
  }
  return total;
}

/**
 * Throws unless `value` is what the case holds.
 * @param {unknown} value what `loads` gave; for a case of many messages the array of them
 * @param {{ values: number, inert?: string }} expected
 */
export function checkValue(value, { values, inert }) {
  if (inert !== undefined) {
    const cls = value instanceof PyObject ? value.cls : undefined;
    if (cls instanceof PyGlobal && cls.name === inert) return;
    throw new Error(`the value is not a PyObject of the class ${inert}`);
  }
  const found = countValues(value);
  if (found !== values) throw new Error(`the value is wrong: ${found} scalars and containers, not ${values}`);
}
