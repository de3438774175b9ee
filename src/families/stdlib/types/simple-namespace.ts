import {
  Dict,
  EQUALS,
  type EqualsResult,
  expect,
  expectText,
  HASH,
  isPlainObject,
  setOwn,
  unhashable,
} from '../../../values/index.js';

/** Python's `types.SimpleNamespace`: nothing but attributes. */
export class SimpleNamespace {
  /** The attributes in order; names are str in any sensible pickle. */
  readonly attributes: Dict;

  /**
   * @param attributes an object, or pairs of names and values
   * @throws PickleError when they are neither, or a name is no string
   */
  constructor(attributes: Iterable<readonly [unknown, unknown]> | Readonly<Record<string, unknown>> = []) {
    expect(attributes, 'names and values');
    this.attributes = isPlainObject(attributes)
      ? Dict.fromObject(attributes)
      : new Dict(attributes as Iterable<readonly [unknown, unknown]>);
    for (const name of this.attributes.keys()) expectText(name);
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
