// Opcodes that take values off the stack and forget them.
import { FAULT_NO_MARK } from '../../src/shared/faults';
import { KIND_OBJECT } from '../../src/shared/kinds';
import { REP_PENDING, REP_SLOT, TAPE_POP } from '../../src/shared/tape';
import { stop } from '../input/read';
import { element, reserve } from '../output/tape';
import { materialize, toSlot } from '../output/values';
import { ENTRY, kindOf, objectOf, repOf } from './entry';
import { depthOf, hasMark, popMark, stackBase, underflow } from './stack';

/** POP. */
export function pop(sp: usize, fence: usize, offset: i32): usize {
  if (hasMark() && sp == fence) {
    popMark();
    return sp;
  }
  if (sp <= fence) return underflow(offset);
  const top = sp - ENTRY;
  drop(top, sp, offset);
  if (repOf(top) == REP_SLOT && kindOf(top) == KIND_OBJECT && top > stackBase) {
    toSlot(top - ENTRY, offset);
    element(TAPE_POP, depthOf(top), 0, offset);
  }
  return top;
}

/** POP_MARK: all down to the mark `first`. */
export function popToMark(sp: usize, first: usize, offset: i32): usize {
  if (!hasMark()) return stop(FAULT_NO_MARK, offset);
  drop(first, sp, offset);
  popMark();
  return first;
}

/** Forgets entries from `from` to `sp`: memoized containers among them must be made first. */
export function drop(from: usize, sp: usize, offset: i32): void {
  for (let entry = from; entry < sp; entry += ENTRY) {
    if (repOf(entry) == REP_PENDING && objectOf(entry) != 0) {
      reserve(2);
      materialize(entry, offset);
    }
  }
}
