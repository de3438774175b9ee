import { REDUCE, type Reduction } from '../pickle/reduce-symbol.js';
import { Dict } from './dict.js';
import { PyGlobal } from './global.js';
import { unhashable } from './hash.js';
import { EQUALS, type EqualsResult, HASH, REPR, REPR_CYCLE, type ReprPart } from './protocol.js';

const SIMPLE_NAMESPACE = /*#__PURE__*/ new PyGlobal('types', 'SimpleNamespace');

/** Python's `types.SimpleNamespace`: nothing but attributes. */
export class SimpleNamespace {
  /** The attributes in order; names are str in any sensible pickle. */
  readonly attributes: Dict;

  constructor(attributes?: Iterable<readonly [unknown, unknown]>) {
    this.attributes = new Dict(attributes);
  }

  /** The attribute called `name`, or undefined. */
  get(name: string): unknown {
    return this.attributes.get(name);
  }

  /** The attributes as an object. */
  toObject(): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    for (const [name, value] of this.attributes) {
      Object.defineProperty(object, String(name), { value, writable: true, enumerable: true, configurable: true });
    }
    return object;
  }

  toJSON(): Record<string, unknown> {
    return this.toObject();
  }

  [REDUCE](): Reduction {
    return [SIMPLE_NAMESPACE, [], this.attributes];
  }

  [HASH](): number {
    throw unhashable('types.SimpleNamespace');
  }

  [EQUALS](other: unknown): EqualsResult {
    return other instanceof SimpleNamespace && [[this.attributes, other.attributes]];
  }

  *[REPR](): Iterable<ReprPart> {
    let separator = 'namespace(';
    for (const [name, value] of this.attributes) {
      if (typeof name !== 'string') continue;
      yield `${separator}${name}=`;
      yield { value };
      separator = ', ';
    }
    yield separator === ', ' ? ')' : 'namespace()';
  }

  get [REPR_CYCLE](): string {
    return 'namespace(...)';
  }
}
