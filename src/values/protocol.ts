/**
 * How a value class takes part in Python's equality, hashing and `repr`: methods under the symbols of this file.
 *
 * A class implements what its Python counterpart defines. Without `HASH` and `EQUALS` an object is compared by identity
 * and hashable; without `REPR` it is printed as an opaque object. This file imports nothing, so that no class needs the
 * machinery.
 */

/**
 * `[HASH](): HashResult`: Python's `__hash__`, any integer, of a class that has no `KEY`. A compound value
 * returns an array of its parts, which are hashed like a tuple, instead of hashing them itself: then nothing recurses.
 * A mutable class throws `unhashable('its type')`.
 */
export const HASH: unique symbol = /*#__PURE__*/ Symbol.for('pickle-wasm.hash') as never;

/**
 * `[EQUALS](other: unknown): EqualsResult`: Python's `__eq__`. False for a foreign type. A container returns the pairs
 * that must be equal as well, instead of comparing them itself: then nothing recurses on the depth of the data.
 */
export const EQUALS: unique symbol = /*#__PURE__*/ Symbol.for('pickle-wasm.equals') as never;

/**
 * `[KEY](): unknown`: what stands for this value when it is compared or hashed. All that most value classes need:
 * either
 *
 * - the primitive (string, number, bigint) that Python calls equal to it: `Float(1)` gives 1, `Decimal('0.5')` gives
 *   0.5, a `UserString` its text; `Dict` and `PySet` look such keys up by that primitive;
 * - or a `Tuple` of what decides equality, its class first: `Tuple.of(PyDate, year, month, day)`;
 * - or `this`, when `HASH` and `EQUALS` decide, or the identity.
 */
export const KEY: unique symbol = /*#__PURE__*/ Symbol.for('pickle-wasm.key') as never;

/**
 * `[REPR](): Iterable<ReprPart>`: Python's `__repr__` in parts, for instance
 * `['Fraction(', { value: this.numerator }, ', ', { value: this.denominator }, ')']`. Parts are pulled one at a time,
 * so a generator serves for large containers.
 */
export const REPR: unique symbol = /*#__PURE__*/ Symbol.for('pickle-wasm.repr') as never;

/**
 * `[REPR_CYCLE]: string`: what is printed for an object inside itself; `'...'` when absent (reprlib.recursive_repr).
 */
export const REPR_CYCLE: unique symbol = /*#__PURE__*/ Symbol.for('pickle-wasm.reprCycle') as never;

/** Answer of a `[HASH]` method: the hash, or the parts to be hashed as a tuple. */
export type HashResult = number | readonly unknown[];

/** Answer of an `[EQUALS]` method: decided, or all of these pairs must be equal. */
export type EqualsResult = boolean | Iterable<readonly [unknown, unknown]>;

/** Text as it is, or a value whose `repr` stands here. */
export type ReprPart = string | { readonly value: unknown };

/** An object that says how it is printed. */
export interface Representable {
  [REPR](): Iterable<ReprPart>;
  readonly [REPR_CYCLE]?: string;
}

/** An object with value equality. */
export interface ValueObject {
  [HASH]?(): HashResult;
  [EQUALS]?(other: unknown): EqualsResult;
  [KEY]?(): unknown;
}
