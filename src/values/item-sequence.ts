/**
 * A class whose instances are sequences without being a list or tuple: what Python's `iter` runs over, and how long
 * that is.
 */
export abstract class ItemSequence<T> implements Iterable<T> {
  abstract get length(): number;
  abstract [Symbol.iterator](): IterableIterator<T>;
}
