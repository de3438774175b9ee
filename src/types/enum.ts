import { REDUCE, type Reduction } from '../pickle/reduce-symbol.js';
import type { PyGlobal } from './global.js';
import { EQUALS, type EqualsResult, HASH, type HashResult, KEY, REPR, type ReprPart } from './protocol.js';

/**
 * A member of an enum that was registered with `Registry.addEnum`. One object per member and
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

  constructor(cls: PyGlobal, name: string, value: unknown) {
    this.cls = cls;
    this.name = name;
    this.value = value;
  }

  /** `Color.RED`, as Python's `str` prints it. */
  toString(): string {
    return `${this.cls.name.split('.').at(-1)}.${this.name}`;
  }

  /** The value: JSON has no enums. */
  toJSON(): unknown {
    return this.value;
  }

  /** `Cls(value)`, as `Enum.__reduce_ex__` has it. */
  [REDUCE](): Reduction {
    return [this.cls, [this.value]];
  }

  [KEY](): unknown {
    return this;
  }

  [HASH](): HashResult {
    return [this.cls.module, this.cls.name, this.name];
  }

  [EQUALS](other: unknown): EqualsResult {
    return (
      other instanceof EnumMember && other.cls.module === this.cls.module && other.cls.name === this.cls.name && other.name === this.name
    );
  }

  *[REPR](): Iterable<ReprPart> {
    yield `<${this.toString()}: `;
    yield { value: this.value };
    yield '>';
  }
}
