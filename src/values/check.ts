/** Checks of what a caller gives to a constructor. */
import { PickleError } from '../base/index.js';

/**
 * Says that the parts were checked already, or that CPython does not check them either; nobody outside this package has
 * it. @internal
 */
export const UNCHECKED: unique symbol = /*#__PURE__*/ Symbol();

/** Throws a PickleError `… expected` unless the condition holds. @internal */
export function expect(holds: unknown, what: string): asserts holds {
  if (!holds) throw new PickleError(`${what} expected`);
}

/** Throws a PickleError unless the value is a string. @internal */
export function expectText(value: unknown): void {
  expect(typeof value === 'string', 'a string');
}

/** Throws a PickleError unless the value is a number. @internal */
export function expectNumber(value: unknown): void {
  expect(typeof value === 'number', 'a number');
}

/** Throws a PickleError unless the value is an array. @internal */
export function expectArray(value: unknown): void {
  expect(Array.isArray(value), 'an array');
}

/** Throws a PickleError unless the value is an integer. @internal */
export function expectInteger(value: unknown): void {
  expect(typeof value === 'bigint' || Number.isInteger(value), 'an integer');
}

/** A dict of the natural value model. @internal */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/**
 * What JavaScript's operators make of a value: `<`, `-` and `Number()` the number, templates and `String()` the text.
 * @throws PickleError for `+` and `==`, which would join or compare texts
 * @internal
 */
export function primitive(value: object, hint: string, number: () => number): number | string {
  if (hint === 'string') return value.toString();
  expect(hint === 'number', 'Number(…) or String(…) around the operands of + and ==');
  return number();
}
