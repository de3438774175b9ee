/**
 * The registry: the one place that decides what a global name means.
 *
 * A `Map` from exact module to a `Map` from exact name. Never a property walk, never `globalThis`: a pickle can name only
 * what was put here, and what it names otherwise becomes inert data.
 */
import { PickleError, UnpicklingError } from '../errors.js';
import { expect, expectArray, expectText } from '../types/check.js';
import { Dict } from '../types/dict.js';
import { PyGlobal } from '../types/global.js';
import { PySet } from '../types/set.js';
import { refuseUnknown } from '../unknown-keys.js';
import type { ValueModel } from '../unpickle/model.js';
import { madeOf, noteMade } from './notes.js';

/** What a hook may ask about the call that the pickle makes. One object per load, valid during the call only. */
export interface HookContext {
  /** How values are made: natural or exact. */
  readonly model: ValueModel;
  /** The class or function being called. */
  readonly global: PyGlobal;
  /** `'call'`: `cls(*args)` (REDUCE, OBJ and INST with arguments). `'new'`: `cls.__new__(cls, *args)` (NEWOBJ and kin). */
  readonly how: 'call' | 'new';
  /** Keyword arguments of NEWOBJ_EX. */
  readonly kwargs: ReadonlyMap<string, unknown> | undefined;
  /** Protocol number of the pickle so far; 0 until PROTO. */
  readonly protocol: number;
  /** `limits.digits` of the load. */
  readonly digits: number;
  /**
   * Counts `bytes` of memory (estimated) against `limits.bytes`, and `items` of one container against `limits.items`: a hook calls it before
   * it makes a copy whose size the pickle chooses. @throws LimitError
   */
  charge(bytes: number, items?: number): void;
}

/**
 * What a class or function means. Everything may be left out.
 *
 * Arguments and states come in the value model of the load: with `exact` they are `Tuple`, `Dict`, `Bytes` and so on.
 * A hook refuses by throwing; the load then ends in an `UnpicklingError` with the opcode's offset and the thrown `cause`.
 */
export interface ClassHooks {
  /** Makes the value. Without it the class cannot be called and its instances are inert `PyObject` / `PyCall`. */
  construct?(args: unknown[], context: HookContext): unknown;
  /** `construct` with bytes alone, `count` of them at `source[at]`, before they are a value; undefined leaves them to `construct`. @internal */
  fromBytes?(source: Uint8Array, at: number, count: number): unknown;
  /** `__setstate__`: BUILD. Without it BUILD is refused. */
  // biome-ignore lint/suspicious/noExplicitAny: what the hook itself made
  setState?(self: any, state: any, context: HookContext): void;
  /** `__getstate__`, for writing: the state that `setState` takes; null or undefined for none. */
  // biome-ignore lint/suspicious/noExplicitAny: an instance of the registered class
  getState?(self: any): unknown;
  /** `__reduce_ex__(protocol)`, for writing: `[callable, args, state?, listItems?, dictItems?, stateSetter?]`, or a global by name. */
  // biome-ignore lint/suspicious/noExplicitAny: an instance of the registered class
  reduce?(self: any, protocol: number): unknown;
  /**
   * `__getnewargs__`, for writing: the names of the fields that are the arguments of `cls.__new__`, in order, as a namedtuple's `_fields`. They are
   * no part of the state.
   */
  newArgs?: readonly string[];
  /** `append(item)`: APPEND(S), when there is no `extend`. */
  // biome-ignore lint/suspicious/noExplicitAny: what the hook itself made
  append?(self: any, item: unknown): void;
  /** `extend(items)`: APPEND(S), preferred over `append` (PEP 307). The array is the callee's to keep. */
  // biome-ignore lint/suspicious/noExplicitAny: what the hook itself made
  extend?(self: any, items: unknown[]): void;
  /** `__setitem__(key, value)`: SETITEM(S). */
  // biome-ignore lint/suspicious/noExplicitAny: what the hook itself made
  setItem?(self: any, key: unknown, value: unknown): void;
  /** `add(item)`: ADDITEMS. */
  // biome-ignore lint/suspicious/noExplicitAny: what the hook itself made
  add?(self: any, item: unknown): void;
  /** Every call makes a new object, or returns an argument: nobody else has it. @internal */
  fresh?: boolean;
  /** Instances of `addClass`: how a load made them is kept for the pickler. @internal */
  noted?: boolean;
  /** The class may have private fields. @internal */
  mayHide?: boolean;
  /** A load has made an instance with arguments of `cls.__new__`. @internal */
  takesArguments?: boolean;
  /** The instances are Python's own list, dict or set: their kind (shared/kinds.ts). @internal */
  kind?: number;
  /** False when Python refuses its instances as dict keys and set items. Default true. */
  hashable?: boolean;
  /** What `builtins.getattr(cls, name)` gives, by exact name; other attributes stay inert calls. */
  attributes?: ReadonlyMap<string, unknown>;
}

const HOOKS: readonly string[] = [
  'construct',
  'fromBytes',
  'setState',
  'getState',
  'reduce',
  'newArgs',
  'append',
  'extend',
  'setItem',
  'add',
  'hashable',
  'fresh',
  'noted',
  'takesArguments',
  'mayHide',
  'kind',
  'attributes',
];

/** Names and what they mean. A registry made by a user falls back to its parent, by default the families this package knows. */
export class Registry {
  readonly #modules = new Map<string, Map<string, unknown>>();
  readonly #extensions = new Map<number, PyGlobal>();
  readonly #names = new Map<unknown, PyGlobal>();
  readonly #parentOrStandard: Registry | null | undefined;

  /** @param parent where names are looked up that this registry does not have; `null` for none at all. Default: `Registry.standard`. */
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
   * Registers hooks for the class or function `module.name`; returns this. An instance takes what its hooks have a method for, and
   * refuses the rest. When `construct` returns an object that was there before, nothing is put into it at all.
   */
  add(module: string, name: string, hooks: ClassHooks): this {
    expect(typeof hooks === 'object' && hooks !== null, 'an object of hooks');
    refuseUnknown(hooks, HOOKS, 'hooks');
    if (hooks.newArgs !== undefined) expectArray(hooks.newArgs);
    return this.addValue(module, name, Object.freeze(new PyGlobal(module, name, hooks)));
  }

  /**
   * Registers a JavaScript class: its instances are made without calling the constructor, as Python's `__new__` does,
   * unless the pickle gives arguments, and state becomes own properties. Subclasses of Array, Map, Dict, Set and PySet take items.
   * Hooks in `hooks` win. Keyword arguments are refused.
   */
  // biome-ignore lint/suspicious/noExplicitAny: any class or function will do
  addClass(module: string, name: string, Class: abstract new (...args: any[]) => object, hooks: ClassHooks = {}): this {
    expect(typeof Class === 'function', 'addClass(module, name, Class)');
    const Base = BASES.find((each) => Class.prototype instanceof each);
    const construct: ClassHooks['construct'] = (args, context) => constructClass(Class, Base, args, context);
    this.add(module, name, {
      construct,
      setState: setFields,
      ...contentHooks(Class, hooks),
      ...hooks,
      noted: true,
      mayHide: mayHide(Class),
    });
    this.#names.set(Class, this.lookup(module, name) as PyGlobal);
    return this;
  }

  /**
   * Registers a function that REDUCE may call: `fn(...args)`. Whatever it returns is the caller's: the pickle puts nothing into it.
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
   * Registers a constant: the name stands for `value` itself, null included, and the pickler writes an object by this name.
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
    if (typeof value === 'object' && value !== null && !(value instanceof PyGlobal)) this.#names.set(value, new PyGlobal(module, name));
    return this;
  }

  /** Gives an extension code its class (`copyreg.add_extension`). `code`: 1 to 2^31-1. */
  addExtension(code: number, module: string, name: string): this {
    if (!Number.isInteger(code) || code < 1 || code > 0x7fffffff) throw new PickleError(`extension code ${code} is not in 1..2^31-1`);
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

/** True when the source of a class may have private fields, or what compilers make of them: a quick look. The pickler looks closer. */
function mayHide(Class: unknown): boolean {
  return typeof Class === 'function' && (/#|rivate/.test(`${Class}`) || mayHide(Object.getPrototypeOf(Class)));
}

/** Classes whose instances only they themselves can make. */
const BASES = [Map, Set, Array, Error, Dict, PySet];

/** Items of an instance of a class that is a Dict, Array, Map, PySet or Set; 0 for others. @internal */
export function sizeOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  return value instanceof Dict || value instanceof Map || value instanceof PySet || value instanceof Set ? value.size : 0;
}

/** What puts items into instances of `Class`, unless its own hooks do: it is a subclass of one of JavaScript's or this package's containers. */
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

/** Keeps for the pickler how `hooks` made `value` just now; by `copyreg._reconstructor` when there is a `base`. @internal */
export function note(
  value: unknown,
  args: unknown[],
  { how, kwargs }: Pick<HookContext, 'how' | 'kwargs'>,
  base: unknown,
  hooks: ClassHooks,
): void {
  if (how === 'new' && args.length > 0) hooks.takesArguments = true;
  // Without its constructor an instance hides nothing; where its class might, that is kept, too.
  else if (how === 'new' && kwargs === undefined && base === undefined && !hooks.mayHide) return;
  // What was made once is not made again.
  if (typeof value !== 'object' || value === null || madeOf(value) !== undefined) return;
  noteMade(value, {
    args: args.slice(),
    how,
    kwargs,
    base,
    fields: { ...(value as Record<string, unknown>) },
    size: sizeOf(value),
    message: value instanceof Error ? value.message : undefined,
  });
}

/** JavaScript's functions have no keyword arguments; leaving them out would be another call. */
function refuseKeywords({ global, kwargs }: HookContext): void {
  if (kwargs !== undefined && kwargs.size > 0) throw new UnpicklingError(`${global} takes no keyword arguments`);
}

/** BUILD of a JavaScript class: own fields, never through a setter, never the prototype. The session sorts out `__dict__` and slots. */
export function setFields(self: object, entries: Iterable<[unknown, unknown]>): void {
  for (const [key, value] of entries) {
    if (typeof key === 'object') throw new UnpicklingError('the name of a field must be a str');
    Object.defineProperty(self, String(key), { value, writable: true, enumerable: true, configurable: true });
  }
}
