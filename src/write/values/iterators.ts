import { PicklingError } from '../../base/index.js';
import * as op from '../../shared/opcodes.js';
import { Tuple } from '../../values/index.js';
import { BATCH_SIZE, type Pickling } from '../pickling.js';
import type { Step } from '../step.js';
import * as kind from '../step.js';
import { hashable } from './keys.js';

// Phases of ITEMS and PAIRS.
const FIRST = 0;
const SECOND = 1;
const NEXT = 2;
const WRITE = 3;
const WRITE_VALUE = 4;
const WRITTEN = 5;

/** The values of ITEMS or the pairs of PAIRS, pulled as they are written. */
export function pushIterator(p: Pickling, kindOf: number, items: unknown, subject: unknown, hashes = false): void {
  const source = items as Iterable<unknown> & AsyncIterable<unknown>;
  const step = p.push(kindOf, subject);
  step.async = false;
  step.hashes = hashes;
  if (typeof source[Symbol.iterator] === 'function') {
    step.iterator = source[Symbol.iterator]();
  } else if (typeof source[Symbol.asyncIterator] === 'function') {
    if (!p.streaming) throw new PicklingError('an async iterator can only be written by dump(), which waits for it');
    step.async = true;
    step.iterator = source[Symbol.asyncIterator]();
  } else {
    throw new PicklingError(`${kindOf === kind.ITEMS ? 'listItems' : 'dictItems'} of a reduction must be iterable`);
  }
}

/** CPython's `batch_list` and `batch_dict`: the first two values tell whether a mark is needed. */
export function stepIterator(p: Pickling, step: Step, pairs: boolean): boolean {
  const { out } = p;
  const { depth } = p;
  const single = pairs ? op.SETITEM : op.APPEND;
  const several = pairs ? op.SETITEMS : op.APPENDS;
  const text = p.protocol === 0;
  for (;;) {
    switch (step.phase) {
      case FIRST:
      case SECOND:
      case NEXT: {
        const answer = pull(p, step);
        if (answer === undefined) return true;
        if (answer.done === true) {
          if (step.phase === SECOND) {
            step.closing = single;
            step.phase = WRITE;
            step.batchEnd = 1;
            step.ahead = undefined;
            break;
          }
          if (step.phase === NEXT) out.byte(several);
          p.pop();
          return false;
        }
        if (step.phase === FIRST) {
          step.current = answer.value;
          step.batchEnd = 0;
          step.phase = text ? WRITE : SECOND;
          step.closing = text ? single : several;
        } else if (step.phase === SECOND) {
          step.ahead = answer;
          step.phase = WRITE;
          out.byte(op.MARK);
        } else {
          step.current = answer.value;
          step.phase = WRITE;
        }
        break;
      }
      case WRITE: {
        if (out.pos >= out.limit && out.boundary()) return true;
        step.index++;
        step.phase = pairs ? WRITE_VALUE : WRITTEN;
        if (pairs) {
          const key = pairPart(step.current, 0);
          p.save(step.hashes && typeof key === 'object' ? hashable(key, p.keyForms) : key);
        } else {
          p.save(step.current);
        }
        if (p.depth !== depth) return false;
        break;
      }
      case WRITE_VALUE: {
        if (out.pos >= out.limit && out.boundary()) return true;
        step.phase = WRITTEN;
        p.save(pairPart(step.current, 1));
        if (p.depth !== depth) return false;
        break;
      }
      default: {
        // WRITTEN
        if (step.closing === single) {
          out.byte(single);
          if (step.batchEnd === 1) {
            p.pop();
            return false;
          }
          step.phase = FIRST;
        } else if (step.ahead !== undefined) {
          step.current = (step.ahead as IteratorResult<unknown>).value;
          step.ahead = undefined;
          step.batchEnd = 1;
          step.phase = WRITE;
        } else if (++step.batchEnd === BATCH_SIZE) {
          out.byte(several);
          step.phase = FIRST;
        } else {
          step.phase = NEXT;
        }
      }
    }
  }
}

/** The next answer of the step's iterator; undefined when it has to be awaited. */
function pull(p: Pickling, step: Step): IteratorResult<unknown> | undefined {
  const { answer } = step;
  if (answer !== undefined) {
    step.answer = undefined;
    return answer;
  }
  const result = (step.iterator as Iterator<unknown>).next();
  if (!step.async) return result;
  p.awaited = result as unknown as Promise<IteratorResult<unknown>>;
  return undefined;
}

/** Lets a generator clean up; its own failure must not hide the first one. */
export function close(iterator: Iterator<unknown> | AsyncIterator<unknown>): void {
  try {
    const answer: unknown = iterator.return?.();
    if (answer instanceof Promise) answer.catch(() => {});
  } catch {}
}

function pairPart(pair: unknown, part: 0 | 1): unknown {
  if (pair instanceof Tuple) pair = pair.items;
  if (!Array.isArray(pair) || pair.length !== 2)
    throw new PicklingError('dictItems of a reduction must yield [key, value] pairs');
  return pair[part];
}
