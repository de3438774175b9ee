/** A class whose instances are sequences without being a list or tuple: what Python's `iter` runs over, and how long that is. */
export abstract class Sequence<T> implements Iterable<T> {
  abstract get length(): number;
  abstract [Symbol.iterator](): IterableIterator<T>;
}
