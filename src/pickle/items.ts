import * as op from '../shared/opcodes.js';
import type { Pickling } from './pickling.js';
import type { Step } from './step.js';

// What `stepItems` says.
/** It is time to pause. */
export const PAUSED = 0;
/** An item has pushed a step of its own, which comes first. */
export const PUSHED = 1;
/** All items are written. */
export const WRITTEN = 2;

/** `batchEnd` of what is written without batches. */
export const NO_BATCHES = -1;

/** Goes on with the items of a step. Batches have `batchSize` items and end with the opcode `several`. */
export function stepItems(p: Pickling, step: Step, batchSize: number, several: number): number {
  const { out } = p;
  const { items } = step;
  const { depth } = p;
  const length = items.length;
  for (let i = step.index; i < length; ) {
    if (i === step.batchEnd) {
      out.byte(several);
      out.byte(op.MARK);
      step.batchEnd = i + batchSize;
    }
    if (out.pos >= out.limit && out.boundary()) {
      step.index = i;
      return PAUSED;
    }
    const item = items[i];
    step.index = ++i;
    p.save(item);
    if (p.depth !== depth) return PUSHED;
  }
  return WRITTEN;
}
