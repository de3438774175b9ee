// The abstract machine's value stack and its marks.
//
// Scalars stay here, unseen by the host, until an opcode needs them; what must be an object is in the host's slot of
// the same depth.
import { FAULT_NO_MARK, FAULT_UNDERFLOW, FAULT_UNEXPECTED_MARK } from '../../src/shared/faults';
import { stop } from '../input/read';
import { allocate, reallocate } from '../memory';
import { behind, ENTRY, entriesIn } from './entry';

const STACK_AT_FIRST: usize = 4096 * ENTRY;
const MARKS_AT_FIRST: usize = 1024 << 2;

export let stackBase: usize = 0;
/** Push only below this address. */
export let stackEnd: usize = 0;
let marksBase: usize = 0;
let marksEnd: usize = 0;
/** Behind the topmost mark; marks are depths of the value stack, u32. */
let marksTop: usize = 0;
/** The address that no opcode may pop below: that of the topmost mark, or the bottom of the stack. */
export let fence: usize = 0;

export function clearStack(): void {
  if (stackBase == 0) {
    stackBase = allocate(STACK_AT_FIRST);
    marksBase = allocate(MARKS_AT_FIRST);
    stackEnd = stackBase + STACK_AT_FIRST;
    marksEnd = marksBase + MARKS_AT_FIRST;
  }
  marksTop = marksBase;
  fence = stackBase;
}

/** Doubles the stack, whose top is `sp`. All addresses into the stack are void afterwards. */
export function growStack(sp: usize): void {
  const size = <u64>(stackEnd - stackBase) * 2;
  const moved = reallocate(stackBase, sp - stackBase, stackEnd - stackBase, size);
  stackBase = moved;
  stackEnd = moved + <usize>size;
  fence = fenceOfMarks();
}

@inline export function depthOf(entry: usize): i32 {
  return entriesIn(stackBase, entry);
}

@inline export function entryAt(depth: i32): usize {
  return behind(stackBase, depth);
}

/** Puts a mark on `sp`. */
export function pushMark(sp: usize): void {
  if (marksTop == marksEnd) {
    const size = <u64>(marksEnd - marksBase) * 2;
    const moved = reallocate(marksBase, marksTop - marksBase, marksEnd - marksBase, size);
    marksTop = moved + (marksTop - marksBase);
    marksBase = moved;
    marksEnd = moved + <usize>size;
  }
  store<i32>(marksTop, depthOf(sp));
  marksTop += 4;
  fence = sp;
}

/** How many marks there are. */
@inline export function markCount(): i32 {
  return <i32>((marksTop - marksBase) >> 2);
}

/** True when there is a mark. */
@inline export function hasMark(): bool {
  return marksTop != marksBase;
}

function fenceOfMarks(): usize {
  return marksTop == marksBase ? stackBase : entryAt(load<i32>(marksTop - 4));
}

/** Removes the topmost mark: where it was. */
export function takeMark(offset: i32): usize {
  if (!hasMark()) return stop(FAULT_NO_MARK, offset);
  const first = fence;
  marksTop -= 4;
  fence = fenceOfMarks();
  return first;
}

/** A value is missing: below the topmost mark there is nothing to take. */
export function underflow(offset: i32): usize {
  return stop(hasMark() ? FAULT_UNEXPECTED_MARK : FAULT_UNDERFLOW, offset);
}
