import { Dict, EQUALS, type EqualsResult, HASH, setOwn, unhashable } from '../../../values/index.js';

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
    for (const [name, value] of this.attributes) setOwn(object, String(name), value);
    return object;
  }

  toJSON(): Record<string, unknown> {
    return this.toObject();
  }

  [HASH](): number {
    throw unhashable('types.SimpleNamespace');
  }

  [EQUALS](other: unknown): EqualsResult {
    return other instanceof SimpleNamespace && [[this.attributes, other.attributes]];
  }
}
