/**
 * A load in progress: what both engines share. The engines run opcodes, keep stack, marks and memo, and make plain
 * values; everything that needs to know what a name means, what an object can do, or what the caller asked for, is
 * here.
 *
 * Convention for results: a method that makes a value returns it, and leaves its kind in `lastKind`, which also says
 * which hooks made it (value-kinds.ts). Engines keep the kind beside the value, and hand it back on BUILD, APPEND(S),
 * SETITEM(S) and ADDITEMS. Errors are thrown without a place; the engine adds it (`placed` in fault-messages.ts).
 *
 * Longer than 400 lines: a file for each of its questions costs 0.6 KB of every bundle (measured).
 */
import { UnpicklingError } from '../base/index.js';
import { standardRegistry } from '../families/index.js';
import { fault, opcodeName } from '../format/index.js';
import { naturalModel, setAllInMap } from '../model/index.js';
import {
  addItem,
  asColumns,
  asEntries,
  asSequence,
  isInert,
  isNoted,
  mapPython2Name,
  NEWOBJ,
  NEWOBJ_EX,
  note,
  pushItems,
  RECONSTRUCTOR,
  type Registry,
  setEntry,
  setFields,
  sizeOf,
} from '../registry/index.js';
import {
  FAULT_ARGS_TUPLE,
  FAULT_BUFFERS_EXHAUSTED,
  FAULT_BUFFERS_MISSING,
  FAULT_EXTENSION_CODE,
  FAULT_LIMIT_ITEMS,
  FAULT_STACK_GLOBAL,
} from '../shared/faults.js';
import {
  KIND_BYTES,
  KIND_DICT,
  KIND_FLOAT,
  KIND_GLOBAL,
  KIND_LIST,
  KIND_OBJECT,
  KIND_SET,
  KIND_STR,
  KIND_TUPLE,
  KIND_TUPLE_UNHASHABLE,
} from '../shared/kinds.js';
import * as OP from '../shared/opcodes.js';
import {
  ByteString,
  Bytes,
  type ClassHooks,
  Dict,
  ExtensionCode,
  HASH,
  madeOf,
  noteOther,
  type ObjectForm,
  PersistentId,
  PickleBuffer,
  PyCall,
  PyGlobal,
  PyObject,
  PySet,
  refuseAsKey,
  SLOTS,
  setOwn,
  Tuple,
  type ValueModel,
  type ValueObject,
  viewOf,
} from '../values/index.js';
import { type Configuration, configure, DICT_AUTO, DICT_MAP, DICT_OBJECT, hasFunctions } from './configuration.js';
import {
  addInExact,
  addInNatural,
  asGlobal,
  checkHashable,
  describe,
  keywords,
  onlyPythonKnows,
  setInDict,
  setInList,
  tupleItems,
  typeName,
} from './containers.js';
import { NO_GLOBAL, SessionContext } from './hook-context.js';
import type { LoadOptions } from './load-options.js';
import { PlainSizes } from './plain-sizes.js';
import { replaceReachable } from './replace-reachable.js';
import { TextKeys } from './text-keys.js';
import { HookedKinds, isOwnInert, KIND_FOREIGN } from './value-kinds.js';

/** By what was handed in as a buffer. */
const BUFFERS = /*#__PURE__*/ new WeakMap<object, PickleBuffer>();

/** One load in progress; reused for later loads by `open`. */
export class Session {
  /** Set by `open`. */
  configuration!: Configuration;
  exact = false;
  model: ValueModel = naturalModel;
  /** DICT_AUTO, DICT_OBJECT or DICT_MAP of configuration.ts. */
  dict = DICT_AUTO;
  /** Bytes must not be views of the input. */
  copy = false;
  /** `limits.*` */
  maxDigits = 0;
  maxMemo = 0;
  maxItems = 0;
  maxNodes = 0;
  maxBytes = 0;
  /** Set by PROTO; 0 until then. */
  protocol = 0;
  /** Bytes handed to the scanner at a time, undefined for what is best. */
  windowSize: number | undefined = undefined;
  /** Kinds of the hooks that this load has met. */
  readonly hooked = new HookedKinds();
  /** Kind of what the last method returned. */
  lastKind = 0;
  /** Plain objects that had to become Maps after the memo or a container got hold of them (see `finish`). */
  replaced: Map<object, Map<unknown, unknown>> | undefined = undefined;

  /** Bytes and items that calls have charged. */
  copied = 0;
  made = 0;

  readonly #context = new SessionContext(this);
  #globals: Map<string, Map<string, unknown>> | undefined = undefined;
  #buffers: Iterator<unknown> | undefined = undefined;
  readonly #textKeys = new TextKeys();
  readonly #sizes = new PlainSizes();

  /** Objects that were there before the load, as far as it met them, and all that the caller's hooks returned. */
  readonly #known = new Set<object>();
  /** Those of them that this load may fill. */
  readonly #made = new Set<object>();
  /**
   * Something was named whose instances are written with tuples where they had them. From then on the Arrays that
   * tuples are in the natural model are noted. Plain data is not: there is nobody to refuse a list. Performance: nearly
   * all tuples are plain data (bench case tuples).
   */
  keepsKinds = false;
  /** Hands the engine's memo to `noteKinds`. */
  noteMemo: (() => void) | undefined = undefined;
  /** Kind of the tuple of arguments of the current call. */
  #argsKind = KIND_TUPLE;

  constructor(options?: LoadOptions) {
    this.open(options);
  }

  /** Gets ready for another load, with other options perhaps. */
  open(options: LoadOptions | undefined): void {
    const configuration = configure(options);
    if (configuration !== this.configuration) {
      this.configuration = configuration;
      this.exact = configuration.exact;
      this.model = configuration.model;
      this.dict = configuration.dict;
      this.copy = configuration.copy;
      this.maxDigits = configuration.digits;
      this.maxMemo = configuration.memo;
      this.maxItems = configuration.items;
      this.maxNodes = configuration.nodes;
      this.maxBytes = configuration.bytes;
      this.#context.model = configuration.model;
    }
    this.windowSize = options?.windowSize ?? undefined;
    this.#buffers = (options?.buffers ?? undefined)?.[Symbol.iterator]();
  }

  /**
   * Starts the next pickle of the same load: the protocol is unknown again. Globals and buffers stay, as with one
   * `Unpickler`.
   */
  begin(keepMemo: boolean): void {
    this.protocol = 0;
    this.copied = 0;
    this.made = 0;
    if (!keepMemo) this.#forget();
  }

  /** Forgets the values of the last pickle, which nothing can ask for any more. */
  #forget(): void {
    this.replaced = undefined;
    this.#textKeys.clear();
    this.#sizes.clear();
    this.keepsKinds = false;
    if (this.#known.size > 0) {
      this.#known.clear();
      this.#made.clear();
    }
  }

  /** Forgets everything of the load, so that nothing of it is kept alive. */
  close(): void {
    this.hooked.clear();
    // Its functions belong to the caller.
    if (hasFunctions(this.configuration)) this.configuration = undefined as never;
    this.#globals = undefined;
    this.#buffers = undefined;
    this.#forget();
    this.#context.global = NO_GLOBAL;
    this.#context.kwargs = undefined;
  }

  #keepKinds(): void {
    if (this.exact || this.keepsKinds) return;
    this.keepsKinds = true;
    this.noteMemo?.();
  }

  /** Notes the tuples among the entries of a memo. */
  noteKinds(values: readonly unknown[], kinds: ArrayLike<number>): void {
    for (let i = 0; i < values.length; i++) {
      if (isArrayTuple(values[i], kinds[i])) noteOther(values[i] as object);
    }
  }

  /** The value of STOP, with plain objects that became Maps replaced everywhere in it. */
  finish(value: unknown): unknown {
    if (this.replaced === undefined) return value;
    // They stay known: a memo that is kept may still hand out the plain objects.
    return replaceReachable(value, this.replaced, (holder) => this.#known.has(holder) && !this.#made.has(holder));
  }

  // Names

  /** GLOBAL, STACK_GLOBAL, INST: what `module.name` stands for. One value per name and load. */
  global(module: string, name: string): unknown {
    // STACK_GLOBAL takes them from the stack.
    if (typeof module !== 'string' || typeof name !== 'string') throw fault(FAULT_STACK_GLOBAL);
    if (module === '' || name === '') throw new UnpicklingError('a global needs a module and a name, but one is empty');
    if (this.protocol < 3 && this.configuration.fixImports) {
      const mapped = mapPython2Name(module, name);
      if (mapped !== undefined) {
        module = mapped[0];
        name = mapped[1];
      }
    }
    let names = this.#globals?.get(module);
    if (names === undefined) {
      names = new Map();
      this.#globals ??= new Map();
      this.#globals.set(module, names);
    }
    let value = names.get(name);
    if (value === undefined) {
      value = this.#find(module, name);
      names.set(name, value);
    }
    if (keepsKinds(value)) this.#keepKinds();
    this.#foreign(value);
    return value;
  }

  get #registry(): Registry {
    return this.configuration.registry ?? standardRegistry();
  }

  #find(module: string, name: string): unknown {
    const findClass = this.configuration.findClass;
    if (findClass !== undefined) {
      const found = findClass(module, name);
      if (found !== undefined) return asGlobal(module, name, found);
    }
    const value = this.#registry.lookup(module, name);
    return value === undefined ? new PyGlobal(module, name) : value;
  }

  /** EXT1, EXT2, EXT4. @throws for codes <= 0 */
  extension(code: number): unknown {
    if (code <= 0) throw fault(FAULT_EXTENSION_CODE);
    const name = this.#registry.extension(code);
    if (name !== undefined) return this.global(name.module, name.name);
    this.#keepKinds();
    return this.#inert(new ExtensionCode(code));
  }

  // Things from outside the pickle

  /** PERSID (a str), BINPERSID (any value, of this kind). */
  persistent(id: unknown, kind?: number): unknown {
    const load = this.configuration.persistentLoad;
    if (load === undefined) {
      this.#keepKinds();
      if (isArrayTuple(id, kind)) noteOther(id);
      return this.#inert(new PersistentId(id));
    }
    return this.#foreign(load(id) ?? null);
  }

  /**
   * NEXT_BUFFER: the next of `options.buffers`: the caller's own object, in exact mode a `PickleBuffer` over its
   * memory.
   */
  nextBuffer(): unknown {
    if (this.#buffers === undefined) throw fault(FAULT_BUFFERS_MISSING);
    const { done, value } = this.#buffers.next();
    if (done === true) throw fault(FAULT_BUFFERS_EXHAUSTED);
    const view = viewOf(value);
    if (view === undefined)
      throw new UnpicklingError('options.buffers must contain ArrayBuffers, typed arrays or DataViews');
    if (!this.exact) return this.#foreign(value instanceof ByteString ? view : value);
    if (value instanceof PickleBuffer) return this.#foreign(value);
    // A buffer that is handed in twice is one object.
    const made = BUFFERS.get(value as object) ?? new PickleBuffer(view);
    BUFFERS.set(value as object, made);
    return this.#foreign(made);
  }

  /**
   * READONLY_BUFFER. JavaScript has no read-only view of memory: the natural model keeps the buffer as it is, the exact
   * model has a read-only `PickleBuffer` over the same memory.
   */
  readonlyBuffer(value: unknown, kind: number): unknown {
    this.lastKind = kind;
    const view = viewOf(value);
    if (view === undefined) throw new UnpicklingError(`a bytes-like object is required, not ${describe(value)}`);
    if (!this.exact || value instanceof Bytes || (value instanceof PickleBuffer && value.readonly)) return value;
    return new PickleBuffer(view, { readonly: true });
  }

  /** A Python 2 str; `bytes` is copied when it must outlive the input. */
  oldString(bytes: Uint8Array): unknown {
    if (this.configuration.oldStrings.keepBytes) {
      this.lastKind = KIND_BYTES;
      return this.model.bytes(this.copy ? bytes.slice() : bytes);
    }
    this.lastKind = KIND_STR;
    return this.configuration.oldStrings.decode(bytes);
  }

  // Calls

  /**
   * REDUCE, NEWOBJ and NEWOBJ_EX on the values that the stack has for them.
   * @param kind of `args`
   */
  apply(opcode: number, callee: unknown, args: unknown, kind: number, kwargs?: unknown): unknown {
    // A subclass of Array is a list.
    const items = this.hooked.hooksOf(kind)?.extend === pushItems ? undefined : tupleItems(args, kind);
    if (items === undefined) {
      if (!onlyPythonKnows(args)) throw fault(FAULT_ARGS_TUPLE, opcodeName(opcode));
      if (!isInert(callee)) throw new UnpicklingError(`${describe(callee)} is not callable`);
      const made =
        opcode === OP.REDUCE
          ? new PyCall(callee, [])
          : new PyObject(callee, [], opcodeName(opcode) as ObjectForm, kwargs);
      made.argsValue = args;
      return this.#inert(made);
    }
    if (opcode === OP.REDUCE) return this.reduce(callee, items, kind);
    return opcode === OP.NEWOBJ ? this.newobj(callee, items, kind) : this.newobjEx(callee, items, kwargs, kind);
  }

  /**
   * REDUCE: `callee(*args)`. `args` is taken over; `argsKind`: KIND_TUPLE_UNHASHABLE when one of them is not hashable.
   */
  reduce(callee: unknown, args: unknown[], argsKind: number): unknown {
    this.#argsKind = argsKind;
    if (callee instanceof PyGlobal) {
      const hooks = PyGlobal.hooksOf(callee);
      if (args.length === 3) {
        if (hooks === RECONSTRUCTOR) return this.#reconstruct(args);
        const positional = asSequence(args[1]);
        if (hooks === NEWOBJ_EX && positional !== undefined)
          return this.newobjEx(args[0], positional, args[2], argsKind);
      }
      if (hooks === NEWOBJ && args.length > 0) return this.newobj(args[0], args.slice(1), argsKind);
      if (hooks?.construct !== undefined) return this.#construct(callee, hooks, args, 'call');
    } else if (!isInert(callee)) {
      throw new UnpicklingError(`${describe(callee)} is not callable`);
    }
    return this.#inert(new PyCall(callee, args));
  }

  /**
   * REDUCE with the `count` bytes at `source[at]` as only argument; undefined when the callee wants them as a value.
   */
  reduceBytes(callee: unknown, source: Uint8Array, at: number, count: number): unknown {
    const hooks = callee instanceof PyGlobal ? PyGlobal.hooksOf(callee) : undefined;
    if (hooks?.fromBytes === undefined) return undefined;
    this.lastKind = this.hooked.kindOf(hooks, true);
    return hooks.fromBytes(source, at, count);
  }

  /** NEWOBJ: `cls.__new__(cls, *args)`. `args` and `argsKind` as in `reduce`. */
  newobj(cls: unknown, args: unknown[], argsKind: number): unknown {
    this.#argsKind = argsKind;
    return this.#instance(cls, args, 'NEWOBJ', 'new');
  }

  /**
   * NEWOBJ_EX: `cls.__new__(cls, *args, **kwargs)`. `args` and `argsKind` as in `reduce`; `kwargs` is the pickle's
   * dict.
   */
  newobjEx(cls: unknown, args: unknown[], kwargs: unknown, argsKind: number): unknown {
    this.#argsKind = argsKind;
    const names = keywords(kwargs);
    if (onlyPythonKnows(kwargs) && isInert(cls)) return this.#inert(new PyObject(cls, args, 'NEWOBJ_EX', kwargs));
    if (names === undefined)
      throw new UnpicklingError(`NEWOBJ_EX kwargs argument must be a dict with str keys, not ${describe(kwargs)}`);
    this.#context.kwargs = names;
    try {
      return this.#instance(cls, args, 'NEWOBJ_EX', 'new', kwargs);
    } finally {
      this.#context.kwargs = undefined;
    }
  }

  /** INST, OBJ: `cls(*args)`, or `cls.__new__(cls)` when there are no arguments. `args` is taken over. */
  instantiate(cls: unknown, args: unknown[], form: 'INST' | 'OBJ'): unknown {
    this.checkItems(args.length);
    // Nobody looked at their kinds; no class of Python's is called so that gives an argument back.
    this.#argsKind = KIND_TUPLE_UNHASHABLE;
    return this.#instance(cls, args, form, args.length === 0 ? 'new' : 'call');
  }

  #instance(cls: unknown, args: unknown[], form: ObjectForm, how: 'call' | 'new', kwargs?: unknown): unknown {
    if (cls instanceof PyGlobal) {
      const hooks = PyGlobal.hooksOf(cls);
      if (hooks?.construct !== undefined) return this.#construct(cls, hooks, args, how);
    } else if (!isInert(cls)) {
      throw new UnpicklingError(`${form} class argument must be a type, not ${describe(cls)}`);
    }
    return this.#inert(new PyObject(cls, args, form, kwargs));
  }

  #construct(global: PyGlobal, hooks: ClassHooks, args: unknown[], how: 'call' | 'new', base?: unknown): unknown {
    const context = this.#context;
    context.global = global;
    context.how = how;
    context.protocol = this.protocol;
    const value = hooks.construct?.(args, context) ?? null;
    // Hooks may refuse to know a call whose arguments are inert, and leave it inert; any other inert object is from
    // elsewhere.
    const isInert = value instanceof PyCall || value instanceof PyObject;
    const argsHashable = this.#argsKind !== KIND_TUPLE_UNHASHABLE;
    const hashable = hooks.hashable !== false && (hooks.hashes?.(value, argsHashable) ?? true);
    // What is in a container has no kind there: the value itself has to say it, unless its class does.
    if (!hashable && (value as ValueObject | null)?.[HASH] === undefined)
      refuseAsKey(value, typeName(hooks.kind ?? KIND_OBJECT, value));
    if (isInert ? value.args !== args : !this.#isNew(value, args, hooks, how, base)) {
      return this.#foreign(value, hashable && (argsHashable || !args.includes(value)));
    }
    if (isInert) this.#keepKinds();
    this.lastKind = isInert ? this.hooked.kindFor(KIND_OBJECT, hashable) : this.hooked.kindOf(hooks, hashable);
    // Only what this call made: how the caller's own objects are written is not the pickle's to say.
    if (hooks.noted && !isInert) note(value, args, context, base, hooks);
    return value;
  }

  /**
   * True when `hooks` made `value` in this very call, as far as anybody can tell: an instance of a registered class that
   * a load noted was made before. Values that hooks cannot fill need not be asked about.
   */
  #isNew(value: unknown, args: unknown[], hooks: ClassHooks, how: 'call' | 'new', base: unknown): boolean {
    if (typeof value !== 'object' || value === null) return !(value instanceof PyGlobal);
    if (hooks.fresh) return hooks.setState === undefined || !args.includes(value);
    if (hooks.noted) {
      // Performance: two entries in Sets take longer than all else that is done for an instance (bench case registered).
      if (hooks.makesBare && how === 'new' && args.length === 0) return true;
      if (madeOf(value) !== undefined) return false;
      if (isNoted(args, this.#context, base, hooks))
        return !args.includes(value) && !(this.#known.size > 0 && this.#known.has(value));
    } else if ((hooks.setState ?? hooks.extend ?? hooks.append ?? hooks.setItem ?? hooks.add) === undefined)
      return false;
    if (args.includes(value) || this.#known.has(value)) return false;
    this.#known.add(value);
    this.#made.add(value);
    return true;
  }

  /** What was there before this load, or others may hold. @see KIND_FOREIGN */
  #foreign(value: unknown, hashable = true): unknown {
    this.lastKind = value instanceof PyGlobal ? KIND_GLOBAL : this.hooked.kindFor(KIND_FOREIGN, hashable);
    if (typeof value === 'object' && value !== null && this.lastKind !== KIND_GLOBAL) this.#known.add(value);
    return value;
  }

  #inert(value: unknown): unknown {
    this.lastKind = KIND_OBJECT;
    return value;
  }

  /**
   * `copyreg._reconstructor(cls, base, state)`: `base.__new__(cls, state)`, how protocols 0 and 1 write instances (PEP
   * 307).
   */
  #reconstruct([cls, base, state]: unknown[]): unknown {
    const hooks = cls instanceof PyGlobal ? PyGlobal.hooksOf(cls) : undefined;
    // What `base` makes of a state that only Python knows is not known either.
    if (
      cls instanceof PyGlobal &&
      hooks?.construct !== undefined &&
      !onlyPythonKnows(state) &&
      (base instanceof PyGlobal || !isInert(base))
    ) {
      if (base instanceof PyGlobal && base.module === 'builtins') {
        if (base.name === 'object') return this.#construct(cls, hooks, [], 'new', base);
        if (base.name === 'list' && Array.isArray(state) && (hooks.extend ?? hooks.append) !== undefined) {
          const value = this.#construct(cls, hooks, [], 'new');
          this.append(value, this.lastKind, state.slice());
          return value;
        }
        const entries = base.name === 'dict' && hooks.setItem !== undefined ? asEntries(state) : undefined;
        if (entries !== undefined) {
          const value = this.#construct(cls, hooks, [], 'new');
          this.setItems(value, this.lastKind, [...entries].flat());
          return value;
        }
      }
      return this.#construct(cls, hooks, [state], 'new', base);
    }
    if (isInert(cls)) return this.#inert(new PyObject(cls, [base, state], 'reconstructor'));
    throw new UnpicklingError(`_reconstructor class argument must be a type, not ${describe(cls)}`);
  }

  // What is done to values

  /** BUILD: gives `target` its state. */
  build(target: unknown, kind: number, state: unknown, stateKind: number): void {
    if (kind === KIND_GLOBAL || target instanceof PyGlobal)
      throw new UnpicklingError(`BUILD on the global ${String(target)}: a class or function takes no state`);
    if (isOwnInert(kind, target)) {
      addState(target, state);
      return;
    }
    const setState = this.hooked.hooksOf(kind)?.setState;
    if (setState !== undefined && setState !== setFields) {
      const context = this.#context;
      context.how = 'new';
      context.protocol = this.protocol;
      setState(target, state, context);
      return;
    }
    const pair = state instanceof Tuple ? state.items : isArrayTuple(state, stateKind) ? state : undefined;
    const parts = Array.isArray(pair) && pair.length === 2 ? pair : [state];
    for (let index = 0; index < parts.length; index++) {
      const part = parts[index];
      if (part === null) continue;
      const found = asColumns(part);
      if (found === undefined)
        throw new UnpicklingError(`${index === 0 ? 'state' : 'slot state'} is not a dictionary but ${describe(part)}`);
      const [names, values] = found;
      // Without a slot there is nothing to do, as in CPython.
      if (index === 1 && names.length === 0) continue;
      if (setState === undefined) throw new UnpicklingError(`${describe(target, kind)} takes no state`);
      this.checkKeys(target as object, names, 0, names.length, 1);
      setFields(target as object, names, values);
      if (index === 1) SLOTS.set(target as object, part);
      const made = madeOf(target as object);
      if (made !== undefined) made.hasState = true;
    }
  }

  /** APPEND, APPENDS. `items` is taken over. */
  append(target: unknown, kind: number, items: unknown[]): void {
    const hooks = this.hooked.hooksOf(kind);
    if (kind === KIND_LIST) {
      this.#push(target as unknown[], items);
    } else if (hooks?.extend !== undefined) {
      this.#checkRoom(target, items.length);
      hooks.extend(target, items);
    } else if (hooks?.append !== undefined) {
      this.#checkRoom(target, items.length);
      for (const item of items) hooks.append(target, item);
    } else if (isOwnInert(kind, target)) {
      target.items ??= [];
      this.#push(target.items, items);
    } else {
      throw new UnpicklingError(`${describe(target, kind)} takes no items: it has neither extend nor append`);
    }
  }

  #push(list: unknown[], items: unknown[]): void {
    this.checkItems(list.length + items.length);
    for (let i = 0; i < items.length; i++) list.push(items[i]);
  }

  /**
   * SETITEM, SETITEMS: keys and values in turn.
   * @param keyKinds kinds of `pairs`, index by index; undefined when nothing is known
   * @returns the target, or what has to take its place on the stack: a natural dict becomes a Map with its first key
   *   that is not str
   */
  setItems(target: unknown, kind: number, pairs: unknown[], keyKinds?: ArrayLike<number>): unknown {
    if (kind === KIND_DICT) {
      if (this.exact) {
        setInDict(target as Dict<unknown, unknown>, pairs, keyKinds);
        this.checkItems((target as Dict<unknown, unknown>).size);
        return target;
      }
      return this.#setInNatural(target as object, pairs, keyKinds);
    }
    const hooks = this.hooked.hooksOf(kind);
    if (kind === KIND_LIST) {
      for (let i = 0; i < pairs.length; i += 2) {
        setInList(target as unknown[], keyKinds?.[i] === KIND_FLOAT ? undefined : pairs[i], pairs[i + 1]);
      }
      return target;
    }
    if (hooks?.setItem !== undefined) {
      if (hooks.fresh) checkHashable(pairs, keyKinds, 2);
      if (hooks.setItem !== setEntry)
        for (let i = 0; i < pairs.length; i += 2) hooks.setItem(target, pairs[i], pairs[i + 1]);
      else if (target instanceof Dict) setInDict(target, pairs, keyKinds);
      else this.#setInMap(target as Map<unknown, unknown>, pairs, keyKinds);
      this.#checkRoom(target, 0);
      return target;
    }
    if (isOwnInert(kind, target)) {
      target.entries ??= [];
      this.checkItems(target.entries.length + (pairs.length >> 1));
      for (let i = 0; i < pairs.length; i += 2) {
        target.entries.push([pairs[i], pairs[i + 1]]);
      }
      return target;
    }
    throw new UnpicklingError(`${describe(target, kind)} does not support item assignment`);
  }

  /** DICT: a new dict of keys and values in turn. */
  newDict(pairs: unknown[], keyKinds: ArrayLike<number> | undefined): unknown {
    const dict = this.exact ? new Dict() : this.dict === DICT_MAP ? new Map() : {};
    return this.setItems(dict, KIND_DICT, pairs, keyKinds);
  }

  #setInNatural(target: object, pairs: unknown[], keyKinds: ArrayLike<number> | undefined): unknown {
    if (this.replaced !== undefined) target = this.replaced.get(target) ?? target;
    if (this.dict === DICT_OBJECT && !(target instanceof Map)) {
      const object = target as Record<string, unknown>;
      checkHashable(pairs, keyKinds, 2);
      this.#textKeys.set(object, pairs, keyKinds, (text) => this.checkKeys(object, [text], 0, 1, 1));
      return target;
    }
    if (!(target instanceof Map)) {
      let i = 0;
      while (i < pairs.length && typeof pairs[i] === 'string') i += 2;
      if (i >= pairs.length) {
        this.checkKeys(target, pairs, 0, i, 2);
        for (i = 0; i < pairs.length; i += 2)
          setOwn(target as Record<string, unknown>, pairs[i] as string, pairs[i + 1]);
        return target;
      }
      target = new Map(Object.entries(target));
    }
    const map = target as Map<unknown, unknown>;
    this.#setInMap(map, pairs, keyKinds);
    this.checkItems(map.size);
    return map;
  }

  #setInMap(map: Map<unknown, unknown>, pairs: unknown[], keyKinds: ArrayLike<number> | undefined): void {
    checkHashable(pairs, keyKinds, 2);
    setAllInMap(map, pairs, pairs, 2, keyKinds);
  }

  /** True when a plain object may be filled without asking: `dict: 'object'` has met no key that is not str. */
  get plainKeysOnly(): boolean {
    return this.dict === DICT_AUTO || (this.dict === DICT_OBJECT && this.#textKeys.isEmpty);
  }

  /** ADDITEMS. `kinds`: of `items`, index by index. */
  addItems(target: unknown, kind: number, items: unknown[], kinds?: ArrayLike<number>): void {
    const hooks = this.hooked.hooksOf(kind);
    if (kind === KIND_SET) {
      if (this.exact) addInExact(target as PySet, items, kinds);
      else addInNatural(target as Set<unknown>, items, kinds);
      this.checkItems((target as { size: number }).size);
    } else if (hooks?.add === addItem) {
      if (target instanceof PySet) addInExact(target, items, kinds);
      else addInNatural(target as Set<unknown>, items, kinds);
      // Items that are in it already do not count.
      this.#checkRoom(target, 0);
    } else if (hooks?.add !== undefined) {
      this.#checkRoom(target, items.length);
      for (const item of items) hooks.add(target, item);
    } else if (isOwnInert(kind, target)) {
      target.items ??= [];
      this.#push(target.items, items);
    } else {
      throw new UnpicklingError(`${describe(target, kind)} has no method add`);
    }
  }

  /** FROZENSET. `kinds`: of `items`, index by index. */
  frozenset(items: unknown[], kinds: ArrayLike<number> | undefined): unknown {
    checkHashable(items, kinds);
    this.checkItems(items.length);
    if (this.exact) {
      return this.model.frozenset(items);
    }
    const set = new Set<unknown>();
    addInNatural(set, items, kinds);
    return noteOther(set);
  }

  /**
   * POP of `value` with `below` under it. A popped call that nobody made, with (object, state) as arguments, is the
   * state setter of a six-part reduction (Python 3.8): its object is `below`, of kind `belowKind`.
   */
  popped(value: unknown, below: unknown, belowKind: number): void {
    if (!(value instanceof PyCall) || value.args.length !== 2 || value.args[0] !== below) return;
    if (!isOwnInert(belowKind, below)) {
      if (typeof below !== 'object' || below === null) return;
      throw new UnpicklingError(
        `the state setter ${value.module}.${value.name} is not registered; register it to read this object`,
      );
    }
    below.stateSetter = value.callee;
    addState(below, value.args[1]);
  }

  // Limits

  /** @throws LimitError when a container has more than `limits.items` */
  checkItems(count: number): void {
    if (count > this.maxItems) throw fault(FAULT_LIMIT_ITEMS, this.maxItems);
  }

  /** The same for what hooks are about to fill with `added` more, where its size is known. */
  #checkRoom(target: unknown, added: number): void {
    this.checkItems(added + sizeOf(target));
  }

  /**
   * Like `checkItems` for a plain object, whose size nobody keeps, and which V8 cannot fill in good time from 2^23 keys
   * on: `keys[from]`, `keys[from + step]` … up to `to` are about to be set, or have been at once, as a record. @throws
   * LimitError
   */
  checkKeys(target: object, keys: readonly unknown[], from: number, to: number, step: number): void {
    this.#sizes.check(target, keys, from, to, step, this.maxItems);
  }
}

/** Instances of what this names are written with the tuples that they were read with. */
function keepsKinds(value: unknown): boolean {
  if (!(value instanceof PyGlobal)) return false;
  const hooks = PyGlobal.hooksOf(value);
  return hooks?.construct === undefined || hooks.noted === true || hooks.asksKinds === true;
}

/** A tuple of the natural model. */
function isArrayTuple(value: unknown, kind: number | undefined): value is unknown[] {
  return (kind === KIND_TUPLE || kind === KIND_TUPLE_UNHASHABLE) && Array.isArray(value);
}

/** An inert object may get several states, one after the other. */
function addState(target: PyObject | PyCall, state: unknown): void {
  if (target.state === undefined) {
    target.state = state;
    return;
  }
  target.moreStates ??= [];
  target.moreStates.push(state);
}
