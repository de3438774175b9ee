import { expect, expectArray, expectText } from './check.js';
import type { ClassHooks } from './class-hooks.js';
import { Noted } from './noted.js';
import { KEY } from './protocol.js';
import { Tuple } from './tuple.js';

/**
 * A class or function named by a pickle (GLOBAL, STACK_GLOBAL, INST, EXT): a name, never the thing itself.
 *
 * Equal names give one and the same `PyGlobal` within a load.
 */
export class PyGlobal {
  /** Dotted module name, after the Python 2 name mapping, for instance `'collections'`. */
  readonly module: string;
  /** Qualified name within the module, for instance `'OrderedDict'` or `'Outer.Inner'`. */
  readonly name: string;
  readonly #hooks: ClassHooks | undefined;

  /** @throws PickleError when a name is no string */
  constructor(module: string, name: string, hooks?: ClassHooks) {
    expectText(module);
    expectText(name);
    this.module = module;
    this.name = name;
    this.#hooks = hooks;
  }

  /** What the registry says this name means; undefined for a name nobody registered. @internal */
  static hooksOf(global: PyGlobal): ClassHooks | undefined {
    return global.#hooks;
  }

  /** `module.name`, as Python prints it. */
  toString(): string {
    return `${this.module}.${this.name}`;
  }

  [KEY](): Tuple {
    return Tuple.of<unknown>(PyGlobal, this.module, this.name);
  }
}

/**
 * What an inert object collects besides its arguments; shared by `PyObject` and `PyCall`.
 *
 * Performance: what most instances do not have is no property of theirs until it is set (bench case instances).
 */
abstract class Inert extends Noted {
  /** State given to BUILD; undefined when there was none. A second BUILD adds to `moreStates`. */
  state: unknown = undefined;
  /** Values appended by APPEND and APPENDS (list subclasses) or ADDITEMS, in order. */
  items: unknown[] | undefined;
  /** Pairs set by SETITEM and SETITEMS (dict subclasses), in order. */
  entries: [unknown, unknown][] | undefined;
  /** Callable of a six-part reduction that would have been called with (object, state) (Python 3.8). */
  stateSetter: unknown;
  /**
   * Instead of `args` (then empty): inert data that would be the tuple of arguments. Of REDUCE, NEWOBJ and NEWOBJ_EX.
   */
  argsValue: unknown;
  /** States of further BUILDs; real pickles have none. */
  moreStates: unknown[] | undefined;
}

function expectCallable(callee: unknown, args: unknown): void {
  expect(typeof callee === 'object' && callee !== null, 'a PyGlobal');
  expectArray(args);
}

/** How the class of a `PyObject` was asked to make it. */
export type ObjectForm = 'NEWOBJ' | 'NEWOBJ_EX' | 'INST' | 'OBJ' | 'reconstructor';

/**
 * An instance of a class that nobody registered: the data of the instance, and no code.
 *
 * `cls.__new__(cls, *args, **kwargs)`, then items, entries and state as the pickle gave them.
 */
export class PyObject extends Inert {
  /** The class: a `PyGlobal`, or an inert value that would compute it (nested classes below protocol 4). */
  readonly cls: unknown;
  /** Positional arguments; for form `'reconstructor'` the base class and its state, `[base, state]`. */
  readonly args: unknown[];
  /** Keyword arguments of NEWOBJ_EX as the pickle's dict; undefined for the other forms. */
  readonly kwargs: unknown;
  readonly form: ObjectForm;
  /** @throws PickleError when the class is not given as a `PyGlobal` or another value, or the arguments are no array */
  constructor(cls: unknown, args: unknown[], form: ObjectForm = 'NEWOBJ', kwargs?: unknown) {
    super();
    expectCallable(cls, args);
    this.cls = cls;
    this.args = args;
    this.form = form;
    if (kwargs !== undefined) this.kwargs = kwargs;
  }
  /** Module of the class, `''` when the class is itself inert data. */
  get module(): string {
    return this.cls instanceof PyGlobal ? this.cls.module : '';
  }
  /** Qualified name of the class, `''` when the class is itself inert data. */
  get name(): string {
    return this.cls instanceof PyGlobal ? this.cls.name : '';
  }
}

/**
 * A call that was not made, because nobody registered the callable: `callee(*args)` and what was put into its result.
 */
export class PyCall extends Inert {
  /** The callable: a `PyGlobal`, or an inert value that would compute it. */
  readonly callee: unknown;
  readonly args: unknown[];
  /**
   * @throws PickleError when the callable is not given as a `PyGlobal` or another value, or the arguments are no array
   */
  constructor(callee: unknown, args: unknown[]) {
    super();
    expectCallable(callee, args);
    this.callee = callee;
    this.args = args;
  }
  /** Module of the callable, `''` when the callable is itself inert data. */
  get module(): string {
    return this.callee instanceof PyGlobal ? this.callee.module : '';
  }
  /** Qualified name of the callable, `''` when the callable is itself inert data. */
  get name(): string {
    return this.callee instanceof PyGlobal ? this.callee.name : '';
  }
}

/** A reference to an object outside the pickle (PERSID: text; BINPERSID: any value), read without `persistentLoad`. */
export class PersistentId {
  readonly id: unknown;
  constructor(id: unknown) {
    this.id = id;
  }
}

/** A class named by a number of the extension registry (EXT1, EXT2, EXT4; PEP 307) that nobody registered. */
export class ExtensionCode {
  /** 1 to 2^31-1. */
  readonly code: number;
  /** @throws PickleError for any other number */
  constructor(code: number) {
    expect(Number.isInteger(code) && code > 0 && code < 2 ** 31, 'a code in 1..2^31-1');
    this.code = code;
  }
}
