/**
 * The registry: the one place that decides what a global name means.
 *
 * A `Map` from exact module to a `Map` from exact name. Never a property walk, never `globalThis`: a pickle can name
 * only what was put here, and what it names otherwise becomes inert data.
 */
import {
  ARRAY,
  BOOLEAN,
  checkOptions,
  FUNCTION,
  MAP,
  NUMBER,
  type OptionKinds,
  PickleError,
  UnpicklingError,
} from '../base/index.js';
import {
  type ClassHooks,
  Dict,
  expect,
  expectText,
  type HookContext,
  ItemSequence,
  type Made,
  madeOf,
  noteMade,
  PyGlobal,
  PySet,
} from '../values/index.js';

const HOOKS = {
  construct: FUNCTION,
  fromBytes: FUNCTION,
  setState: FUNCTION,
  getState: FUNCTION,
  reduce: FUNCTION,
  newArgs: ARRAY,
  append: FUNCTION,
  extend: FUNCTION,
  setItem: FUNCTION,
  add: FUNCTION,
  hashable: BOOLEAN,
  hashes: FUNCTION,
  asksKinds: BOOLEAN,
  fresh: BOOLEAN,
  makesBare: BOOLEAN,
  noted: BOOLEAN,
  mayHide: BOOLEAN,
  takesArguments: BOOLEAN,
  kind: NUMBER,
  attributes: MAP,
} satisfies OptionKinds<ClassHooks>;

/** What a sub-path of the package makes known: the classes of one library. */
export interface Family {
  /** Name of the library, for instance `'pandas'`. */
  readonly name: string;
  /** Adds its names to `registry`. */
  register(registry: Registry): void;
}

/**
 * Names and what they mean. A registry made by a user falls back to its parent, by default the families this package
 * knows.
 */
export class Registry {
  readonly #modules = new Map<string, Map<string, unknown>>();
  readonly #extensions = new Map<number, PyGlobal>();
  readonly #names = new Map<unknown, PyGlobal>();
  readonly #parentOrStandard: Registry | null | undefined;

  /**
   * @param parent where names are looked up that this registry does not have; `null` for none at all. Default:
   * `Registry.standard`.
   */
  constructor(parent?: Registry | null) {
    this.#parentOrStandard = parent;
  }

  /** Found on use, so that a registry made before the standard one falls back to it all the same. */
  get #parent(): Registry | undefined {
    return this.#parentOrStandard === undefined ? Registry.standard : (this.#parentOrStandard ?? undefined);
  }

  /** The families this package knows, made on first use; add to a `new Registry()` instead of this one. */
  static get standard(): Registry | undefined {
    return Registry.#standard?.();
  }
  static #standard: (() => Registry) | undefined;
  /** @internal */
  static provideStandard(make: () => Registry): void {
    Registry.#standard = make;
  }

  /**
   * Registers hooks for the class or function `module.name`; returns this. An instance takes what its hooks have a
   * method for, and refuses the rest. When `construct` returns an object that was there before, nothing is put into it
   * at all.
   */
  add(module: string, name: string, hooks: ClassHooks): this {
    expect(typeof hooks === 'object' && hooks !== null, 'an object of hooks');
    checkOptions(hooks, HOOKS, 'hooks');
    return this.addValue(module, name, Object.freeze(new PyGlobal(module, name, hooks)));
  }

  /**
   * Registers a JavaScript class: its instances are made without calling the constructor, as Python's `__new__` does,
   * unless the pickle gives arguments, and state becomes own properties. Subclasses of Array, Map, Dict, Set and PySet
   * take items.
   * Hooks in `hooks` win. Keyword arguments are refused.
   */
  // biome-ignore lint/suspicious/noExplicitAny: any class or function will do
  addClass(module: string, name: string, Class: abstract new (...args: any[]) => object, hooks: ClassHooks = {}): this {
    expect(typeof Class === 'function', 'addClass(module, name, Class)');
    checkOptions(hooks, HOOKS, 'hooks');
    const Base = BASES.find((each) => Class.prototype instanceof each);
    const construct: ClassHooks['construct'] = (args, context) => constructClass(Class, Base, args, context);
    this.add(module, name, {
      construct,
      setState: setFields,
      ...contentHooks(Class, hooks),
      ...hooks,
      makesBare: hooks.construct === undefined,
      noted: true,
      mayHide: mayHide(Class),
    });
    this.#names.set(Class, this.lookup(module, name) as PyGlobal);
    return this;
  }

  /**
   * Registers a function that REDUCE may call: `fn(...args)`. Whatever it returns is the caller's: the pickle puts
   * nothing into it.
   * Keyword arguments are refused.
   */
  // biome-ignore lint/suspicious/noExplicitAny: any class or function will do
  addFunction(module: string, name: string, fn: (...args: any[]) => unknown): this {
    expect(typeof fn === 'function', 'addFunction(module, name, function)');
    this.add(module, name, {
      construct: (args, context) => {
        refuseKeywords(context);
        return fn(...args);
      },
    });
    this.#names.set(fn, this.lookup(module, name) as PyGlobal);
    return this;
  }

  /**
   * Registers a constant: the name stands for `value` itself, null included, and the pickler writes an object by this
   * name.
   * No pickle changes it.
   */
  addValue(module: string, name: string, value: unknown): this {
    expectText(module);
    expectText(name);
    expect(name, 'a name');
    let names = this.#modules.get(module);
    if (names === undefined) {
      names = new Map();
      this.#modules.set(module, names);
    }
    names.set(name, value);
    // So that the pickler writes the constant by its name.
    if (typeof value === 'object' && value !== null && !(value instanceof PyGlobal))
      this.#names.set(value, new PyGlobal(module, name));
    return this;
  }

  /**
   * Makes this registry know a library's classes: `new Registry().use(pandas)`. @throws PickleError when it is no
   * family
   */
  use(family: Family): this {
    expect(typeof family?.register === 'function', 'a family');
    family.register(this);
    return this;
  }

  /** Gives an extension code its class (`copyreg.add_extension`). `code`: 1 to 2^31-1. */
  addExtension(code: number, module: string, name: string): this {
    if (!Number.isInteger(code) || code < 1 || code > 0x7fffffff)
      throw new PickleError(`extension code ${code} is not in 1..2^31-1`);
    this.#extensions.set(code, new PyGlobal(module, name));
    return this;
  }

  /** What the name stands for: a `PyGlobal` with hooks, a constant, or undefined when nobody registered it. */
  lookup(module: string, name: string): unknown {
    const value = this.#modules.get(module)?.get(name);
    return value === undefined ? this.#parent?.lookup(module, name) : value;
  }

  /** The name that an extension code stands for, or undefined. */
  extension(code: number): PyGlobal | undefined {
    return this.#extensions.get(code) ?? this.#parent?.extension(code);
  }

  /** The code of a name, or undefined (for the pickler; PEP 307). */
  extensionCode(module: string, name: string): number | undefined {
    for (const [code, global] of this.#extensions) if (global.module === module && global.name === name) return code;
    return this.#parent?.extensionCode(module, name);
  }

  /** The name a JavaScript class or function was registered under, or undefined (for the pickler). */
  nameOf(value: unknown): PyGlobal | undefined {
    return this.#names.get(value) ?? this.#parent?.nameOf(value);
  }
}

/** @param Base what has to make the instances that have no arguments */
function constructClass(
  // biome-ignore lint/suspicious/noExplicitAny: any class or function will do
  Class: abstract new (...args: any[]) => object,
  Base: (new () => object) | undefined,
  args: unknown[],
  context: HookContext,
): object {
  refuseKeywords(context);
  if (context.how === 'call' || args.length > 0) return Reflect.construct(Class, args);
  return Base === undefined ? Object.create(Class.prototype) : Reflect.construct(Base, [], Class);
}

/**
 * True when the source of a class may have private fields, or what compilers make of them: a quick look. The pickler
 * looks closer.
 */
function mayHide(Class: unknown): boolean {
  return typeof Class === 'function' && (/#|rivate/.test(`${Class}`) || mayHide(Object.getPrototypeOf(Class)));
}

/** Classes whose instances only they themselves can make. */
const BASES = [Map, Set, Array, Error, Dict, PySet];

/** Items of an instance of a class that is a Dict, Array, Map, PySet, Set or sequence; 0 for others. @internal */
export function sizeOf(value: unknown): number {
  if (Array.isArray(value) || value instanceof ItemSequence) return value.length;
  return value instanceof Dict || value instanceof Map || value instanceof PySet || value instanceof Set
    ? value.size
    : 0;
}

/**
 * What puts items into instances of `Class`, unless its own hooks do: it is a subclass of one of JavaScript's or this
 * package's containers.
 */
function contentHooks({ prototype }: abstract new () => object, hooks: ClassHooks): ClassHooks {
  // biome-ignore lint/suspicious/useIsArray: a prototype is no Array itself
  if (prototype instanceof Array) return hooks?.append === undefined ? { extend: pushItems } : {};
  if (prototype instanceof Map || prototype instanceof Dict) return { setItem: setEntry };
  return prototype instanceof Set || prototype instanceof PySet ? { add: addItem } : {};
}

/** APPEND(S) of a subclass of Array. @internal */
export function pushItems(self: unknown[], items: unknown[]): void {
  for (const item of items) self.push(item);
}

/** SETITEM(S) of a subclass of Map or Dict; the session knows which keys Python finds equal or refuses. @internal */
export function setEntry(self: Map<unknown, unknown> | Dict, key: unknown, value: unknown): void {
  self.set(key, value);
}

/** ADDITEMS of a subclass of Set or PySet; as `setEntry`. @internal */
export function addItem(self: Set<unknown> | PySet, item: unknown): void {
  self.add(item);
}

/**
 * True when `note` keeps how `hooks` make a value: without its constructor an instance hides nothing; where its class
 * might, that is kept, too. @internal
 */
export function isNoted(
  args: readonly unknown[],
  { how, kwargs }: Pick<HookContext, 'how' | 'kwargs'>,
  base: unknown,
  { mayHide }: ClassHooks,
): boolean {
  return how === 'call' || args.length > 0 || kwargs !== undefined || base !== undefined || mayHide === true;
}

/**
 * Keeps for the pickler how `hooks` made `value` just now; by `copyreg._reconstructor` when there is a `base`.
 * @internal
 */
export function note(
  value: unknown,
  args: unknown[],
  context: Pick<HookContext, 'how' | 'kwargs'>,
  base: unknown,
  hooks: ClassHooks,
): void {
  if (!isNoted(args, context, base, hooks)) return;
  const { how, kwargs } = context;
  if (how === 'new' && args.length > 0) hooks.takesArguments = true;
  // What was made once is not made again.
  if (typeof value !== 'object' || value === null || madeOf(value) !== undefined) return;
  // Performance: what few of them have is put on later, `hasState` is not (bench case registered).
  const made: Made = { args: args.slice(), how, fields: { ...(value as Record<string, unknown>) }, hasState: false };
  if (kwargs !== undefined) made.kwargs = kwargs;
  if (base !== undefined) made.base = base;
  const size = sizeOf(value);
  if (size > 0) made.size = size;
  if (value instanceof Error) made.message = value.message;
  noteMade(value, made);
}

/** JavaScript's functions have no keyword arguments; leaving them out would be another call. */
function refuseKeywords({ global, kwargs }: HookContext): void {
  if (kwargs !== undefined && kwargs.size > 0) throw new UnpicklingError(`${global} takes no keyword arguments`);
}

/**
 * BUILD of a JavaScript class: own fields, never through a setter, never the prototype. The session sorts out
 * `__dict__` and slots.
 */
// biome-ignore lint/suspicious/noExplicitAny: `setState` of a class is this function where its own is not given
export function setFields(self: object, names: readonly unknown[], values: any): void {
  const mayBeIndexed = ArrayBuffer.isView(self);
  for (let i = 0; i < names.length; i++) {
    if (typeof names[i] === 'object') throw new UnpicklingError('the name of a field must be a str');
    const name = String(names[i]);
    const value = values[i];
    // Performance: an assignment, where it does the same, takes a tenth of the time (bench case registered).
    if (!mayBeIndexed && (!(name in self) || isPlainField(self, name))) (self as Record<string, unknown>)[name] = value;
    else Object.defineProperty(self, name, { value, writable: true, enumerable: true, configurable: true });
  }
}

/** True when an assignment changes the value of this field, and does nothing else. */
function isPlainField(self: object, name: string): boolean {
  const own = Object.getOwnPropertyDescriptor(self, name);
  return own !== undefined && own.writable === true && own.enumerable === true && own.configurable === true;
}
