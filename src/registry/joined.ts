import type { PyGlobal } from '../values/index.js';
import { Registry } from './registry.js';

/** A registry of the caller's, and another one where it does not know a name. */
class JoinedRegistry extends Registry {
  readonly #first: Registry;

  constructor(first: Registry, second: Registry) {
    super(second);
    this.#first = first;
  }

  override lookup(module: string, name: string): unknown {
    return this.#first.lookup(module, name) ?? super.lookup(module, name);
  }

  override extension(code: number): PyGlobal | undefined {
    return this.#first.extension(code) ?? super.extension(code);
  }
}

/** One for each pair: equal options are recognised by it. */
const joined = /*#__PURE__*/ new WeakMap<Registry, WeakMap<Registry, Registry>>();

/** A registry that asks `first`, then `second`. */
export function joinRegistries(first: Registry, second: Registry): Registry {
  let ofFirst = joined.get(first);
  if (ofFirst === undefined) {
    ofFirst = new WeakMap();
    joined.set(first, ofFirst);
  }
  let both = ofFirst.get(second);
  if (both === undefined) {
    both = new JoinedRegistry(first, second);
    ofFirst.set(second, both);
  }
  return both;
}
