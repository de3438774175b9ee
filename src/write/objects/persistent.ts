import { PicklingError } from '../../base/index.js';
import { whatPythonSees } from '../../registry/index.js';
import * as op from '../../shared/opcodes.js';
import type { Pickling } from '../pickling.js';
import * as globals from './global-opcodes.js';
import { Recipe } from './recipe.js';
import { saveRecipe } from './recipes.js';
import { Verbatim } from './verbatim.js';

/** Writes a persistent id in the value's place if the caller has one for it. */
export function savePersistent(p: Pickling, value: unknown): boolean {
  if (value instanceof Verbatim) return false;
  const id = p.persistentId?.(whatPythonSees(value));
  if (id === undefined || id === null) return false;
  writePersistent(p, id);
  return true;
}

/** PERSID or BINPERSID. */
export function writePersistent(p: Pickling, id: unknown): void {
  if (p.protocol > 0) {
    saveRecipe(p, new Recipe([id], op.BINPERSID), undefined);
    return;
  }
  const text = typeof id === 'number' || typeof id === 'bigint' ? String(id) : id;
  if (typeof text !== 'string' || !globals.isAscii(text) || text.includes('\n')) {
    throw new PicklingError(
      'persistent ids in protocol 0 must be ASCII strings without a line break; use protocol 1 or higher',
    );
  }
  p.out.byte(op.PERSID);
  p.out.ascii(`${text}\n`);
}
