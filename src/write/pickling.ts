import { PicklingError } from '../base/index.js';
import * as op from '../shared/opcodes.js';
import { PyGlobal } from '../values/index.js';
import { KeyPredictor } from './memo/key-predictor.js';
import { Memo } from './memo/memo.js';
import { NO_NUMBER } from './memo/object-memo.js';
import { describeValue } from './path.js';
import { resolve, type Settings } from './settings.js';
import * as kind from './step.js';
import { NO_ENTRY, Step } from './step.js';
import type { KeyForms } from './values/keys.js';
import { Writer } from './writer.js';

/** CPython writes APPENDS, SETITEMS and ADDITEMS after so many items. */
export const BATCH_SIZE = 1000;
/** Steps inside each other that are worked on by recursion, which is faster; deeper ones wait for `Saver.run`. */
const NESTING = 32;
/** Depth at which cycles without an end are first looked for; then at each doubling. */
const FIRST_CYCLE_CHECK = 1 << 14;
/** In `holders`: nobody's entry. */
const SEVERAL = NO_ENTRY;
const NOTHING = {};
/** How often an object may be met inside its own arguments. */
const SELF_NESTING = 1000;

/**
 * A pickle being written: the bytes, the memo, the explicit stack. The functions that write values (`dicts.ts`,
 * `sequences.ts`, `recipes.ts`, …) all work on it.
 *
 * `saveX` writes a value, or writes its beginning and pushes a step. `stepX` goes on with the step on top, until the
 * step is finished and popped, a value inside has pushed another one, or it is time to pause, which is the only case of
 * true.
 */
export abstract class Pickling {
  readonly out = new Writer();
  readonly memo = new Memo();
  readonly keys = new KeyPredictor();
  settings: Settings = resolve(undefined);
  // What the settings say, at hand.
  protocol = 4;
  useMemo = true;
  persistentId: Settings['persistentId'] = undefined;

  readonly steps: Step[] = [];
  depth = 0;
  #cycleCheck = FIRST_CYCLE_CHECK;
  /** Items of containers that were written anew in this pickle (reopen.ts). */
  rewritten = 0;
  /**
   * Inert objects whose callee and arguments are being written, and, meanwhile, who has fetched a number: an entry, or
   * SEVERAL.
   */
  heads = 0;
  readonly holders = new Map<number, number>();
  /** Entry in the memo of the object that `met` was last asked about. */
  entry = NO_ENTRY;
  /** Without a memo: what is being written, to find cycles. */
  readonly open = new Set<unknown>();
  /** See keys.ts. */
  readonly keyForms: KeyForms = new Map();
  streaming = false;
  /** Parts wait to be taken, or a promise to be awaited. */
  paused = false;
  awaited: PromiseLike<IteratorResult<unknown>> | undefined = undefined;
  /** Steps that are being worked on by recursion; at most NESTING. */
  nesting = 0;
  /** Nobody has given Object.prototype enumerable properties, which `for…in` would show. */
  plainObjects = true;

  /** Writes a value, or pushes a step that will. The caller is at an opcode boundary. */
  abstract save(value: unknown): void;

  /** The same for a value that is not asked for a persistent id. */
  abstract saveValue(value: unknown): void;

  // ── Steps ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Before a pickle. */
  protected startSteps(): void {
    this.nesting = 0;
    this.paused = false;
    this.rewritten = 0;
    this.heads = 0;
    if (this.holders.size > 0) this.holders.clear();
    this.#cycleCheck = FIRST_CYCLE_CHECK;
    this.plainObjects = !hasInherited(NOTHING);
  }

  /**
   * A new step on top. `subject`: the object that `met` was last asked about, or undefined for one that was made on the
   * way.
   */
  push(kindOf: number, subject: unknown): Step {
    if (!this.useMemo && subject !== undefined) this.open.add(subject);
    const depth = this.depth++;
    let step: Step;
    if (depth < this.steps.length) step = this.steps[depth];
    else {
      step = new Step();
      this.steps.push(step);
    }
    step.kind = kindOf;
    step.subject = subject;
    step.entry = subject === undefined ? NO_ENTRY : this.entry;
    step.index = 0;
    step.phase = 0;
    if (depth >= this.#cycleCheck) this.#findEndlessCycle();
    return step;
  }

  /**
   * The items or keys of a container are written, `count` of them.
   * @throws PicklingError when there were others when it began: what was written would be another value
   */
  checkCount(step: Step, count: number): void {
    if (count !== step.count)
      throw new PicklingError(`a container changed while it was written: ${step.count} items became ${count}`);
  }

  /** Ends the step on top. */
  pop(): void {
    const step = this.steps[--this.depth];
    if (!this.useMemo) this.open.delete(step.subject);
    step.clear();
  }

  /**
   * Tuples, frozensets and reduced objects are memoized after their contents, so that a cycle through nothing else
   * never ends. Python cannot make one, and runs out of stack on one that a reducer makes.
   */
  #findEndlessCycle(): void {
    const seen = new Map<unknown, number>();
    for (let i = 0; i < this.depth; i++) {
      const { kind: kindOf, subject } = this.steps[i];
      if (subject === undefined || kindOf < kind.TUPLE) continue;
      const times = (seen.get(subject) ?? 0) + 1;
      if (times > SELF_NESTING)
        throw new PicklingError(`${describeValue(subject)} contains itself in its own items or arguments without end`);
      seen.set(subject, times);
    }
    this.#cycleCheck = this.depth * 2;
  }

  // ── Memo ───────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Writes the opcode that gives the value on top the next number; returns the number. */
  put(): number {
    const { out } = this;
    const number = this.memo.count++;
    if (this.protocol >= 4) {
      out.byte(op.MEMOIZE);
    } else if (this.protocol === 0) {
      out.byte(op.PUT);
      out.ascii(`${number}\n`);
    } else if (number < 256) {
      out.byte(op.BINPUT);
      out.byte(number);
    } else {
      out.ensure(5);
      out.byte(op.LONG_BINPUT);
      out.uint32(number);
    }
    return number;
  }

  /** Writes the opcode that fetches what has this number. */
  get(number: number): void {
    const { out } = this;
    if (this.protocol === 0) {
      out.byte(op.GET);
      out.ascii(`${number}\n`);
    } else if (number < 256) {
      out.byte(op.BINGET);
      out.byte(number);
    } else {
      out.ensure(5);
      out.byte(op.LONG_BINGET);
      out.uint32(number);
    }
  }

  /** Memoizes the object that `met` was last asked about; undefined stands for one that nothing else refers to. */
  memoize(subject: unknown): void {
    if (!this.useMemo) return;
    const number = this.put();
    if (subject !== undefined) this.memo.objects.setNumber(this.entry, number);
  }

  /** Memoizes the subject of a step. */
  memoizeStep({ entry }: Step): void {
    if (!this.useMemo) return;
    const number = this.put();
    if (entry !== NO_ENTRY) this.memo.objects.setNumber(entry, number);
  }

  /** The number that the subject of a step has got while its contents were written, or a negative one. */
  numberOf({ entry }: Step): number {
    return entry === NO_ENTRY || !this.useMemo ? NO_NUMBER : this.memo.objects.numberOf(entry);
  }

  /** Memoizes what a name stands for, which has this entry. */
  memoizeGlobal(key: string, entry: number): void {
    if (!this.useMemo) return;
    const number = this.put();
    this.memo.names.set(key, number);
    if (entry !== NO_ENTRY) this.memo.objects.setNumber(entry, number);
  }

  /** True when the object is in the memo, and now written. Else its entry there is `entry`. */
  met(value: object): boolean {
    if (!this.useMemo) {
      this.refuseOpen(value);
      return false;
    }
    const { objects } = this.memo;
    const entry = objects.entryOf(value);
    const number = objects.numberOf(entry);
    if (number >= 0) {
      // Nobody waits for a global: it is written at once.
      if (this.heads > 0 && !(value instanceof PyGlobal)) this.#hold(number);
      this.get(number);
      return true;
    }
    this.entry = entry;
    return false;
  }

  #hold(number: number): void {
    const { entry } = this.steps[this.depth - 1];
    const before = this.holders.get(number);
    this.holders.set(number, before === undefined || before === entry ? entry : SEVERAL);
  }

  /** Without a memo: throws for a container that is being written. */
  refuseOpen(value: object): void {
    if (this.open.has(value))
      throw new PicklingError(`${describeValue(value)} contains itself, which memo: false cannot write`);
  }
}

/** Goes on with a step just pushed, by its function, unless that would nest too deep: then the main loop does. */
export function descend(p: Pickling, step: Step, goOn: (p: Pickling, step: Step) => boolean): void {
  if (p.nesting === NESTING) return;
  p.nesting++;
  if (goOn(p, step)) p.paused = true;
  p.nesting--;
}

/** Performance: for an empty object no list of names is made (bench case tiny). */
function hasInherited(empty: object): boolean {
  for (const _ in empty) return true;
  return false;
}
