import { PicklingError } from '../../base/index.js';
import { reductionOf } from '../../families/index.js';
import { TUPLES } from '../../registry/index.js';
import { isShared, PyCall, PyGlobal, PyObject } from '../../values/index.js';
import type { ReductionOrGlobal } from '../dump-options.js';
import { IN_HEAD } from '../memo/object-memo.js';
import { describeValue } from '../path.js';
import type { Pickling } from '../pickling.js';
import { registryOf } from '../settings.js';
import { saveBytes } from '../values/binary.js';
import { saveRecord } from '../values/dicts.js';
import { reduceDate, reduceTypedArray } from '../values/javascript-values.js';
import { hashable, type KeyForms } from '../values/keys.js';
import * as globals from './global-opcodes.js';
import { FreshTuple, inertRecipe, type Recipe, reductionRecipe } from './recipe.js';
import { saveRecipe } from './recipes.js';
import { reduceRegistered } from './registered.js';
import { openHead, reopen } from './reopen.js';
import { saveGlobal } from './save-globals.js';

/** An object that is written by a reduction, or by name. */
export function saveReduced(p: Pickling, value: object): void {
  const { reducerOverride, dispatchTable } = p.settings;
  const overridden = reducerOverride?.(value);
  if (overridden !== undefined) {
    saveReduction(p, overridden, value);
    return;
  }
  if (value instanceof PyGlobal) {
    saveGlobal(p, value, value);
    return;
  }
  if (typeof value === 'function') {
    const named = registryOf(p.settings).nameOf(value);
    if (named === undefined) {
      throw new PicklingError(
        `${describeValue(value)} has no name in Python; register it with registry.addClass or registry.addFunction, or leave it out`,
      );
    }
    saveGlobal(p, named, value);
    return;
  }
  const cls: unknown = Object.getPrototypeOf(value)?.constructor;
  const reducer = dispatchTable?.get(cls);
  if (reducer !== undefined) {
    saveReduction(p, reducer(value, p.protocol), value);
  } else if (value instanceof PyObject || value instanceof PyCall) {
    if (p.useMemo && p.memo.objects.numberOf(p.entry) === IN_HEAD) reopen(p, value);
    else openHead(p, value);
    saveRecipe(p, withTuples(inertRecipe(value, p.protocol), p.keyForms), value);
  } else {
    const reduction = reductionOf(value, p.protocol);
    const registry = registryOf(p.settings);
    const constant = reduction === undefined ? registry.nameOf(value) : undefined;
    if (reduction !== undefined) saveReduction(p, reduction, value);
    else if (constant !== undefined) saveGlobal(p, constant, value);
    else saveJavaScript(p, value, registry.nameOf(cls));
  }
}

/** States and keys that were tuples and are Arrays in the natural value model. */
function withTuples(recipe: Recipe, forms: KeyForms): Recipe {
  const isTuple = (value: unknown) => Array.isArray(value) && TUPLES.has(value);
  if (recipe.states?.some(isTuple)) {
    recipe.states = recipe.states.map((state) => (isTuple(state) ? stateTuple(recipe.head[0], state as unknown[]) : state));
  }
  const entries = recipe.dictItems as [unknown, unknown][] | undefined;
  if (entries?.some(([key]) => isTuple(key))) {
    recipe.dictItems = entries.map(([key, value]) => [isTuple(key) ? hashable(key, forms) : key, value]);
  }
  return recipe;
}

/** `functools.partial` has a tuple in the tuple: (function, arguments, keywords, attributes). */
function stateTuple(callee: unknown, state: unknown[]): FreshTuple {
  const isPartial = callee instanceof PyGlobal && callee.module === 'functools' && callee.name === 'partial' && Array.isArray(state[1]);
  return new FreshTuple(isPartial ? [state[0], new FreshTuple(state[1] as unknown[]), ...state.slice(2)] : state);
}

function saveReduction(p: Pickling, reduction: ReductionOrGlobal, value: object): void {
  if (typeof reduction === 'string') saveGlobal(p, globals.globalOfText(reduction), value);
  else if ((reduction as unknown) instanceof PyGlobal) saveGlobal(p, reduction as unknown as PyGlobal, value);
  else {
    const recipe = reductionRecipe(reduction as never, p.protocol);
    recipe.hashes = true;
    saveRecipe(p, recipe, value);
  }
}

function saveJavaScript(p: Pickling, value: object, cls: PyGlobal | undefined): void {
  if (cls !== undefined) {
    saveReduction(p, reduceRegistered(value, cls, p.protocol, p.keyForms), value);
  } else if (value instanceof Date || Object.prototype.toString.call(value) === '[object Date]') {
    saveRecipe(p, reductionRecipe(reduceDate(value as Date), p.protocol), value);
  } else if (ArrayBuffer.isView(value)) {
    const reduction = reduceTypedArray(value, p.settings.typedArrays, p.protocol);
    if (reduction === undefined) saveBytes(p, value, value);
    else saveRecipe(p, reductionRecipe(reduction, p.protocol), value);
  } else if (value instanceof ArrayBuffer || isShared(value)) {
    saveBytes(p, value as ArrayBuffer, value);
  } else if (p.settings.instances === 'dict') {
    saveRecord(p, value as Record<string, unknown>, false);
  } else {
    throw new PicklingError(
      `${describeValue(value)} has no Python counterpart; give its class a [REDUCE] method, register the class, use reducerOverride, or write ` +
        "its fields with instances: 'dict'",
    );
  }
}
