import { expect, expectText, KEY, PyGlobal, primitive, Tuple } from '../../../values/index.js';

/**
 * A member of an enum that was registered with `addEnum`. One object per member and
 * registry: compare with `===`; combinations of flags are made anew, compare their values.
 *
 * Members of enums that nobody registered stay inert calls, `PyCall` of the class with the member's value.
 */
export class EnumMember {
  /** The enum class. */
  readonly cls: PyGlobal;
  /** Name of the member; for a combination of flags the names joined with `|`, as Python 3.11 and later call it. */
  readonly name: string;
  /** Value of the member in Python's terms. */
  readonly value: unknown;

  /** @throws PickleError when class or name are of another kind */
  constructor(cls: PyGlobal, name: string, value: unknown) {
    expect(cls instanceof PyGlobal, 'a PyGlobal');
    expectText(name);
    this.cls = cls;
    this.name = name;
    this.value = value;
    Object.freeze(this);
  }

  /** `Color.RED`, as Python's `str` prints it. */
  toString(): string {
    return `${this.cls.name.split('.').at(-1)}.${this.name}`;
  }

  /** `<`, `-` and `Number()` compute with the value. @throws PickleError when it is no number, and for `+` */
  [Symbol.toPrimitive](hint: string): number | string {
    return primitive(this, hint, () => {
      const { value } = this;
      expect(typeof value === 'number' || typeof value === 'bigint', 'a member whose value is a number');
      // Operators take a bigint as well.
      return value as number;
    });
  }

  /** The value: JSON has no enums. */
  toJSON(): unknown {
    return this.value;
  }

  [KEY](): Tuple {
    return Tuple.of<unknown>(EnumMember, this.cls, this.name);
  }
}
