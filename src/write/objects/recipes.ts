import * as op from '../../shared/opcodes.js';
import type { PyGlobal } from '../../values/index.js';
import { descend, type Pickling } from '../pickling.js';
import type { Step } from '../step.js';
import * as kind from '../step.js';
import { pushIterator } from '../values/iterators.js';
import * as globals from './global-opcodes.js';
import { FreshTuple, Recipe } from './recipe.js';

// Phases of RECIPE.
const HEAD = 0;
const LIST_ITEMS = 1;
const DICT_ITEMS = 2;
const STATES = 3;
const STATE_WRITTEN = 4;
const SETTER = 5;
const SETTER_OBJECT = 6;
const SETTER_STATE = 7;
const SETTER_CALL = 8;
const DONE = 9;

/** `callable(*args)`, memoized as `subject`, and under the key of a global if it is one. */
export function saveCall(p: Pickling, callable: PyGlobal, args: unknown[], subject: unknown, globalKey?: string): void {
  saveRecipe(p, new Recipe([callable, new FreshTuple(args)], op.REDUCE, globalKey), subject);
}

/** An object that is written by a recipe, memoized as `subject`. */
export function saveRecipe(p: Pickling, recipe: Recipe, subject: unknown): void {
  const step = p.push(kind.RECIPE, subject);
  step.recipe = recipe;
  if (recipe.marked) p.out.byte(op.MARK);
  descend(p, step, stepRecipe);
}

/** Goes on with a recipe. */
export function stepRecipe(p: Pickling, step: Step): boolean {
  const { out } = p;
  const { depth } = p;
  const recipe = step.recipe as Recipe;
  for (;;) {
    switch (step.phase) {
      case HEAD:
        if (step.index < recipe.head.length) {
          if (out.pos >= out.limit && out.boundary()) return true;
          const value = recipe.head[step.index++];
          // The id itself is not asked for a persistent id.
          if (recipe.opcode === op.BINPERSID) p.saveValue(value);
          else p.save(value);
        } else {
          if (recipe.opensHead && --p.heads === 0 && p.holders.size > 0) p.holders.clear();
          if (closeHead(p, step, recipe)) return false;
          step.phase = LIST_ITEMS;
        }
        break;
      case LIST_ITEMS:
        step.phase = DICT_ITEMS;
        if (recipe.listItems !== undefined) pushIterator(p, kind.ITEMS, recipe.listItems, undefined);
        break;
      case DICT_ITEMS:
        step.phase = recipe.states === undefined ? DONE : recipe.stateSetter === undefined ? STATES : SETTER;
        step.index = 0;
        if (recipe.dictItems !== undefined) pushIterator(p, kind.PAIRS, recipe.dictItems, undefined, recipe.hashes);
        break;
      case STATES:
        if (out.pos >= out.limit && out.boundary()) return true;
        step.phase = STATE_WRITTEN;
        p.save((recipe.states as unknown[])[step.index++]);
        break;
      case STATE_WRITTEN:
        out.byte(op.BUILD);
        step.phase = step.index < (recipe.states as unknown[]).length ? STATES : DONE;
        break;
      case SETTER:
        if (out.pos >= out.limit && out.boundary()) return true;
        step.phase = SETTER_OBJECT;
        p.save(recipe.stateSetter);
        break;
      case SETTER_OBJECT:
        if (out.pos >= out.limit && out.boundary()) return true;
        step.phase = SETTER_STATE;
        p.save(step.subject);
        break;
      case SETTER_STATE:
        if (out.pos >= out.limit && out.boundary()) return true;
        step.phase = SETTER_CALL;
        p.save((recipe.states as unknown[])[step.index++]);
        break;
      case SETTER_CALL:
        // TUPLE2 in every protocol, not memoized: so does CPython.
        out.byte(op.TUPLE2);
        out.byte(op.REDUCE);
        out.byte(op.POP);
        step.phase = step.index < (recipe.states as unknown[]).length ? STATES : DONE;
        break;
      default:
        p.pop();
        return false;
    }
    if (p.depth !== depth) return false;
  }
}

/** After the head: the opcode and the memo. True when the object is finished. */
function closeHead(p: Pickling, step: Step, recipe: Recipe): boolean {
  const { out } = p;
  if (recipe.instClass !== undefined) globals.writeInstLine(out, recipe.instClass, p.protocol, p.settings.fixImports);
  else out.byte(recipe.opcode);
  if (recipe.opcode === op.BINPERSID) {
    p.pop();
    return true;
  }
  if (recipe.globalKey !== undefined) {
    p.memoizeGlobal(recipe.globalKey, step.entry);
    p.pop();
    return true;
  }
  const number = p.numberOf(step);
  if (number >= 0) {
    // The object was in its own arguments: CPython takes that one, which is complete, and drops this.
    out.byte(op.POP);
    p.get(number);
    p.pop();
    return true;
  }
  p.memoizeStep(step);
  return false;
}
