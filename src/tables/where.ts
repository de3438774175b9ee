/** Conditions on the fields of records. */
import { PickleError } from '../base/index.js';
import { Float } from '../values/index.js';

/** What can be compared. */
export type Scalar = number | bigint | string | boolean;

/**
 * Conditions by key, of which all must hold: `[from, to]`, both included, null for no bound; or the value itself.
 * None, a missing key and values of another sort fulfil none.
 */
export type Where = Readonly<Record<string, readonly [Scalar | null, Scalar | null] | Scalar>>;

/** A test of one value. */
export type Condition = (value: unknown) => boolean;

/** The tests of `where`, with the key of each. @throws PickleError when it is no object of conditions */
export function conditionsOf(where: Where): [key: string, condition: Condition][] {
  if (typeof where !== 'object' || where === null || Array.isArray(where))
    throw new PickleError('where must be an object of conditions by key');
  return Object.entries(where).map(([key, wanted]) => [key, conditionOf(key, wanted)]);
}

function conditionOf(key: string, wanted: readonly [Scalar | null, Scalar | null] | Scalar): Condition {
  if (!Array.isArray(wanted)) {
    if (!isScalar(wanted)) throw new PickleError(`where.${key} must be [from, to], a number, a string or a boolean`);
    // biome-ignore lint/suspicious/noDoubleEquals: an int may be a number here and a bigint there
    return (value) => isAlike(plain(value), wanted) && plain(value) == wanted;
  }
  const [from, to] = wanted as readonly [Scalar | null, Scalar | null];
  if (wanted.length !== 2 || ![from, to].every((bound) => bound === null || isScalar(bound)))
    throw new PickleError(`where.${key} must be [from, to], of numbers, strings or null`);
  return (value) => {
    const found = plain(value);
    return (
      isScalar(found) &&
      (from === null || (isAlike(found, from) && found >= from)) &&
      (to === null || (isAlike(found, to) && found <= to))
    );
  };
}

/** A Float as its number. */
export function plain(value: unknown): unknown {
  return value instanceof Float ? value.value : value;
}

function isScalar(value: unknown): value is Scalar {
  return (
    typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string' || typeof value === 'boolean'
  );
}

/** Of one sort: JavaScript would compare 1 with '1' and with true. */
function isAlike(a: unknown, b: unknown): boolean {
  return sortOf(a) === sortOf(b);
}

function sortOf(value: unknown): string {
  return typeof value === 'bigint' ? 'number' : typeof value;
}

/**
 * Orders any two values: numbers, text, then everything else, which stays as it is; None, missing and NaN at the end.
 */
export function compareValues(a: unknown, b: unknown): number {
  const [left, right] = [plain(a), plain(b)];
  const rank = rankOf(left) - rankOf(right);
  if (rank !== 0 || !isScalar(left) || !isScalar(right)) return rank;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** 3 and above: at the end, in both directions. */
export function rankOf(value: unknown): number {
  if (value === null || value === undefined || Number.isNaN(value)) return 3;
  return typeof value === 'string' ? 1 : isScalar(value) ? 0 : 2;
}
