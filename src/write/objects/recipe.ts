import { PicklingError } from '../../base/index.js';
import type { Reduction } from '../../registry/index.js';
import { INST, NEWOBJ, NEWOBJ_EX, OBJ, REDUCE as REDUCE_OP } from '../../shared/opcodes.js';
import { PyCall, PyGlobal, type PyObject, Tuple } from '../../values/index.js';
import { fitsInst, GETATTR, NEWOBJ_EX_FUNCTION, NEWOBJ_FUNCTION, PARTIAL, RECONSTRUCTOR } from './global-opcodes.js';

/**
 * How one object is written, whatever it came from: a reduction, an inert object, a global.
 *
 * The order of PEP 307: the head's values, the opcode, the memo, list items, dict items, states.
 */
export class Recipe {
  /** Values pushed before the opcode. */
  readonly head: unknown[];
  readonly opcode: number;
  /** The class named in the opcode's own argument (INST). */
  instClass: PyGlobal | undefined = undefined;
  /** Key of a global in the memo. */
  readonly globalKey: string | undefined;
  listItems: unknown = undefined;
  dictItems: unknown = undefined;
  /** The keys of `dictItems` are those of a dict: an Array among them is a tuple. */
  hashes = false;
  /** It is in `Pickling.heads` until its head is written. */
  opensHead = false;
  /** BUILD once for each. */
  states: unknown[] | undefined = undefined;
  /** Called with (object, first state) instead of the first BUILD (Python 3.8). */
  stateSetter: unknown = undefined;
  constructor(head: unknown[], opcode: number, globalKey?: string) {
    this.head = head;
    this.opcode = opcode;
    this.globalKey = globalKey;
  }
  /** OBJ and INST take everything down to a mark. */
  get marked(): boolean {
    return this.opcode === OBJ || this.opcode === INST;
  }
}

/** A tuple made here for arguments: nobody else can refer to it, so the memo needs its number only. */
export class FreshTuple extends Tuple {}

/** The recipe of what a `__reduce_ex__` returned. Throws when the parts are not what PEP 307 asks for. */
export function reductionRecipe(reduction: Reduction, protocol: number): Recipe {
  if (!Array.isArray(reduction) || reduction.length < 2 || reduction.length > 6) {
    throw new PicklingError(
      'a reduction must be an array of two to six parts: [callable, args, state?, listItems?, dictItems?, stateSetter?]',
    );
  }
  const [callable, args, state, listItems, dictItems, stateSetter] = reduction;
  const recipe = headOf(callable, args, protocol);
  recipe.listItems = listItems ?? undefined;
  recipe.dictItems = dictItems ?? undefined;
  if (state !== undefined && state !== null) {
    recipe.states = [state];
    recipe.stateSetter = stateSetter ?? undefined;
  }
  return recipe;
}

/** The recipe of inert data, form by form as it was read. */
export function inertRecipe(inert: PyObject | PyCall, protocol: number): Recipe {
  const recipe =
    inert.argsValue !== undefined
      ? inertArgumentsHead(inert, protocol)
      : inert instanceof PyCall
        ? callHead(inert.callee, inert.args)
        : objectHead(inert, protocol);
  recipe.listItems = inert.items;
  recipe.dictItems = inert.entries;
  const { state, moreStates } = inert;
  if (state !== undefined) {
    recipe.states = moreStates === undefined ? [state] : [state, ...moreStates];
    recipe.stateSetter = inert.stateSetter ?? undefined;
  } else if (moreStates !== undefined) {
    recipe.states = moreStates;
  }
  return recipe;
}

/** Arguments that are inert data themselves: they take the place of the tuple. */
function inertArgumentsHead(inert: PyObject | PyCall, protocol: number): Recipe {
  const { argsValue } = inert;
  if (inert instanceof PyCall) return new Recipe([inert.callee, argsValue], REDUCE_OP);
  const { cls, form, kwargs } = inert;
  if (form === 'NEWOBJ' && protocol >= 2) return new Recipe([cls, argsValue], NEWOBJ);
  if (form === 'NEWOBJ_EX' && protocol >= 4) return new Recipe([cls, argsValue, kwargs ?? new Map()], NEWOBJ_EX);
  return callHead(NEWOBJ_EX_FUNCTION, [cls, argsValue, kwargs ?? new Map()]);
}

function objectHead(object: PyObject, protocol: number): Recipe {
  const { cls, args } = object;
  switch (object.form) {
    case 'NEWOBJ':
      return newobjHead(cls, args, protocol);
    case 'NEWOBJ_EX':
      return newobjExHead(cls, args, object.kwargs ?? new Map(), protocol);
    case 'reconstructor':
      return callHead(RECONSTRUCTOR, [cls, ...args]);
    case 'INST':
      return instanceHead(cls, args, fitsInst(cls));
    case 'OBJ':
      // Python 2 writes INST in protocol 0 and OBJ above.
      return instanceHead(cls, args, protocol === 0 && fitsInst(cls));
  }
}

function instanceHead(cls: unknown, args: unknown[], inst: boolean): Recipe {
  if (!inst) return new Recipe([cls, ...args], OBJ);
  const recipe = new Recipe(args, INST);
  recipe.instClass = cls as PyGlobal;
  return recipe;
}

function headOf(callable: unknown, args: Reduction[1], protocol: number): Recipe {
  // CPython goes by the name alone, whatever module the function is from.
  const name = callable instanceof PyGlobal && protocol >= 2 ? callable.name : '';
  if (name === '__newobj__') {
    const [cls, ...rest] = args;
    return newobjHead(cls, rest, protocol);
  }
  if (name === '__newobj_ex__') {
    const [cls, positional, kwargs] = args;
    if (args.length !== 3 || !isIterable(positional)) {
      throw new PicklingError('a reduction with copyreg.__newobj_ex__ needs the arguments [class, args, kwargs]');
    }
    return newobjExHead(cls, positional, kwargs, protocol);
  }
  return callHead(callable, args);
}

function callHead(callable: unknown, args: unknown): Recipe {
  return new Recipe([callable, argumentTuple(args)], REDUCE_OP);
}

function newobjHead(cls: unknown, args: Iterable<unknown>, protocol: number): Recipe {
  if (protocol >= 2) return new Recipe([cls, new FreshTuple(arrayOf(args))], NEWOBJ);
  return callHead(NEWOBJ_FUNCTION, [cls, ...args]);
}

function newobjExHead(cls: unknown, args: Iterable<unknown>, kwargs: unknown, protocol: number): Recipe {
  if (protocol >= 4) return new Recipe([cls, argumentTuple(args), kwargs], NEWOBJ_EX);
  if (protocol < 2) return callHead(NEWOBJ_EX_FUNCTION, [cls, argumentTuple(args), kwargs]);
  // functools.partial(cls.__new__, cls, *args, **kwargs)(), as CPython does for protocols 2 and 3.
  const makesNew =
    cls instanceof PyGlobal ? new PyGlobal(cls.module, `${cls.name}.__new__`) : new PyCall(GETATTR, [cls, '__new__']);
  const partial = new PyCall(PARTIAL, [makesNew]);
  partial.state = new FreshTuple([makesNew, new FreshTuple([cls, ...args]), kwargs, null]);
  return callHead(partial, []);
}

function argumentTuple(args: unknown): Tuple {
  if (args instanceof Tuple) return args;
  if (!isIterable(args))
    throw new PicklingError('the second part of a reduction must be the arguments: an array or a Tuple');
  return new FreshTuple(arrayOf(args));
}

// Performance: an iterator takes ten times as long (bench cases instances, datetimes).
function arrayOf(args: Iterable<unknown>): unknown[] {
  return Array.isArray(args) ? args : [...args];
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}
