/** Calls: REDUCE, NEWOBJ and their kin, made by the hooks of what is called, or left inert. */
import { UnpicklingError } from '../base/index.js';
import { fault, opcodeName } from '../format/index.js';
import { naturalModel } from '../model/index.js';
import { asEntries, asSequence, isInert, NEWOBJ, NEWOBJ_EX, note, pushItems, RECONSTRUCTOR } from '../registry/index.js';
import { FAULT_ARGS_TUPLE } from '../shared/faults.js';
import { KIND_TUPLE, KIND_TUPLE_UNHASHABLE } from '../shared/kinds.js';
import * as OP from '../shared/opcodes.js';
import { type ClassHooks, type HookContext, type ObjectForm, PyCall, PyGlobal, PyObject, type ValueModel } from '../values/index.js';
import { describe, keywords, onlyPythonKnows, tupleItems } from './containers.js';

import type { Session } from './session.js';

const NO_GLOBAL = /*#__PURE__*/ new PyGlobal('', '');

/** What `HookContext` promises, with fields that the session sets before each call: no object is made per call. */
class SessionContext implements HookContext {
  model: ValueModel = naturalModel;
  global: PyGlobal = NO_GLOBAL;
  how: 'call' | 'new' = 'call';
  kwargs: ReadonlyMap<string, unknown> | undefined = undefined;
  protocol = 0;
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  get digits(): number {
    return this.#session.limits.digits;
  }

  charge(bytes: number, items = 0): void {
    const { limits } = this.#session;
    limits.checkItems(items);
    limits.charge(bytes);
  }
}

/** The calls of one load. */
export class Calls {
  readonly #session: Session;
  readonly #context: SessionContext;
  /** Kind of the tuple of arguments of the current call. */
  #argsKind = KIND_TUPLE;

  constructor(session: Session) {
    this.#session = session;
    this.#context = new SessionContext(session);
  }

  /** Gets ready for a load with this value model. */
  open(model: ValueModel): void {
    this.#context.model = model;
  }

  /** Forgets everything of the load. */
  clear(): void {
    this.#context.global = NO_GLOBAL;
    this.#context.kwargs = undefined;
  }

  /** The context of a hook that is not called with arguments. */
  contextOf(how: 'call' | 'new'): HookContext {
    const context = this.#context;
    context.how = how;
    context.protocol = this.#session.protocol;
    return context;
  }

  /**
   * REDUCE, NEWOBJ and NEWOBJ_EX on the values that the stack has for them.
   * @param kind of `args`
   */
  apply(opcode: number, callee: unknown, args: unknown, kind: number, kwargs?: unknown): unknown {
    // A subclass of Array is a list.
    const items = this.#session.owners.hooked.hooksOf(kind)?.extend === pushItems ? undefined : tupleItems(args, kind);
    if (items === undefined) {
      if (!onlyPythonKnows(args)) throw fault(FAULT_ARGS_TUPLE, opcodeName(opcode));
      if (!isInert(callee)) throw new UnpicklingError(`${describe(callee)} is not callable`);
      const made = opcode === OP.REDUCE ? new PyCall(callee, []) : new PyObject(callee, [], opcodeName(opcode) as ObjectForm, kwargs);
      made.argsValue = args;
      return this.#session.owners.inert(made);
    }
    if (opcode === OP.REDUCE) return this.reduce(callee, items, kind);
    return opcode === OP.NEWOBJ ? this.newobj(callee, items, kind) : this.newobjEx(callee, items, kwargs, kind);
  }

  /** REDUCE: `callee(*args)`. `args` is taken over; `argsKind`: KIND_TUPLE_UNHASHABLE when one of them is not hashable. */
  reduce(callee: unknown, args: unknown[], argsKind: number): unknown {
    this.#argsKind = argsKind;
    if (callee instanceof PyGlobal) {
      const hooks = PyGlobal.hooksOf(callee);
      if (args.length === 3) {
        if (hooks === RECONSTRUCTOR) return this.#reconstruct(args);
        const positional = asSequence(args[1]);
        if (hooks === NEWOBJ_EX && positional !== undefined) return this.newobjEx(args[0], positional, args[2], argsKind);
      }
      if (hooks === NEWOBJ && args.length > 0) return this.newobj(args[0], args.slice(1), argsKind);
      if (hooks?.construct !== undefined) return this.#construct(callee, hooks, args, 'call');
    } else if (!isInert(callee)) {
      throw new UnpicklingError(`${describe(callee)} is not callable`);
    }
    return this.#session.owners.inert(new PyCall(callee, args));
  }

  /** REDUCE with the `count` bytes at `source[at]` as only argument; undefined when the callee wants them as a value. */
  reduceBytes(callee: unknown, source: Uint8Array, at: number, count: number): unknown {
    const hooks = callee instanceof PyGlobal ? PyGlobal.hooksOf(callee) : undefined;
    if (hooks?.fromBytes === undefined) return undefined;
    this.#session.owners.lastKind = this.#session.owners.hooked.kindOf(hooks);
    return hooks.fromBytes(source, at, count);
  }

  /** NEWOBJ: `cls.__new__(cls, *args)`. `args` and `argsKind` as in `reduce`. */
  newobj(cls: unknown, args: unknown[], argsKind: number): unknown {
    this.#argsKind = argsKind;
    return this.#instance(cls, args, 'NEWOBJ', 'new');
  }

  /** NEWOBJ_EX: `cls.__new__(cls, *args, **kwargs)`. `args` and `argsKind` as in `reduce`; `kwargs` is the pickle's dict. */
  newobjEx(cls: unknown, args: unknown[], kwargs: unknown, argsKind: number): unknown {
    this.#argsKind = argsKind;
    const names = keywords(kwargs);
    if (onlyPythonKnows(kwargs) && isInert(cls)) return this.#session.owners.inert(new PyObject(cls, args, 'NEWOBJ_EX', kwargs));
    if (names === undefined) throw new UnpicklingError(`NEWOBJ_EX kwargs argument must be a dict with str keys, not ${describe(kwargs)}`);
    this.#context.kwargs = names;
    try {
      return this.#instance(cls, args, 'NEWOBJ_EX', 'new', kwargs);
    } finally {
      this.#context.kwargs = undefined;
    }
  }

  /** INST, OBJ: `cls(*args)`, or `cls.__new__(cls)` when there are no arguments. `args` is taken over. */
  instantiate(cls: unknown, args: unknown[], form: 'INST' | 'OBJ'): unknown {
    this.#session.limits.checkItems(args.length);
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
    return this.#session.owners.inert(new PyObject(cls, args, form, kwargs));
  }

  #construct(global: PyGlobal, hooks: ClassHooks, args: unknown[], how: 'call' | 'new', base?: unknown): unknown {
    const context = this.#context;
    context.global = global;
    context.how = how;
    context.protocol = this.#session.protocol;
    const value = hooks.construct?.(args, context) ?? null;
    // Hooks may refuse to know a call whose arguments are inert, and leave it inert; any other inert object is from elsewhere.
    const isInert = value instanceof PyCall || value instanceof PyObject;
    if (isInert ? value.args !== args : !this.#session.owners.isNew(value, args, hooks)) {
      return this.#session.owners.foreign(
        value,
        hooks.hashable !== false && (this.#argsKind !== KIND_TUPLE_UNHASHABLE || !args.includes(value)),
      );
    }
    this.#session.owners.lastKind = isInert ? this.#session.owners.hooked.inertKindOf(hooks) : this.#session.owners.hooked.kindOf(hooks);
    // Only what this call made: how the caller's own objects are written is not the pickle's to say.
    if (hooks.noted && !isInert && note(value, args, context, base)) this.#session.states.hasMade = true;
    return value;
  }

  /** `copyreg._reconstructor(cls, base, state)`: `base.__new__(cls, state)`, how protocols 0 and 1 write instances (PEP 307). */
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
          this.#session.contents.append(value, this.#session.owners.lastKind, state.slice());
          return value;
        }
        const entries = base.name === 'dict' && hooks.setItem !== undefined ? asEntries(state) : undefined;
        if (entries !== undefined) {
          const value = this.#construct(cls, hooks, [], 'new');
          this.#session.contents.setItems(value, this.#session.owners.lastKind, [...entries].flat());
          return value;
        }
      }
      return this.#construct(cls, hooks, [state], 'new', base);
    }
    if (isInert(cls)) return this.#session.owners.inert(new PyObject(cls, [base, state], 'reconstructor'));
    throw new UnpicklingError(`_reconstructor class argument must be a type, not ${describe(cls)}`);
  }
}
