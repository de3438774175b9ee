/**
 * The pickler: values to opcodes, rule by rule as CPython's `_pickle.c`.
 *
 * Depth is no limit: a container pushes a `Step`, and `run` works on the step on top. `save` writes a value that needs
 * no step at once, and small lists and dicts with what is in them. Between values the writer's `boundary` ends frames;
 * in a stream it also says when to pause.
 */

import { PickleError, PicklingError } from '../base/index.js';
import { KeyedMap } from '../model/index.js';
import { FreshBytes, FreshList, FreshText, Latin1Text, REDUCE, type Reducible } from '../registry/index.js';
import * as op from '../shared/opcodes.js';
import {
  ByteArray,
  Bytes,
  Dict,
  ExtensionCode,
  Float,
  FrozenSet,
  isOther,
  PersistentId,
  PickleBuffer,
  PySet,
  Str,
  Tuple,
} from '../values/index.js';
import { savePersistent, writePersistent } from './objects/persistent.js';
import { FreshTuple } from './objects/recipe.js';
import { stepRecipe } from './objects/recipes.js';
import { saveReduced } from './objects/reduce.js';
import { saveExtension } from './objects/save-globals.js';
import { Verbatim } from './objects/verbatim.js';
import { describePath, describeValue } from './path.js';
import { Pickling } from './pickling.js';
import type { Settings } from './settings.js';
import * as kind from './step.js';
import { saveBuffer, saveByteArray, saveBytes, saveFreshBytes } from './values/binary.js';
import { saveDict, saveRecord, stepDict, stepRecord } from './values/dicts.js';
import { writeFloat } from './values/floats.js';
import { writeBigInt } from './values/integers.js';
import { close, stepIterator } from './values/iterators.js';
import { writeNumber } from './values/numbers.js';
import {
  saveFrozenSet,
  saveList,
  saveSet,
  saveTuple,
  stepList,
  stepSet,
  stepTuple,
  writeList,
} from './values/sequences.js';
import { saveString } from './values/strings.js';
import { writeLatin1, writeSplitText, writeText } from './values/text-opcodes.js';

/** Steps kept between calls. */
const RETAINED_STEPS = 1024;

/** A pickler with its memo and buffers. `begin`, then `run` until it is finished, then `end`. */
export class Saver extends Pickling {
  #memoStart = 0;

  /** Sets the options for what follows. */
  configure(settings: Settings): void {
    this.settings = settings;
    this.protocol = settings.protocol;
    this.useMemo = settings.memo;
    this.persistentId = settings.persistentId;
  }

  /** Starts a pickle of `value`. In a stream, async iterators may be met and parts are taken while it is written. */
  begin(value: unknown, streaming: boolean): void {
    const { out } = this;
    this.streaming = streaming;
    this.#memoStart = this.memo.count;
    this.startSteps();
    out.begin(streaming);
    if (this.protocol >= 2) {
      out.byte(op.PROTO);
      out.byte(this.protocol);
    }
    if (this.protocol >= 4) out.startFraming();
    this.save(value);
  }

  /** Writes until it is finished (true) or, in a stream, has parts to be taken or a promise to be awaited (false). */
  run(): boolean {
    const steps = this.steps;
    this.awaited = undefined;
    this.paused = false;
    this.nesting = 0;
    while (this.depth > 0 && !this.paused) {
      const step = steps[this.depth - 1];
      let pause = false;
      switch (step.kind) {
        case kind.LIST:
          pause = stepList(this, step);
          break;
        case kind.RECORD:
          pause = stepRecord(this, step);
          break;
        case kind.DICT:
          pause = stepDict(this, step);
          break;
        case kind.SET:
          pause = stepSet(this, step);
          break;
        case kind.TUPLE:
        case kind.FROZENSET:
          pause = stepTuple(this, step);
          break;
        case kind.ITEMS:
        case kind.PAIRS:
          pause = stepIterator(this, step, step.kind === kind.PAIRS);
          break;
        case kind.RECIPE:
          pause = stepRecipe(this, step);
          break;
      }
      if (pause) this.paused = true;
    }
    return !this.paused;
  }

  /** Hands in what the promise brought. */
  resume(answer: IteratorResult<unknown>): void {
    this.steps[this.depth - 1].answer = answer;
  }

  /** Ends the pickle: STOP. */
  end(): void {
    this.out.byte(op.STOP);
    this.out.end();
  }

  /** False while it writes, and for ever when JavaScript's own limits have interrupted it anywhere. */
  isSound = true;

  /** Ends a pickle that failed: forgets what it added to the memo. Returns the error to be thrown. */
  abandon(error: unknown): PicklingError {
    const path = describePath(this.steps, this.depth);
    while (this.depth > 0) {
      const { iterator } = this.steps[this.depth - 1];
      this.pop();
      if (iterator !== undefined) close(iterator);
    }
    this.open.clear();
    this.keys.clear();
    this.memo.rollBack(this.#memoStart);
    if (error instanceof PickleError)
      return new PicklingError(`${error.message} (at ${path})`, { cause: error.cause ?? error });
    const message = error instanceof Error ? error.message : String(error);
    return new PicklingError(`cannot pickle ${path}: ${message}`, { cause: error });
  }

  /** Forgets the memo. */
  clearMemo(): void {
    if (this.keyForms.size > 0) this.keyForms.clear();
    this.keys.clear();
    this.memo.clear();
  }

  /** Lets go of oversized buffers. */
  release(): void {
    this.out.release();
    if (this.steps.length > RETAINED_STEPS) this.steps.length = RETAINED_STEPS;
  }

  // ── Values ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Writes a value, or pushes a step that will. The caller is at an opcode boundary. */
  save(value: unknown): void {
    if (this.persistentId !== undefined && savePersistent(this, value)) return;
    this.saveValue(value);
  }

  saveValue(value: unknown): void {
    switch (typeof value) {
      case 'number':
        writeNumber(this.out, value, this.protocol);
        return;
      case 'string':
        saveString(this, value);
        return;
      case 'boolean':
        this.#saveBoolean(value);
        return;
      case 'object':
        if (value === null) this.out.byte(op.NONE);
        else this.#saveObject(value);
        return;
      case 'bigint':
        writeBigInt(this.out, value, this.protocol);
        return;
      case 'function':
        if (!this.met(value)) this.#saveOther(value);
        return;
      case 'undefined':
        if (this.settings.undefined === 'error') {
          throw new PicklingError(
            "undefined has no Python counterpart; use null for None, or the option undefined: 'skip' or 'none'",
          );
        }
        this.out.byte(op.NONE);
        return;
      default:
        throw new PicklingError(
          `${describeValue(value)} has no Python counterpart; leave it out, or use null for None`,
        );
    }
  }

  #saveBoolean(value: boolean): void {
    if (this.protocol >= 2) this.out.byte(value ? op.NEWTRUE : op.NEWFALSE);
    else this.out.ascii(value ? 'I01\n' : 'I00\n');
  }

  #saveObject(value: object): void {
    const prototype = Object.getPrototypeOf(value);
    if ((prototype === Object.prototype || prototype === null) && (value as Partial<Reducible>)[REDUCE] === undefined) {
      saveRecord(this, value as Record<string, unknown>, this.plainObjects);
      return;
    }
    if (prototype === Array.prototype) {
      if (!isOther(value)) saveList(this, value as unknown[]);
      else if (!this.met(value)) saveTuple(this, value as unknown[], value);
      return;
    }
    // What needs no entry in the memo.
    if (prototype === FreshTuple.prototype) {
      saveTuple(this, (value as Tuple).items, undefined);
      return;
    }
    if (prototype === FreshBytes.prototype) {
      saveFreshBytes(this, (value as FreshBytes).values);
      return;
    }
    if (prototype === Float.prototype) {
      writeFloat(this.out, (value as Float).value, this.protocol);
      return;
    }
    if (this.met(value)) return;
    switch (prototype) {
      case Tuple.prototype:
        saveTuple(this, (value as Tuple).items, value);
        return;
      case Dict.prototype:
      case Map.prototype:
      case KeyedMap.prototype:
        saveDict(this, value as Map<unknown, unknown>);
        return;
      case Set.prototype:
        if (isOther(value)) saveFrozenSet(this, value as Set<unknown>);
        else saveSet(this, value as Set<unknown>);
        return;
      case PySet.prototype:
        saveSet(this, value as PySet);
        return;
      case FrozenSet.prototype:
        saveFrozenSet(this, value as FrozenSet);
        return;
      case Bytes.prototype:
        saveBytes(this, (value as Bytes).data, value);
        return;
      case Uint8Array.prototype:
        saveBytes(this, value as Uint8Array, value);
        return;
      case ByteArray.prototype:
        saveByteArray(this, (value as ByteArray).data, value);
        return;
      default:
        this.#saveOther(value);
    }
  }

  /** Anything that is not an exact instance of a basic type: CPython's order of decisions from there on. */
  #saveOther(value: object): void {
    if (value instanceof PickleBuffer) {
      saveBuffer(this, value);
    } else if (value instanceof Str) {
      writeSplitText(this.out, value, this.protocol);
      this.memoize(value);
    } else if (value instanceof Latin1Text) {
      writeLatin1(this.out, value.data, this.protocol);
      this.memoize(undefined);
    } else if (value instanceof FreshText) {
      writeText(this.out, value.text, this.protocol);
      this.memoize(undefined);
    } else if (value instanceof Verbatim) {
      value.write(this.out);
    } else if (value instanceof FreshList) {
      writeList(this, value.items, undefined);
    } else if (value instanceof PersistentId) {
      writePersistent(this, value.id);
    } else if (value instanceof ExtensionCode) {
      saveExtension(this, value.code);
    } else if (!this.#saveForeign(value)) {
      saveReduced(this, value);
    }
  }

  /** Boxed primitives, subclasses of Uint8Array such as Buffer, and the basic types of another realm. */
  #saveForeign(value: object): boolean {
    if ((value as Partial<Reducible>)[REDUCE] !== undefined) return false;
    const prototype = Object.getPrototypeOf(value);
    const base = Object.getPrototypeOf(prototype);
    if (ArrayBuffer.isView(value) && tagOf(value) === '[object Uint8Array]') {
      saveBytes(this, value, value);
      return true;
    }
    if (base === null) {
      // The prototype is the Object.prototype of another realm.
      if (!Object.hasOwn(prototype, 'isPrototypeOf')) return false;
      saveRecord(this, value as Record<string, unknown>, false);
      return true;
    }
    // A built-in class itself: its prototype comes right after an Object.prototype.
    if (Object.getPrototypeOf(base) !== null) return false;
    const tag = tagOf(value);
    if (Array.isArray(value)) {
      saveList(this, value);
    } else if (tag === '[object Map]') {
      saveDict(this, value as Map<unknown, unknown>);
    } else if (tag === '[object Set]') {
      saveSet(this, value as Set<unknown>);
    } else if (
      tag === '[object Number]' ||
      tag === '[object String]' ||
      tag === '[object Boolean]' ||
      tag === '[object BigInt]'
    ) {
      this.saveValue(value.valueOf());
    } else {
      return false;
    }
    return true;
  }
}

/** `[object Map]` and the like, which tells a built-in class of another realm. */
function tagOf(value: object): string {
  return Object.prototype.toString.call(value);
}
