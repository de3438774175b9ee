import { PicklingError } from '../../base/index.js';
import { FreshText } from '../../registry/index.js';
import * as op from '../../shared/opcodes.js';
import { PyGlobal } from '../../values/index.js';
import type { Pickling } from '../pickling.js';
import { registryOf } from '../settings.js';
import * as globals from './global-opcodes.js';
import { Recipe } from './recipe.js';
import { saveCall, saveRecipe } from './recipes.js';
import { Verbatim } from './verbatim.js';

/** A class or function by name; `subject` is what stands for it, the memo knows both. */
export function saveGlobal(p: Pickling, global: PyGlobal, subject: unknown): void {
  const key = globals.memoKey(global);
  const number = p.useMemo ? p.memo.names.get(key) : undefined;
  if (number !== undefined) {
    p.memo.objects.setNumber(p.entry, number);
    p.get(number);
    return;
  }
  const { module, name } = global;
  if (p.protocol >= 2) {
    const code = registryOf(p.settings)?.extensionCode(module, name);
    if (code !== undefined) {
      globals.writeExtension(p.out, code);
      return;
    }
  }
  const nameless = globals.valueOfNamelessType(global);
  if (nameless !== undefined) {
    saveCall(p, globals.TYPE, [nameless.value], subject, key);
  } else if (p.protocol >= 4) {
    // A module and a class of the same name are two str objects in CPython.
    saveRecipe(p, new Recipe([module, name === module ? new FreshText(name) : name], op.STACK_GLOBAL, key), subject);
  } else if (name.includes('.')) {
    saveRecipe(p, attributeRecipe(p, global, key), subject);
  } else {
    globals.writeGlobalLine(p.out, global, p.protocol, p.settings.fixImports);
    p.memoizeGlobal(key, p.entry);
  }
}

/**
 * Nested names below protocol 4: `getattr(getattr(Outer, 'A'), 'B')`, nothing of it memoized but getattr and the names.
 */
function attributeRecipe(p: Pickling, global: PyGlobal, key: string): Recipe {
  const [first, ...attributes] = global.name.split('.');
  const { protocol } = p;
  const tuple = protocol < 2 ? op.TUPLE : op.TUPLE2;
  const head: unknown[] = [];
  for (let i = 0; i < attributes.length; i++) {
    head.push(globals.GETATTR);
    if (protocol < 2) head.push(new Verbatim((out) => out.byte(op.MARK)));
  }
  const outer = new PyGlobal(global.module, first);
  head.push(new Verbatim((out) => globals.writeGlobalLine(out, outer, protocol, p.settings.fixImports)));
  attributes.forEach((attribute, i) => {
    if (i > 0) head.push(new Verbatim((out) => out.byte(op.REDUCE)));
    // CPython cuts the name anew each time; a single character is one object always.
    head.push(attribute.length > 1 ? new FreshText(attribute) : attribute);
    head.push(new Verbatim((out) => out.byte(tuple)));
  });
  return new Recipe(head, op.REDUCE, key);
}

/** EXT1, EXT2 or EXT4; the name of the code where the protocol has no such opcode. */
export function saveExtension(p: Pickling, code: number): void {
  if (p.protocol >= 2) {
    globals.writeExtension(p.out, code);
    return;
  }
  const global = registryOf(p.settings)?.extension(code);
  if (global === undefined) {
    throw new PicklingError(
      `extension code ${code} needs protocol 2 or higher, or registry.addExtension to give it a name`,
    );
  }
  saveGlobal(p, global, global);
}
