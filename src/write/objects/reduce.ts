import { PicklingError } from '../../base/index.js';
import { reductionOf } from '../../families/index.js';
import { isShared, PyCall, PyGlobal, PyObject } from '../../values/index.js';
import type { ReductionOrGlobal } from '../dump-options.js';
import { IN_HEAD } from '../memo/object-memo.js';
import { describeValue } from '../path.js';
import type { Pickling } from '../pickling.js';
import { registryOf } from '../settings.js';
import { saveBytes } from '../values/binary.js';
import { saveRecord } from '../values/dicts.js';
import { reduceDate, reduceTypedArray } from '../values/javascript-values.js';
import * as globals from './global-opcodes.js';
import { hiddenIn, PRIVATE } from './hidden.js';
import { inertRecipe, reductionRecipe } from './recipe.js';
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
    const recipe = inertRecipe(value, p.protocol);
    if (p.useMemo && p.memo.objects.numberOf(p.entry) === IN_HEAD) reopen(p, value);
    else recipe.opensHead = openHead(p, value);
    saveRecipe(p, recipe, value);
  } else {
    const reduction = reductionOf(value, p.protocol);
    const registry = registryOf(p.settings);
    const constant = reduction === undefined ? registry.nameOf(value) : undefined;
    if (reduction !== undefined) saveReduction(p, reduction, value);
    else if (constant !== undefined) saveGlobal(p, constant, value);
    else saveJavaScript(p, value, registry.nameOf(cls));
  }
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
  } else if (
    (value instanceof Date || Object.prototype.toString.call(value) === '[object Date]') &&
    Object.keys(value).length === 0
  ) {
    saveRecipe(p, reductionRecipe(reduceDate(value as Date), p.protocol), value);
  } else if (ArrayBuffer.isView(value)) {
    const reduction = reduceTypedArray(value, p.settings.typedArrays, p.protocol);
    if (reduction === undefined) saveBytes(p, value, value);
    else saveRecipe(p, reductionRecipe(reduction, p.protocol), value);
  } else if (value instanceof ArrayBuffer || isShared(value)) {
    saveBytes(p, value as ArrayBuffer, value);
  } else if (p.settings.instances === 'dict' && showsAll(value)) {
    saveRecord(p, value as Record<string, unknown>, false);
  } else {
    throw new PicklingError(
      `${describeValue(value)} has no Python counterpart; give its class a [REDUCE] method, register the class, use reducerOverride, or write ` +
        "its fields with instances: 'dict'",
    );
  }
}

/** False for what is more than its own enumerable fields, or may be: as a dict it would be lost. */
function showsAll(value: object): boolean {
  const hidden = hiddenIn(value);
  return hidden === '' || (hidden === PRIVATE && Object.keys(value).length > 0);
}
