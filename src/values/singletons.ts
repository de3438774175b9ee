/** A constant of Python's builtins that is the only value of its type. */
export class Singleton {
  /** Name in `builtins`, by which it is pickled. */
  readonly name: string;

  /** @internal */
  constructor(name: string) {
    this.name = name;
    Object.freeze(this);
  }

  toString(): string {
    return this.name;
  }

  toJSON(): string {
    return this.name;
  }
}

/** Python's `...`; pickled as the global `builtins.Ellipsis`. */
export const Ellipsis: Singleton = /*#__PURE__*/ new Singleton('Ellipsis');

/** Python's `NotImplemented`; pickled as the global `builtins.NotImplemented`. */
export const NotImplemented: Singleton = /*#__PURE__*/ new Singleton('NotImplemented');

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
