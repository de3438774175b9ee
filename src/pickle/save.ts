/**
 * The pickler: values to opcodes, rule by rule as CPython's `_pickle.c`.
 *
 * Nothing recurses: a container pushes a `Step`, and `run` works on the step on top. `save` writes a value that needs no step
 * at once. Between values the writer's `boundary` ends frames; in a stream it also says when to pause.
 */

import type { ReductionOrGlobal } from '../dump-options.js';
import { PickleError, PicklingError } from '../errors.js';
import * as op from '../shared/opcodes.js';
import { ByteArray, Bytes } from '../types/bytes.js';
import { Dict } from '../types/dict.js';
import { Float } from '../types/float.js';
import { ExtensionCode, PersistentId, PyCall, PyGlobal, PyObject } from '../types/global.js';
import { FrozenSet, PySet } from '../types/set.js';
import { Tuple } from '../types/tuple.js';
import { writeFloat } from './floats.js';
import { FreshList, FreshText, Latin1Text, Verbatim, whatPythonSees } from './fresh.js';
import * as globals from './globals.js';
import { writeBigInt, writeInt32, writeWideInt } from './integers.js';
import { bytesOf, reduceDate, reduceTypedArray } from './javascript-values.js';
import { Memo } from './memo.js';
import { describePath, describeValue } from './path.js';
import { PickleBuffer } from './picklebuffer.js';
import { FreshTuple, inertRecipe, Recipe, reductionRecipe } from './recipe.js';
import { REDUCE, type Reducible } from './reduce-symbol.js';
import { reductionOf } from './reducers/index.js';
import { registryOf, resolve, type Settings } from './settings.js';
import * as kind from './step.js';
import { Step } from './step.js';
import { writeLatin1, writeText } from './text.js';
import { FRAME_SIZE_TARGET, Writer } from './writer.js';

/** CPython writes APPENDS, SETITEMS and ADDITEMS after so many items. */
const BATCH_SIZE = 1000;
/** Strings up to this length are written by a loop, which hashes them. */
const SHORT_TEXT = 255;
/** Key histories that are told apart; a power of two. */
const KEY_PLACES = 1024;
/** A key in the history makes room for the next: so it tells the last two apart, roughly. */
const KEY_SHIFT = 5;
/** Steps kept between calls. */
const RETAINED_STEPS = 1024;
/** Depth at which cycles without an end are first looked for; then at each doubling. */
const FIRST_CYCLE_CHECK = 1 << 14;
/** Lists and dicts inside each other that are written by recursion, which is faster; deeper ones wait for `run`. */
const NESTING = 32;
/** So many keys and values of a dict get their places at once. */
const PRESIZED = 1 << 24;
/** How often an object may be met inside its own arguments. */
const SELF_NESTING = 1000;

// Phases of ITEMS and PAIRS.
const FIRST = 0;
const SECOND = 1;
const NEXT = 2;
const WRITE = 3;
const WRITE_VALUE = 4;
const WRITTEN = 5;

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

/** A pickler with its memo and buffers. `begin`, then `run` until it is finished, then `end`. */
export class Saver {
  readonly out = new Writer();
  readonly #memo = new Memo();
  #settings: Settings = resolve(undefined);
  #protocol = 4;
  #useMemo = true;
  #persistentId: Settings['persistentId'] = undefined;
  readonly #hashSeed = (Math.random() * 0x1_0000_0000) | 0;

  #steps: Step[] = [];
  #depth = 0;
  #cycleCheck = FIRST_CYCLE_CHECK;
  /** Without a memo: what is being written, to find cycles. */
  readonly #open = new Set<unknown>();
  #streaming = false;
  /** Parts wait to be taken, or a promise to be awaited. */
  #paused = false;
  /** Steps that are being worked on inside each other; see `#descend`. */
  #nesting = 0;
  /** Nobody has given Object.prototype enumerable properties, which `for…in` would show. */
  #plainObjects = true;
  #awaited: PromiseLike<IteratorResult<unknown>> | undefined = undefined;
  #memoStart = 0;

  // Performance: after the same keys mostly comes the same key again; comparing a string with itself is cheaper than hashing it.
  #keyHistory = 0;
  #keysKnown = false;
  readonly #keyTexts: (string | undefined)[] = new Array(KEY_PLACES).fill(undefined);
  readonly #keyNumbers = new Int32Array(KEY_PLACES);

  /** Sets the options for what follows. */
  configure(settings: Settings): void {
    this.#settings = settings;
    this.#protocol = settings.protocol;
    this.#useMemo = settings.memo;
    this.#persistentId = settings.persistentId;
  }

  /** Starts a pickle of `value`. In a stream, async iterators may be met and parts are taken while it is written. */
  begin(value: unknown, streaming: boolean): void {
    const { out } = this;
    this.#streaming = streaming;
    this.#memoStart = this.#memo.count;
    this.#cycleCheck = FIRST_CYCLE_CHECK;
    this.#nesting = 0;
    this.#plainObjects = Object.keys(Object.prototype).length === 0;
    out.begin(streaming);
    if (this.#protocol >= 2) {
      out.byte(op.PROTO);
      out.byte(this.#protocol);
    }
    if (this.#protocol >= 4) out.startFraming();
    this.#save(value);
  }

  /** Writes until it is finished (true) or, in a stream, has parts to be taken or a promise to be awaited (false). */
  run(): boolean {
    const steps = this.#steps;
    this.#awaited = undefined;
    this.#paused = false;
    this.#nesting = 0;
    while (this.#depth > 0 && !this.#paused) {
      const step = steps[this.#depth - 1];
      let pause = false;
      switch (step.kind) {
        case kind.LIST:
          pause = this.#stepList(step);
          break;
        case kind.RECORD:
          pause = this.#stepRecord(step);
          break;
        case kind.DICT:
          pause = this.#stepDict(step);
          break;
        case kind.SET:
          pause = this.#stepSet(step);
          break;
        case kind.TUPLE:
        case kind.FROZENSET:
          pause = this.#stepTuple(step);
          break;
        case kind.ITEMS:
        case kind.PAIRS:
          pause = this.#stepIterator(step, step.kind === kind.PAIRS);
          break;
        case kind.RECIPE:
          pause = this.#stepRecipe(step);
          break;
      }
      if (pause) this.#paused = true;
    }
    return !this.#paused;
  }

  /** After `run` returned false: the promise to wait for, if that is why. */
  get awaited(): PromiseLike<IteratorResult<unknown>> | undefined {
    return this.#awaited;
  }

  /** Hands in what the promise brought. */
  resume(answer: IteratorResult<unknown>): void {
    this.#steps[this.#depth - 1].answer = answer;
  }

  /** Ends the pickle: STOP. */
  end(): void {
    this.out.byte(op.STOP);
    this.out.end();
  }

  /** Ends a pickle that failed: forgets what it added to the memo. Returns the error to be thrown. */
  abandon(error: unknown): PicklingError {
    const path = describePath(this.#steps, this.#depth);
    while (this.#depth > 0) {
      const { iterator } = this.#steps[this.#depth - 1];
      this.#pop();
      if (iterator !== undefined) close(iterator);
    }
    this.#open.clear();
    this.#forgetKeys();
    this.#memo.rollBack(this.#memoStart);
    if (error instanceof PickleError) return new PicklingError(`${error.message} (at ${path})`, { cause: error.cause ?? error });
    const message = error instanceof Error ? error.message : String(error);
    return new PicklingError(`cannot pickle ${path}: ${message}`, { cause: error });
  }

  #forgetKeys(): void {
    if (this.#keysKnown) this.#keyTexts.fill(undefined);
    this.#keysKnown = false;
  }

  /** Forgets the memo. */
  clearMemo(): void {
    this.#forgetKeys();
    this.#memo.clear();
  }

  /** Lets go of oversized buffers. */
  release(): void {
    this.out.release();
    if (this.#steps.length > RETAINED_STEPS) this.#steps.length = RETAINED_STEPS;
  }

  // ── Steps ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  #push(kindOf: number, subject: unknown): Step {
    if (!this.#useMemo && subject !== undefined) this.#open.add(subject);
    const depth = this.#depth++;
    let step: Step;
    if (depth < this.#steps.length) step = this.#steps[depth];
    else {
      step = new Step();
      this.#steps.push(step);
    }
    step.kind = kindOf;
    step.subject = subject;
    step.index = 0;
    step.phase = 0;
    if (depth >= this.#cycleCheck) this.#findEndlessCycle();
    return step;
  }

  #pop(): void {
    const step = this.#steps[--this.#depth];
    if (!this.#useMemo) this.#open.delete(step.subject);
    step.clear();
  }

  /**
   * Tuples, frozensets and reduced objects are memoized after their contents, so that a cycle through nothing else never
   * ends. Python cannot make one, and runs out of stack on one that a reducer makes.
   */
  #findEndlessCycle(): void {
    const seen = new Map<unknown, number>();
    for (let i = 0; i < this.#depth; i++) {
      const { kind: kindOf, subject } = this.#steps[i];
      if (subject === undefined || kindOf < kind.TUPLE) continue;
      const times = (seen.get(subject) ?? 0) + 1;
      if (times > SELF_NESTING)
        throw new PicklingError(`${describeValue(subject)} contains itself in its own items or arguments without end`);
      seen.set(subject, times);
    }
    this.#cycleCheck = this.#depth * 2;
  }

  #stepList(step: Step): boolean {
    const { out } = this;
    const { items } = step;
    const depth = this.#depth;
    const length = items.length;
    const plain = this.#persistentId === undefined;
    const protocol = this.#protocol;
    let i = step.index;
    for (;;) {
      const end = step.batchEnd;
      while (i < end) {
        if (out.pos >= out.limit && out.boundary()) {
          step.index = i;
          return true;
        }
        const item = items[i++];
        if (typeof item === 'number' && plain) {
          this.#saveNumber(item, protocol);
        } else {
          step.index = i;
          this.#save(item);
          if (this.#depth !== depth) return false;
        }
      }
      out.byte(step.closing);
      if (i >= length) break;
      step.batchEnd = Math.min(i + BATCH_SIZE, length);
      out.byte(op.MARK);
    }
    this.#pop();
    return false;
  }

  #stepRecord(step: Step): boolean {
    const { out } = this;
    const { keys } = step;
    const record = step.subject as Record<string, unknown>;
    const depth = this.#depth;
    const length = keys.length;
    for (let i = step.index; i < length; ) {
      if (i === step.batchEnd) {
        out.byte(op.SETITEMS);
        out.byte(op.MARK);
        step.batchEnd = i + BATCH_SIZE;
      }
      if (out.pos >= out.limit && out.boundary()) {
        step.index = i;
        return true;
      }
      const key = keys[i];
      this.#saveKey(key);
      if (out.pos >= out.limit) out.boundary();
      step.index = ++i;
      this.#save(record[key]);
      if (this.#depth !== depth) return false;
    }
    this.#closeDict(step, length);
    return false;
  }

  /**
   * The same for a record of one batch, from its start, as far as that goes without a pause.
   * Performance: the names that `for…in` gives lead V8 to the values without a search (case records).
   */
  #writeRecord(step: Step, record: Record<string, unknown>): void {
    const { out } = this;
    const depth = this.#depth;
    const protocol = this.#protocol;
    for (const key in record) {
      if (out.pos >= out.limit) return;
      this.#saveKey(key);
      if (out.pos >= out.limit) out.boundary();
      step.index++;
      const value = record[key];
      if (typeof value === 'number') {
        this.#saveNumber(value, protocol);
      } else if (typeof value === 'string') {
        this.#saveString(value);
      } else {
        this.#save(value);
        if (this.#depth !== depth) return;
      }
    }
    this.#closeDict(step, step.index);
  }

  #stepDict(step: Step): boolean {
    const { out } = this;
    const { items } = step;
    const depth = this.#depth;
    const length = items.length;
    for (let i = step.index; i < length; ) {
      if (i === step.batchEnd) {
        out.byte(op.SETITEMS);
        out.byte(op.MARK);
        step.batchEnd = i + 2 * BATCH_SIZE;
      }
      if (out.pos >= out.limit && out.boundary()) {
        step.index = i;
        return true;
      }
      const item = items[i];
      step.index = ++i;
      this.#save(item);
      if (this.#depth !== depth) return false;
    }
    this.#closeDict(step, length / 2);
    return false;
  }

  #closeDict(step: Step, size: number): void {
    this.out.byte(step.closing);
    // CPython notices the end of a dict only after it has begun the next batch.
    if (size % BATCH_SIZE === 0) {
      this.out.byte(op.MARK);
      this.out.byte(op.SETITEMS);
    }
    this.#pop();
  }

  #stepSet(step: Step): boolean {
    const { out } = this;
    const { items } = step;
    const depth = this.#depth;
    const length = items.length;
    for (let i = step.index; i < length; ) {
      if (i === step.batchEnd) {
        out.byte(op.ADDITEMS);
        out.byte(op.MARK);
        step.batchEnd = i + BATCH_SIZE;
      }
      if (out.pos >= out.limit && out.boundary()) {
        step.index = i;
        return true;
      }
      const item = items[i];
      step.index = ++i;
      this.#save(item);
      if (this.#depth !== depth) return false;
    }
    out.byte(op.ADDITEMS);
    if (length % BATCH_SIZE === 0) {
      out.byte(op.MARK);
      out.byte(op.ADDITEMS);
    }
    this.#pop();
    return false;
  }

  #stepTuple(step: Step): boolean {
    const { out } = this;
    const { items } = step;
    const depth = this.#depth;
    const length = items.length;
    for (let i = step.index; i < length; ) {
      if (out.pos >= out.limit && out.boundary()) {
        step.index = i;
        return true;
      }
      const item = items[i];
      step.index = ++i;
      this.#save(item);
      if (this.#depth !== depth) return false;
    }
    const { subject } = step;
    const number = subject === undefined || !this.#useMemo ? -1 : this.#memo.objects.find(subject);
    if (number >= 0) {
      // Its contents have written it already: drop them and fetch it.
      if (step.closing !== op.TUPLE && step.closing !== op.FROZENSET) for (let i = 0; i < length; i++) out.byte(op.POP);
      else if (this.#protocol > 0) out.byte(op.POP_MARK);
      else for (let i = 0; i <= length; i++) out.byte(op.POP);
      this.#get(number);
    } else {
      out.byte(step.closing);
      this.#memoize(subject);
    }
    this.#pop();
    return false;
  }

  /** CPython's `batch_list` and `batch_dict`: the first two values tell whether a mark is needed. */
  #stepIterator(step: Step, pairs: boolean): boolean {
    const { out } = this;
    const depth = this.#depth;
    const single = pairs ? op.SETITEM : op.APPEND;
    const several = pairs ? op.SETITEMS : op.APPENDS;
    const text = this.#protocol === 0;
    for (;;) {
      switch (step.phase) {
        case FIRST:
        case SECOND:
        case NEXT: {
          const answer = this.#pull(step);
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
            this.#pop();
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
          this.#save(pairs ? pairPart(step.current, 0) : step.current);
          if (this.#depth !== depth) return false;
          break;
        }
        case WRITE_VALUE: {
          if (out.pos >= out.limit && out.boundary()) return true;
          step.phase = WRITTEN;
          this.#save(pairPart(step.current, 1));
          if (this.#depth !== depth) return false;
          break;
        }
        default: {
          // WRITTEN
          if (step.closing === single) {
            out.byte(single);
            if (step.batchEnd === 1) {
              this.#pop();
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
  #pull(step: Step): IteratorResult<unknown> | undefined {
    const { answer } = step;
    if (answer !== undefined) {
      step.answer = undefined;
      return answer;
    }
    const result = (step.iterator as Iterator<unknown>).next();
    if (!step.async) return result;
    this.#awaited = result as unknown as Promise<IteratorResult<unknown>>;
    return undefined;
  }

  #stepRecipe(step: Step): boolean {
    const { out } = this;
    const depth = this.#depth;
    const recipe = step.recipe as Recipe;
    for (;;) {
      switch (step.phase) {
        case HEAD:
          if (step.index < recipe.head.length) {
            if (out.pos >= out.limit && out.boundary()) return true;
            this.#save(recipe.head[step.index++]);
          } else {
            if (this.#closeHead(step, recipe)) return false;
            step.phase = LIST_ITEMS;
          }
          break;
        case LIST_ITEMS:
          step.phase = DICT_ITEMS;
          if (recipe.listItems !== undefined) this.#pushIterator(kind.ITEMS, recipe.listItems, undefined);
          break;
        case DICT_ITEMS:
          step.phase = recipe.states === undefined ? DONE : recipe.stateSetter === undefined ? STATES : SETTER;
          step.index = 0;
          if (recipe.dictItems !== undefined) this.#pushIterator(kind.PAIRS, recipe.dictItems, undefined);
          break;
        case STATES:
          if (out.pos >= out.limit && out.boundary()) return true;
          step.phase = STATE_WRITTEN;
          this.#save((recipe.states as unknown[])[step.index++]);
          break;
        case STATE_WRITTEN:
          out.byte(op.BUILD);
          step.phase = step.index < (recipe.states as unknown[]).length ? STATES : DONE;
          break;
        case SETTER:
          if (out.pos >= out.limit && out.boundary()) return true;
          step.phase = SETTER_OBJECT;
          this.#save(recipe.stateSetter);
          break;
        case SETTER_OBJECT:
          if (out.pos >= out.limit && out.boundary()) return true;
          step.phase = SETTER_STATE;
          this.#save(step.subject);
          break;
        case SETTER_STATE:
          if (out.pos >= out.limit && out.boundary()) return true;
          step.phase = SETTER_CALL;
          this.#save((recipe.states as unknown[])[step.index++]);
          break;
        case SETTER_CALL:
          // TUPLE2 in every protocol, not memoized: so does CPython.
          out.byte(op.TUPLE2);
          out.byte(op.REDUCE);
          out.byte(op.POP);
          step.phase = step.index < (recipe.states as unknown[]).length ? STATES : DONE;
          break;
        default:
          this.#pop();
          return false;
      }
      if (this.#depth !== depth) return false;
    }
  }

  /** After the head: the opcode and the memo. True when the object is finished. */
  #closeHead(step: Step, recipe: Recipe): boolean {
    const { out } = this;
    const { subject } = step;
    if (recipe.instClass !== undefined) globals.writeInstLine(out, recipe.instClass, this.#protocol, this.#settings.fixImports);
    else out.byte(recipe.opcode);
    if (recipe.opcode === op.BINPERSID) {
      this.#pop();
      return true;
    }
    if (recipe.globalKey !== undefined) {
      this.#memoizeGlobal(recipe.globalKey, subject);
      this.#pop();
      return true;
    }
    const number = subject === undefined || !this.#useMemo ? -1 : this.#memo.objects.find(subject);
    if (number >= 0) {
      // The object was in its own arguments: CPython takes that one, which is complete, and drops this.
      out.byte(op.POP);
      this.#get(number);
      this.#pop();
      return true;
    }
    if (subject !== undefined) this.#memoize(subject);
    return false;
  }

  // ── Memo ───────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Writes the opcode that gives the value on top the next number; returns the number. */
  #put(): number {
    const { out } = this;
    const number = this.#memo.count++;
    if (this.#protocol >= 4) {
      out.byte(op.MEMOIZE);
    } else if (this.#protocol === 0) {
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

  #get(number: number): void {
    const { out } = this;
    if (this.#protocol === 0) {
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

  /** Memoizes an object; undefined stands for one that nothing else refers to. */
  #memoize(subject: unknown): void {
    if (!this.#useMemo) return;
    if (subject === undefined) this.#put();
    else this.#memo.objects.findOrAdd(subject, this.#put());
  }

  #memoizeGlobal(key: string, subject: unknown): void {
    if (!this.#useMemo) return;
    const number = this.#put();
    this.#memo.names.set(key, number);
    if (subject !== undefined) this.#memo.objects.findOrAdd(subject, number);
  }

  // ── Values ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Writes a value, or pushes a step that will. The caller is at an opcode boundary. */
  #save(value: unknown): void {
    if (this.#persistentId !== undefined && this.#savePersistent(value)) return;
    this.#saveValue(value);
  }

  #saveValue(value: unknown): void {
    switch (typeof value) {
      case 'number':
        this.#saveNumber(value, this.#protocol);
        return;
      case 'string':
        this.#saveString(value);
        return;
      case 'boolean':
        this.#saveBoolean(value);
        return;
      case 'object':
        if (value === null) this.out.byte(op.NONE);
        else this.#saveObject(value);
        return;
      case 'bigint':
        writeBigInt(this.out, value, this.#protocol);
        return;
      case 'function':
        this.#saveOther(value);
        return;
      default:
        throw new PicklingError(`${describeValue(value)} has no Python counterpart; leave it out, or use null for None`);
    }
  }

  #saveNumber(value: number, protocol: number): void {
    if ((value | 0) === value && (value !== 0 || 1 / value > 0)) writeInt32(this.out, value, protocol);
    else if (Number.isSafeInteger(value) && value !== 0) writeWideInt(this.out, value, protocol);
    else writeFloat(this.out, value, protocol);
  }

  #saveBoolean(value: boolean): void {
    if (this.#protocol >= 2) this.out.byte(value ? op.NEWTRUE : op.NEWFALSE);
    else this.out.ascii(value ? 'I01\n' : 'I00\n');
  }

  #saveString(text: string): number {
    const length = text.length;
    const protocol = this.#protocol;
    if (length > SHORT_TEXT || protocol === 0) {
      return this.#saveLongString(text);
    }
    const { out } = this;
    const { buffer, pos: start } = out;
    // Written and hashed in one loop; what turns out to be in the memo, or not ASCII, is written over.
    let pos = start + (protocol >= 4 ? 2 : 5);
    let bits = 0;
    let hash = this.#hashSeed ^ length;
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(i);
      bits |= unit;
      hash = Math.imul(hash ^ unit, 0x01000193);
      buffer[pos++] = unit;
    }
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    hash ^= hash >>> 13;
    const memo = this.#memo;
    const number = memo.count;
    if (this.#useMemo) {
      const known = memo.strings.findOrAdd(text, hash, number);
      if (known >= 0) {
        this.#get(known);
        return known;
      }
    }
    if (bits > 0x7f) {
      writeText(out, text, protocol);
    } else if (protocol >= 4) {
      buffer[start] = op.SHORT_BINUNICODE;
      buffer[start + 1] = length;
      if (this.#useMemo) {
        buffer[pos++] = op.MEMOIZE;
        memo.count = number + 1;
      }
      out.pos = pos;
      return number;
    } else {
      buffer[start] = op.BINUNICODE;
      buffer[start + 1] = length;
      buffer[start + 2] = 0;
      buffer[start + 3] = 0;
      buffer[start + 4] = 0;
      out.pos = pos;
    }
    if (this.#useMemo) this.#put();
    return number;
  }

  /** A str that is long, or any str in protocol 0. */
  #saveLongString(text: string): number {
    const number = this.#memo.count;
    if (this.#useMemo) {
      const known = this.#memo.strings.findOrAddLong(text, number);
      if (known >= 0) {
        this.#get(known);
        return known;
      }
    }
    writeText(this.out, text, this.#protocol);
    if (this.#useMemo) this.#put();
    return number;
  }

  /** A property name. */
  #saveKey(key: string): void {
    const history = this.#keyHistory;
    if (this.#keyTexts[history] === key) {
      const number = this.#keyNumbers[history];
      this.#keyHistory = ((history << KEY_SHIFT) ^ number) & (KEY_PLACES - 1);
      this.#get(number);
      return;
    }
    const count = this.#memo.count;
    const number = this.#saveString(key);
    if (number < count) {
      this.#keyTexts[history] = key;
      this.#keyNumbers[history] = number;
      this.#keysKnown = true;
    }
    this.#keyHistory = ((history << KEY_SHIFT) ^ number) & (KEY_PLACES - 1);
  }

  #saveObject(value: object): void {
    const prototype = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) {
      this.#saveRecord(value as Record<string, unknown>, this.#plainObjects);
      return;
    }
    if (prototype === Array.prototype) {
      this.#saveList(value as unknown[]);
      return;
    }
    if (this.#useMemo) {
      const number = this.#memo.objects.find(value);
      if (number >= 0) {
        this.#get(number);
        return;
      }
    } else {
      this.#refuseOpen(value);
    }
    switch (prototype) {
      case Tuple.prototype:
        this.#saveTuple((value as Tuple).items, value);
        return;
      case FreshTuple.prototype:
        this.#saveTuple((value as Tuple).items, undefined);
        return;
      case Dict.prototype:
      case Map.prototype:
        this.#saveDict(value as Map<unknown, unknown>);
        return;
      case Set.prototype:
      case PySet.prototype:
        this.#saveSet(value as Set<unknown>);
        return;
      case FrozenSet.prototype:
        this.#saveFrozenSet(value as FrozenSet);
        return;
      case Float.prototype:
        writeFloat(this.out, (value as Float).value, this.#protocol);
        return;
      case Bytes.prototype:
        this.#saveBytes((value as Bytes).data, value);
        return;
      case Uint8Array.prototype:
        this.#saveBytes(value as Uint8Array, value);
        return;
      case ByteArray.prototype:
        this.#saveByteArray((value as ByteArray).data, value);
        return;
      default:
        this.#saveOther(value);
    }
  }

  /** A list or dict, which is memoized before its contents. True when it was in the memo; else its number is that of the next put. */
  #met(container: object): boolean {
    if (!this.#useMemo) {
      this.#refuseOpen(container);
      return false;
    }
    const number = this.#memo.objects.findOrAdd(container, this.#memo.count);
    if (number < 0) return false;
    this.#get(number);
    return true;
  }

  #refuseOpen(value: object): void {
    if (this.#open.has(value)) throw new PicklingError(`${describeValue(value)} contains itself, which memo: false cannot write`);
  }

  #saveRecord(record: Record<string, unknown>, inheritsNothing: boolean): void {
    if (this.#met(record)) return;
    const keys = Object.keys(record);
    if (this.#persistentId !== undefined || this.#protocol === 0) {
      this.#saveEntries(Object.entries(record).flat(1), record);
      return;
    }
    const { out } = this;
    out.byte(op.EMPTY_DICT);
    if (this.#useMemo) this.#put();
    const length = keys.length;
    if (length === 0) return;
    const step = this.#push(kind.RECORD, record);
    step.keys = keys;
    this.#openDict(step, length, BATCH_SIZE);
    if (this.#nesting < NESTING) {
      this.#nesting++;
      if (length <= BATCH_SIZE && inheritsNothing) this.#writeRecord(step, record);
      else if (this.#stepRecord(step)) this.#paused = true;
      this.#nesting--;
    }
  }

  #saveDict(dict: { size: number; forEach(callback: (value: unknown, key: unknown) => void): void }): void {
    const entries: unknown[] = new Array(Math.min(2 * dict.size, PRESIZED));
    let end = 0;
    dict.forEach((value, key) => {
      entries[end++] = key;
      entries[end++] = value;
    });
    this.#saveEntries(entries, dict);
  }

  /** A dict from keys and values in turn. */
  #saveEntries(entries: unknown[], subject: unknown): void {
    const { out } = this;
    if (this.#protocol === 0) {
      out.byte(op.MARK);
      out.byte(op.DICT);
      this.#memoize(subject);
      this.#pushIterator(kind.PAIRS, pairsOf(entries), subject);
      return;
    }
    out.byte(op.EMPTY_DICT);
    this.#memoize(subject);
    if (entries.length === 0) return;
    const step = this.#push(kind.DICT, subject);
    step.items = entries;
    this.#openDict(step, entries.length / 2, 2 * BATCH_SIZE);
  }

  #openDict(step: Step, size: number, batchEnd: number): void {
    step.batchEnd = batchEnd;
    step.closing = size === 1 ? op.SETITEM : op.SETITEMS;
    if (size > 1) this.out.byte(op.MARK);
  }

  #saveList(list: unknown[]): void {
    if (!this.#met(list)) this.#writeList(list, list);
  }

  #writeList(list: unknown[], subject: unknown): void {
    const { out } = this;
    if (this.#protocol === 0) {
      out.byte(op.MARK);
      out.byte(op.LIST);
    } else {
      out.byte(op.EMPTY_LIST);
    }
    if (this.#useMemo) this.#put();
    const length = list.length;
    if (length === 0) return;
    if (this.#protocol === 0) {
      this.#pushIterator(kind.ITEMS, list, subject);
      return;
    }
    const step = this.#push(kind.LIST, subject);
    step.items = list;
    step.batchEnd = Math.min(length, BATCH_SIZE);
    step.closing = length === 1 ? op.APPEND : op.APPENDS;
    if (length > 1) out.byte(op.MARK);
    if (this.#nesting < NESTING) {
      this.#nesting++;
      if (this.#stepList(step)) this.#paused = true;
      this.#nesting--;
    }
  }

  #saveTuple(items: unknown[], subject: unknown): void {
    const { out } = this;
    const length = items.length;
    if (length === 0) {
      if (this.#protocol === 0) out.byte(op.MARK);
      out.byte(this.#protocol === 0 ? op.TUPLE : op.EMPTY_TUPLE);
      return;
    }
    const step = this.#push(kind.TUPLE, subject);
    step.items = items;
    if (length <= 3 && this.#protocol >= 2) {
      step.closing = length === 1 ? op.TUPLE1 : length === 2 ? op.TUPLE2 : op.TUPLE3;
    } else {
      step.closing = op.TUPLE;
      out.byte(op.MARK);
    }
  }

  #saveSet(set: Iterable<unknown>): void {
    if (this.#protocol < 4) {
      this.#call(globals.SET, [new FreshList([...set])], set);
      return;
    }
    const { out } = this;
    out.byte(op.EMPTY_SET);
    this.#memoize(set);
    const items = [...set];
    if (items.length === 0) return;
    const step = this.#push(kind.SET, set);
    step.items = items;
    step.batchEnd = BATCH_SIZE;
    out.byte(op.MARK);
  }

  #saveFrozenSet(set: FrozenSet): void {
    if (this.#protocol < 4) {
      this.#call(globals.FROZENSET, [new FreshList([...set])], set);
      return;
    }
    const step = this.#push(kind.FROZENSET, set);
    step.items = [...set];
    step.closing = op.FROZENSET;
    this.out.byte(op.MARK);
  }

  #saveBytes(data: Uint8Array, subject: unknown): void {
    // CPython has one object for b'' and one for each single byte.
    const key = data.length > 1 ? undefined : `b${data.length === 0 ? '' : data[0]}`;
    if (key !== undefined && this.#useMemo) {
      const number = this.#memo.names.get(key);
      if (number !== undefined) {
        this.#memo.objects.findOrAdd(subject, number);
        this.#get(number);
        return;
      }
    }
    if (this.#protocol < 3) {
      if (data.length === 0) this.#call(globals.BYTES, [], subject).globalKey = key;
      else
        this.#call(
          globals.CODECS_ENCODE,
          [data.length === 1 ? String.fromCharCode(data[0]) : new Latin1Text(data), 'latin1'],
          subject,
        ).globalKey = key;
      return;
    }
    this.#writeBytes(data);
    if (key !== undefined) this.#memoizeGlobal(key, subject);
    else this.#memoize(subject);
  }

  #writeBytes(data: Uint8Array): void {
    const { out } = this;
    const length = data.length;
    if (length > 0xffff_ffff && this.#protocol < 4) {
      throw new PicklingError('bytes of 4 GiB or more need protocol 4 or higher');
    }
    const header = () => {
      if (length <= 0xff) {
        out.byte(op.SHORT_BINBYTES);
        out.byte(length);
      } else if (length <= 0xffff_ffff) {
        out.byte(op.BINBYTES);
        out.uint32(length);
      } else {
        out.byte(op.BINBYTES8);
        out.uint64(length);
      }
    };
    this.#writePayload(header, data);
  }

  #writePayload(header: () => void, data: Uint8Array): void {
    const { out } = this;
    if (data.length >= FRAME_SIZE_TARGET) {
      out.payload(header, data);
      return;
    }
    out.ensure(data.length + 9);
    header();
    out.bytes(data);
  }

  #saveByteArray(data: Uint8Array, subject: unknown): void {
    if (this.#protocol < 5) {
      this.#call(globals.BYTEARRAY, data.length === 0 ? [] : [new Bytes(data)], subject);
      return;
    }
    const { out } = this;
    const header = () => {
      out.byte(op.BYTEARRAY8);
      out.uint64(data.length);
    };
    this.#writePayload(header, data);
    this.#memoize(subject);
  }

  #saveBuffer(buffer: PickleBuffer): void {
    if (this.#protocol < 5) throw new PicklingError('a PickleBuffer can only be written with protocol 5');
    const callback = this.#settings.bufferCallback;
    if (callback === undefined || callback(buffer)) {
      if (buffer.readonly) {
        this.#writeBytes(buffer.raw());
        this.#memoize(buffer);
      } else {
        this.#saveByteArray(buffer.raw(), buffer);
      }
      return;
    }
    this.out.byte(op.NEXT_BUFFER);
    if (buffer.readonly) this.out.byte(op.READONLY_BUFFER);
  }

  // ── Objects ────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** `callable(*args)`, memoized as `subject`. */
  #call(callable: PyGlobal, args: unknown[], subject: unknown): Recipe {
    return this.#pushRecipe(new Recipe([callable, new FreshTuple(args)], op.REDUCE), subject);
  }

  #pushRecipe(recipe: Recipe, subject: unknown): Recipe {
    this.#push(kind.RECIPE, subject).recipe = recipe;
    if (recipe.marked) this.out.byte(op.MARK);
    return recipe;
  }

  #pushIterator(kindOf: number, items: unknown, subject: unknown): void {
    const source = items as Iterable<unknown> & AsyncIterable<unknown>;
    const step = this.#push(kindOf, subject);
    step.async = false;
    if (typeof source[Symbol.iterator] === 'function') {
      step.iterator = source[Symbol.iterator]();
    } else if (typeof source[Symbol.asyncIterator] === 'function') {
      if (!this.#streaming) throw new PicklingError('an async iterator can only be written by dump(), which waits for it');
      step.async = true;
      step.iterator = source[Symbol.asyncIterator]();
    } else {
      throw new PicklingError(`${kindOf === kind.ITEMS ? 'listItems' : 'dictItems'} of a reduction must be iterable`);
    }
  }

  /** Anything that is not an exact instance of a basic type: CPython's order of decisions from there on. */
  #saveOther(value: object): void {
    if (this.#useMemo && typeof value === 'function') {
      const number = this.#memo.objects.find(value);
      if (number >= 0) {
        this.#get(number);
        return;
      }
    }
    if (value instanceof PickleBuffer) {
      this.#saveBuffer(value);
    } else if (value instanceof Latin1Text) {
      writeLatin1(this.out, value.data, this.#protocol);
      this.#memoize(undefined);
    } else if (value instanceof FreshText) {
      writeText(this.out, value.text, this.#protocol);
      this.#memoize(undefined);
    } else if (value instanceof Verbatim) {
      value.write(this.out);
    } else if (value instanceof FreshList) {
      this.#writeList(value.items, undefined);
    } else if (value instanceof PersistentId) {
      this.#writePersistent(value.id);
    } else if (value instanceof ExtensionCode) {
      this.#saveExtension(value.code);
    } else if (!this.#saveForeign(value)) {
      this.#saveReduced(value);
    }
  }

  /** Boxed primitives, subclasses of Uint8Array such as Buffer, and the basic types of another realm. */
  #saveForeign(value: object): boolean {
    if ((value as Partial<Reducible>)[REDUCE] !== undefined) return false;
    const prototype = Object.getPrototypeOf(value);
    const base = Object.getPrototypeOf(prototype);
    const tag = Object.prototype.toString.call(value);
    if (tag === '[object Uint8Array]' && ArrayBuffer.isView(value)) {
      this.#saveBytes(bytesOf(value), value);
      return true;
    }
    if (base === null) {
      // The prototype is the Object.prototype of another realm.
      if (!Object.hasOwn(prototype, 'isPrototypeOf')) return false;
      this.#saveRecord(value as Record<string, unknown>, false);
      return true;
    }
    // A built-in class itself: its prototype comes right after an Object.prototype.
    if (Object.getPrototypeOf(base) !== null) return false;
    if (Array.isArray(value)) {
      this.#saveList(value);
    } else if (tag === '[object Map]') {
      this.#saveDict(value as Map<unknown, unknown>);
    } else if (tag === '[object Set]') {
      this.#saveSet(value as Set<unknown>);
    } else if (tag === '[object Number]' || tag === '[object String]' || tag === '[object Boolean]' || tag === '[object BigInt]') {
      this.#saveValue(value.valueOf());
    } else {
      return false;
    }
    return true;
  }

  #saveReduced(value: object): void {
    const { reducerOverride, dispatchTable } = this.#settings;
    const overridden = reducerOverride?.(value);
    if (overridden !== undefined) {
      this.#saveReduction(overridden, value);
      return;
    }
    if (value instanceof PyGlobal) {
      this.#saveGlobal(value, value);
      return;
    }
    const registry = registryOf(this.#settings);
    if (typeof value === 'function') {
      const named = registry?.nameOf(value);
      if (named === undefined) {
        throw new PicklingError(
          `${describeValue(value)} has no name in Python; register it with registry.addClass or registry.addFunction, or leave it out`,
        );
      }
      this.#saveGlobal(named, value);
      return;
    }
    const cls: unknown = Object.getPrototypeOf(value)?.constructor;
    const reducer = dispatchTable?.get(cls);
    if (reducer !== undefined) {
      this.#saveReduction(reducer(value, this.#protocol), value);
    } else if (value instanceof PyObject || value instanceof PyCall) {
      this.#pushRecipe(inertRecipe(value, this.#protocol), value);
    } else {
      const reduction = reductionOf(value, this.#protocol);
      const constant = reduction === undefined ? registry?.nameOf(value) : undefined;
      if (reduction !== undefined) this.#saveReduction(reduction, value);
      else if (constant !== undefined) this.#saveGlobal(constant, value);
      else this.#saveJavaScript(value, registry?.nameOf(cls));
    }
  }

  #saveJavaScript(value: object, cls: PyGlobal | undefined): void {
    if (cls !== undefined) {
      const state = Object.keys(value).length === 0 ? undefined : { ...value };
      this.#pushRecipe(reductionRecipe([globals.NEWOBJ_FUNCTION, [cls], state], this.#protocol), value);
    } else if (value instanceof Date || Object.prototype.toString.call(value) === '[object Date]') {
      this.#pushRecipe(reductionRecipe(reduceDate(value as Date), this.#protocol), value);
    } else if (ArrayBuffer.isView(value)) {
      const reduction = reduceTypedArray(value, this.#settings.typedArrays, this.#protocol);
      if (reduction === undefined) this.#saveBytes(bytesOf(value), value);
      else this.#pushRecipe(reductionRecipe(reduction, this.#protocol), value);
    } else if (value instanceof ArrayBuffer || (typeof SharedArrayBuffer !== 'undefined' && value instanceof SharedArrayBuffer)) {
      this.#saveBytes(new Uint8Array(value), value);
    } else {
      throw new PicklingError(
        `${describeValue(value)} has no Python counterpart; give its class a [REDUCE] method, register the class, or use reducerOverride`,
      );
    }
  }

  #saveReduction(reduction: ReductionOrGlobal, value: object): void {
    if (typeof reduction === 'string') this.#saveGlobal(globals.globalOfText(reduction), value);
    else if ((reduction as unknown) instanceof PyGlobal) this.#saveGlobal(reduction as unknown as PyGlobal, value);
    else this.#pushRecipe(reductionRecipe(reduction as never, this.#protocol), value);
  }

  /** A class or function by name; `subject` is what stands for it, the memo knows both. */
  #saveGlobal(global: PyGlobal, subject: unknown): void {
    const key = globals.memoKey(global);
    const number = this.#useMemo ? this.#memo.names.get(key) : undefined;
    if (number !== undefined) {
      this.#memo.objects.findOrAdd(subject, number);
      this.#get(number);
      return;
    }
    const { module, name } = global;
    if (this.#protocol >= 2) {
      const code = registryOf(this.#settings)?.extensionCode(module, name);
      if (code !== undefined) {
        globals.writeExtension(this.out, code);
        return;
      }
    }
    const nameless = globals.valueOfNamelessType(global);
    if (nameless !== undefined) {
      this.#call(globals.TYPE, [nameless.value], subject).globalKey = key;
    } else if (this.#protocol >= 4) {
      // A module and a class of the same name are two str objects in CPython.
      this.#pushRecipe(new Recipe([module, name === module ? new FreshText(name) : name], op.STACK_GLOBAL), subject).globalKey = key;
    } else if (name.includes('.')) {
      this.#pushRecipe(this.#attributeRecipe(global), subject).globalKey = key;
    } else {
      globals.writeGlobalLine(this.out, global, this.#protocol, this.#settings.fixImports);
      this.#memoizeGlobal(key, subject);
    }
  }

  /** Nested names below protocol 4: `getattr(getattr(Outer, 'A'), 'B')`, nothing of it memoized but getattr and the names. */
  #attributeRecipe(global: PyGlobal): Recipe {
    const [first, ...attributes] = global.name.split('.');
    const protocol = this.#protocol;
    const tuple = protocol < 2 ? op.TUPLE : op.TUPLE2;
    const head: unknown[] = [];
    for (let i = 0; i < attributes.length; i++) {
      head.push(globals.GETATTR);
      if (protocol < 2) head.push(new Verbatim((out) => out.byte(op.MARK)));
    }
    const outer = new PyGlobal(global.module, first);
    head.push(new Verbatim((out) => globals.writeGlobalLine(out, outer, protocol, this.#settings.fixImports)));
    attributes.forEach((attribute, i) => {
      if (i > 0) head.push(new Verbatim((out) => out.byte(op.REDUCE)));
      // CPython cuts the name anew each time; a single character is one object always.
      head.push(attribute.length > 1 ? new FreshText(attribute) : attribute);
      head.push(new Verbatim((out) => out.byte(tuple)));
    });
    return new Recipe(head, op.REDUCE);
  }

  #saveExtension(code: number): void {
    if (this.#protocol >= 2) {
      globals.writeExtension(this.out, code);
      return;
    }
    const global = registryOf(this.#settings)?.extension(code);
    if (global === undefined) {
      throw new PicklingError(`extension code ${code} needs protocol 2 or higher, or registry.addExtension to give it a name`);
    }
    this.#saveGlobal(global, global);
  }

  // ── Persistent ids ─────────────────────────────────────────────────────────────────────────────────────────────────

  #savePersistent(value: unknown): boolean {
    if (value instanceof Verbatim) return false;
    const id = this.#persistentId?.(whatPythonSees(value));
    if (id === undefined || id === null) return false;
    this.#writePersistent(id);
    return true;
  }

  #writePersistent(id: unknown): void {
    if (this.#protocol > 0) {
      const step = this.#push(kind.RECIPE, undefined);
      step.recipe = new Recipe([], op.BINPERSID);
      const depth = this.#depth;
      // The id itself is not asked for a persistent id.
      this.#saveValue(id);
      if (this.#depth === depth) this.#closeHead(step, step.recipe);
      return;
    }
    const text = typeof id === 'number' || typeof id === 'bigint' ? String(id) : id;
    if (typeof text !== 'string' || !globals.isAscii(text) || text.includes('\n')) {
      throw new PicklingError('persistent ids in protocol 0 must be ASCII strings without a line break; use protocol 1 or higher');
    }
    this.out.byte(op.PERSID);
    this.out.ascii(`${text}\n`);
  }
}

/** Lets a generator clean up; its own failure must not hide the first one. */
function close(iterator: Iterator<unknown> | AsyncIterator<unknown>): void {
  try {
    const answer: unknown = iterator.return?.();
    if (answer instanceof Promise) answer.catch(() => {});
  } catch {}
}

function* pairsOf(entries: unknown[]): Iterable<[unknown, unknown]> {
  for (let i = 0; i < entries.length; i += 2) yield [entries[i], entries[i + 1]];
}

function pairPart(pair: unknown, part: 0 | 1): unknown {
  if (pair instanceof Tuple) pair = pair.items;
  if (!Array.isArray(pair) || pair.length !== 2) throw new PicklingError('dictItems of a reduction must yield [key, value] pairs');
  return pair[part];
}
