import { Ellipsis, NotImplemented } from './complex-range.js';

/** The type of None, Ellipsis or NotImplemented: classes without a name in `builtins`, pickled as `type(value)`. */
export class SingletonType {
  /** Python's name of the class, for instance `'NoneType'`. */
  readonly name: string;
  /** The only instance. */
  readonly instance: unknown;

  /** @internal */
  constructor(name: string, instance: unknown) {
    this.name = name;
    this.instance = instance;
    Object.freeze(this);
  }

  toString(): string {
    return this.name;
  }

  toJSON(): string {
    return this.name;
  }
}

/** `type(None)`. */
export const NoneType: SingletonType = /*#__PURE__*/ new SingletonType('NoneType', null);

/** `type(...)`. */
export const EllipsisType: SingletonType = /*#__PURE__*/ new SingletonType('ellipsis', Ellipsis);

/** `type(NotImplemented)`. */
export const NotImplementedType: SingletonType = /*#__PURE__*/ new SingletonType('NotImplementedType', NotImplemented);
