/** Python's `collections`: dict variants, deque, and the wrappers around dict, list and str. */
import {
  Dict,
  EQUALS,
  type EqualsResult,
  expect,
  expectArray,
  expectText,
  HASH,
  ItemSequence,
  KEY,
  unhashable,
} from '../../../values/index.js';

/** `collections.OrderedDict`: a dict whose equality with another one minds the order. */
export class OrderedDict<K = unknown, V = unknown> extends Dict<K, V> {
  /** The instance's `__dict__`, a dict of the value model; undefined when it has none. */
  attributes: unknown = undefined;

  /** Same entries in the same order for two OrderedDicts; as a dict with any other dict. */
  override [EQUALS](other: unknown): EqualsResult {
    if (!(other instanceof OrderedDict)) return super[EQUALS](other);
    if (other.size !== this.size) return false;
    const pairs: [unknown, unknown][] = [];
    const others = other.entries();
    for (const [key, value] of this.entries()) {
      const [otherKey, otherValue] = others.next().value as [unknown, unknown];
      pairs.push([key, otherKey], [value, otherValue]);
    }
    return pairs;
  }
}

/** `collections.defaultdict`. Reading a missing key gives undefined: the factory is a name here, and is not called. */
export class DefaultDict<K = unknown, V = unknown> extends Dict<K, V> {
  /** What Python calls for a missing key, for instance the `PyGlobal` `builtins.list`; null for None. */
  defaultFactory: unknown;

  constructor(defaultFactory: unknown = null, entries?: Iterable<[K, V]>) {
    super(entries);
    expect(typeof defaultFactory === 'object', 'a PyGlobal or null');
    this.defaultFactory = defaultFactory;
  }
}

/** `collections.Counter`: counts by key. */
export class Counter<K = unknown> extends Dict<K, unknown> {
  /** The instance's `__dict__`. Python itself does not write it; kept when a pickle has it. */
  attributes: unknown = undefined;
}

/** The entries from the most common to the least; entries of equal count keep their order (`Counter.most_common`). */
export function mostCommon<K>(counter: Counter<K>): [K, unknown][] {
  const entries = [...counter.entries()];
  return entries.every(([, count]) => isCount(count)) ? entries.sort(([, a], [, b]) => descending(a, b)) : entries;
}

function isCount(value: unknown): boolean {
  const primitive = plainNumber(value);
  return (
    typeof primitive === 'bigint' ||
    typeof primitive === 'boolean' ||
    (typeof primitive === 'number' && !Number.isNaN(primitive))
  );
}

function plainNumber(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? (value as { [KEY]?: () => unknown })[KEY]?.() : value;
}

function descending(a: unknown, b: unknown): number {
  const left = plainNumber(a) as number;
  const right = plainNumber(b) as number;
  return left > right ? -1 : left < right ? 1 : 0;
}

/** `collections.deque`: a list that forgets from the left beyond `maxlen` items. */
export class Deque<T = unknown> extends ItemSequence<T> {
  /** Greatest number of items; null when unbounded, a bigint when beyond the safe integers. */
  readonly maxlen: number | bigint | null;
  /** The instance's `__dict__` (of subclasses); undefined when it has none. */
  attributes: unknown = undefined;
  /** May hold more than `maxlen` for a while. Not `#private`: the unpickler replaces values that are held here. */
  private stored: T[];

  /** @param items taken over when they fit. */
  constructor(items: T[] = [], maxlen: number | bigint | null = null) {
    super();
    expectArray(items);
    expect(
      maxlen === null || ((typeof maxlen === 'bigint' || Number.isInteger(maxlen)) && maxlen >= 0),
      'maxlen: null or an integer >= 0',
    );
    this.maxlen = maxlen;
    this.stored = items;
    this.#trim();
  }

  /** The items, oldest first. */
  get items(): T[] {
    this.#trim();
    return this.stored;
  }

  get length(): number {
    return this.maxlen === null ? this.stored.length : Math.min(Number(this.maxlen), this.stored.length);
  }

  /** The item at `index`; negative counts from the end. Undefined outside. */
  at(index: number): T | undefined {
    return this.items.at(index);
  }

  /** Adds at the right end. */
  append(item: T): void {
    this.stored.push(item);
    // Dropping one at a time would move all items for each; in batches the cost per item is constant.
    if (this.maxlen !== null && this.stored.length > 2 * Number(this.maxlen) + 64) this.#trim();
  }

  /** Adds all at the right end. */
  extend(items: Iterable<T>): void {
    for (const item of items) this.append(item);
  }

  #trim(): void {
    if (this.maxlen !== null && this.stored.length > this.maxlen)
      this.stored = this.stored.slice(this.stored.length - Number(this.maxlen));
  }

  [Symbol.iterator](): IterableIterator<T> {
    return this.items[Symbol.iterator]();
  }

  /** The items. */
  toJSON(): T[] {
    return this.items;
  }

  [HASH](): number {
    throw unhashable('collections.deque');
  }

  [EQUALS](other: unknown): EqualsResult {
    return other instanceof Deque && samePlaces(this.items, other.items);
  }
}

function samePlaces(a: readonly unknown[], b: readonly unknown[]): EqualsResult {
  return a.length === b.length && a.map((item, index) => [item, b[index]] as const);
}

/** What the wrappers share: the attributes of the instance are its whole state. */
abstract class Wrapper {
  /** Attributes besides the wrapped value, in order. */
  attributes: Map<unknown, unknown> | undefined = undefined;
}

/** `collections.ChainMap`: several dicts looked up one after the other. */
export class ChainMap extends Wrapper {
  /** The dicts of the chain, in the value model of the load. */
  maps: unknown[];

  constructor(maps: unknown[] = []) {
    super();
    expectArray(maps);
    this.maps = maps;
  }

  toJSON(): unknown {
    return this.maps;
  }

  [HASH](): number {
    throw unhashable('ChainMap');
  }

  [EQUALS](other: unknown): EqualsResult {
    return other instanceof ChainMap && samePlaces(this.maps, other.maps);
  }
}

/** `collections.UserDict`. */
export class UserDict extends Wrapper {
  /** The dict inside, in the value model of the load. */
  data: unknown;

  constructor(data: unknown = new Dict()) {
    super();
    this.data = data;
  }

  toJSON(): unknown {
    return this.data;
  }

  [HASH](): number {
    throw unhashable('UserDict');
  }

  [EQUALS](other: unknown): EqualsResult {
    return [[this.data, other instanceof UserDict ? other.data : other]];
  }
}

/** `collections.UserList`. */
export class UserList extends Wrapper {
  /** The list inside. */
  data: unknown;

  constructor(data: unknown = []) {
    super();
    this.data = data;
  }

  toJSON(): unknown {
    return this.data;
  }

  [HASH](): number {
    throw unhashable('UserList');
  }

  [EQUALS](other: unknown): EqualsResult {
    return [[this.data, other instanceof UserList ? other.data : other]];
  }
}

/** `collections.UserString`. */
export class UserString extends Wrapper {
  /** The text inside. */
  data: string;

  constructor(data = '') {
    super();
    expectText(data);
    this.data = data;
  }

  override toString(): string {
    return this.data;
  }

  toJSON(): string {
    return this.data;
  }

  /** Python compares it with str by its text. */
  [KEY](): string {
    return this.data;
  }
}
