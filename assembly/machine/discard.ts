// Opcodes that take values off the stack and forget them.
import { KIND_OBJECT } from '../../src/shared/kinds';
import { REP_PENDING, REP_SLOT, TAPE_POP } from '../../src/shared/tape';
import { element, reserve } from '../output/tape';
import { materialize, toSlot } from '../output/values';
import { ENTRY, kindOf, objectOf, repOf } from './entry';
import { depthOf, fence, hasMark, stackBase, takeMark, underflow } from './stack';

/** POP. */
export function pop(sp: usize, offset: i32): usize {
  if (hasMark() && sp == fence) return takeMark(offset);
  if (sp <= fence) return underflow(offset);
  const top = sp - ENTRY;
  drop(top, sp, offset);
  if (repOf(top) == REP_SLOT && kindOf(top) == KIND_OBJECT && top > stackBase) {
    toSlot(top - ENTRY, offset);
    element(TAPE_POP, depthOf(top), 0, offset);
  }
  return top;
}

/** POP_MARK: all down to the mark. */
export function popToMark(sp: usize, offset: i32): usize {
  const first = takeMark(offset);
  if (first == 0) return 0;
  drop(first, sp, offset);
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
