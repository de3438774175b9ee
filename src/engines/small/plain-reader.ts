/**
 * A quick reader for pickles of plain data: None, bools, numbers, text, bytes, lists, tuples, sets of text, and dicts
 * with str keys, as picklers write them. Containers are made when their last item has been read, records by the path of
 * their keys (key-tree.ts), and the memo keeps places instead of text until somebody asks. Nothing fails here: what is
 * not plain (a class, a cycle, a cut frame, a stack that does not fit) makes the reader give up without having done
 * anything, and an engine starts over. So it knows neither errors nor limits, and no code of others runs meanwhile.
 *
 * Reads beyond the end of the input give undefined, which is no opcode; that an argument has crossed the end of the
 * frame shows at STOP.
 *
 * Longer than 400 lines: a reader whose fields are all its state.
 */
import { PickleError } from '../../base/index.js';
import { placed, uint32 } from '../../format/index.js';
import { MAX_PLAIN, ShortTexts, setPairs } from '../../session/index.js';
import { HIGHEST_PROTOCOL } from '../../shared/opcode-traits.js';
import * as OP from '../../shared/opcodes.js';
import { longFromBytes } from '../../text/index.js';
import { noteOther, setOwn } from '../../values/index.js';
import { type KeyNode, KeyTree } from './key-tree.js';

/** Deeper containers are left to the engines, which do not recurse. */
const MAX_DEPTH = 64;

/** Most inputs that go to an engine at once after one that was not plain. */
const MAX_PAUSE = 31;

const NO_BYTES = /*#__PURE__*/ new Uint8Array(0);

/** Reads one pickle at a time. */
export class PlainReader {
  #bytes: Uint8Array = NO_BYTES;
  #copy = false;
  #at = 0;
  #end = 0;
  #depth = 0;

  /** Keys and values of the containers that are open. */
  readonly #stack: unknown[] = new Array(256).fill(undefined);
  /** Of a stack slot: 1 when it is known to hold a list; a tuple is an Array, too. */
  readonly #lists = new Uint8Array(MAX_PLAIN);
  #sp = 0;

  /** Memo entries so far. */
  #memoized = 0;
  /** Of a memo entry that is text: where its opcode is. 0 for others. */
  readonly #texts = new Int32Array(MAX_PLAIN);
  /** Memo entries that are no text, or text that was asked for. Undefined while a container is being read. */
  readonly #objects: unknown[] = new Array(MAX_PLAIN).fill(undefined);

  readonly #strings = new ShortTexts();
  readonly #keys = new KeyTree();
  /** Where the next dict is found: the key it belongs to. Dicts in one place have the same keys. */
  #place: KeyNode = this.#keys.root;

  readonly #double = new Float64Array(1);
  readonly #words = new Int32Array(this.#double.buffer);

  #pause = 0;
  #nextPause = 1;

  /**
   * The value of the pickle in `bytes`, or undefined when an engine has to read it.
   * @param copy `options.copy`
   */
  read(bytes: Uint8Array, copy: boolean): unknown {
    if (this.#pause > 0) {
      this.#pause--;
      return undefined;
    }
    this.#bytes = bytes;
    this.#end = bytes.length;
    this.#copy = copy;
    this.#depth = 0;
    this.#sp = 0;
    this.#memoized = 0;
    this.#keys.renew();
    let value: unknown;
    try {
      value = this.#pickle();
    } catch (error) {
      // Text that is not UTF-8. Anything else is a fault of this reader, or no room on the caller's stack.
      if (!(error instanceof PickleError)) throw placed(error, this.#at);
    }
    this.#forget();
    if (value === undefined) {
      this.#pause = this.#nextPause;
      this.#nextPause = Math.min(MAX_PAUSE, 2 * this.#nextPause + 1);
    } else {
      this.#nextPause = 1;
    }
    return value;
  }

  /** Keeps nothing of the pickle alive. */
  #forget(): void {
    this.#bytes = NO_BYTES;
    // Slots are used from below, and no value is undefined: what was used ends at the first undefined.
    const stack = this.#stack;
    for (let i = 0; i < stack.length && stack[i] !== undefined; i++) stack[i] = undefined;
    const objects = this.#objects;
    for (let i = this.#memoized - 1; i >= 0; i--) objects[i] = undefined;
  }

  #pickle(): unknown {
    const bytes = this.#bytes;
    if (bytes[0] !== OP.PROTO || bytes[1] > HIGHEST_PROTOCOL) return undefined;
    this.#at = 2;
    let frameEnd = 0;
    if (bytes[2] === OP.FRAME) {
      if ((bytes[5] | bytes[6] | bytes[7] | bytes[8] | bytes[9] | bytes[10]) !== 0) return undefined;
      frameEnd = 11 + bytes[3] + (bytes[4] << 8);
      if (!(frameEnd <= this.#end)) return undefined;
      this.#at = 11;
    }
    if (this.#items(this.#keys.root) !== OP.STOP || this.#sp !== 1) return undefined;
    // A frame that ends where STOP does: no argument has crossed its end.
    if (frameEnd !== 0 && frameEnd !== this.#at) return undefined;
    return this.#stack[0];
  }

  /**
   * Reads values onto the stack up to the opcode that takes them all.
   * @param place of dicts among them
   * @returns the opcode, or -1 when it is not plain
   */
  #items(place: KeyNode): number {
    const bytes = this.#bytes;
    const base = this.#sp;
    for (;;) {
      const opcode = bytes[this.#at];
      switch (opcode) {
        case OP.APPENDS:
        case OP.TUPLE:
        case OP.ADDITEMS:
        case OP.FROZENSET:
        case OP.STOP:
          this.#at++;
          return opcode;
      }
      this.#place = place;
      if (isFold(opcode) ? !this.#fold(opcode, base) : !this.#push(opcode)) return -1;
    }
  }

  /** Reads the value that starts with `opcode` onto the stack. @returns false when it is not plain */
  #push(opcode: number): boolean {
    const value = this.#value();
    if (value === undefined) return false;
    const sp = this.#sp;
    this.#lists[sp] = opcode === OP.EMPTY_LIST ? 1 : 0;
    this.#stack[sp] = value;
    this.#sp = sp + 1;
    return true;
  }

  /** Opcodes that use what is on top of the stack, above `base`. @returns false when it is not plain */
  #fold(opcode: number, base: number): boolean {
    const stack = this.#stack;
    const top = this.#sp - 1;
    const count = top + 1 - base;
    this.#at++;
    switch (opcode) {
      case OP.TUPLE1:
      case OP.TUPLE2:
      case OP.TUPLE3: {
        const width = opcode - OP.TUPLE1 + 1;
        if (count < width) return false;
        const slot = top + 1 - width;
        stack[slot] = arrayOf(stack, slot, top + 1);
        this.#lists[slot] = 0;
        this.#sp = slot + 1;
        return true;
      }
      case OP.APPEND: {
        const list = stack[top - 1];
        if (count < 2 || this.#lists[top - 1] === 0 || !Array.isArray(list)) return false;
        list.push(stack[top]);
        this.#sp = top;
        return true;
      }
      case OP.SETITEM: {
        if (count < 3) return false;
        const dict = stack[top - 2];
        const key = stack[top - 1];
        if (typeof key !== 'string' || !isDict(dict)) return false;
        setOwn(dict, key, stack[top]);
        this.#sp = top - 1;
        return true;
      }
      default: {
        this.#at--;
        const index = this.#memoIndex();
        if (count < 1 || index < 0) return false;
        this.#objects[index] = stack[top];
        return true;
      }
    }
  }

  /**
   * Reads the opcode of one value, with all that is in it when it is a container. @returns undefined when it is not
   * plain
   */
  #value(): unknown {
    const bytes = this.#bytes;
    const at = this.#at;
    switch (bytes[at]) {
      case OP.BININT:
        this.#at = at + 5;
        return bytes[at + 1] | (bytes[at + 2] << 8) | (bytes[at + 3] << 16) | (bytes[at + 4] << 24);
      case OP.BININT1:
        this.#at = at + 2;
        return bytes[at + 1];
      case OP.BININT2:
        this.#at = at + 3;
        return bytes[at + 1] | (bytes[at + 2] << 8);
      case OP.LONG1: {
        const behind = at + 2 + bytes[at + 1];
        if (!(behind <= this.#end)) return undefined;
        this.#at = behind;
        return longFromBytes(bytes, at + 2, behind - at - 2);
      }
      case OP.NONE:
        this.#at = at + 1;
        return null;
      case OP.NEWTRUE:
        this.#at = at + 1;
        return true;
      case OP.NEWFALSE:
        this.#at = at + 1;
        return false;
      case OP.BINFLOAT:
        this.#at = at + 9;
        return this.#float(at + 1);
      case OP.SHORT_BINUNICODE: {
        const behind = at + 2 + bytes[at + 1];
        if (!(behind <= this.#end)) return undefined;
        this.#at = behind;
        if (bytes[behind] === OP.MEMOIZE) {
          this.#texts[this.#memoized++] = at;
          this.#at = behind + 1;
        }
        return this.#strings.text(bytes, at + 2, behind);
      }
      case OP.BINUNICODE: {
        const behind = at + 5 + uint32(bytes, at + 1);
        if (behind > this.#end) return undefined;
        this.#at = behind;
        return this.#strings.text(bytes, at + 5, behind);
      }
      case OP.SHORT_BINBYTES:
        return this.#view(at + 2, bytes[at + 1]);
      case OP.BINBYTES:
        return this.#view(at + 5, uint32(bytes, at + 1));
      case OP.EMPTY_LIST:
        this.#at = at + 1;
        return this.#list();
      case OP.EMPTY_DICT:
        this.#at = at + 1;
        return this.#dict();
      case OP.EMPTY_TUPLE:
        this.#at = at + 1;
        return [];
      case OP.EMPTY_SET:
        this.#at = at + 1;
        return this.#set();
      case OP.MARK:
        this.#at = at + 1;
        return this.#tuple();
      case OP.BINGET:
        this.#at = at + 2;
        return this.#get(bytes[at + 1]);
      case OP.LONG_BINGET:
        this.#at = at + 5;
        return this.#get(uint32(bytes, at + 1));
      default:
        return undefined;
    }
  }

  /** Performance: a DataView would have to be made for each input. */
  #float(at: number): number {
    const bytes = this.#bytes;
    const words = this.#words;
    words[HIGH] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
    words[1 - HIGH] = (bytes[at + 4] << 24) | (bytes[at + 5] << 16) | (bytes[at + 6] << 8) | bytes[at + 7];
    return this.#double[0];
  }

  #view(start: number, count: number): Uint8Array | undefined {
    const { buffer, byteOffset } = this.#bytes;
    if (!(start + count <= this.#end)) return undefined;
    this.#at = start + count;
    const view = new Uint8Array(buffer, byteOffset + start, count);
    return this.#copy ? view.slice() : view;
  }

  // Memo

  /** Takes the next memo entry for what was read last or begins, when it gets one. @returns its index or -1 */
  #memoIndex(): number {
    const bytes = this.#bytes;
    const opcode = bytes[this.#at];
    const index = this.#memoized;
    if (opcode === OP.MEMOIZE) this.#at++;
    else if (opcode === OP.BINPUT && bytes[this.#at + 1] === index) this.#at += 2;
    else return -1;
    this.#texts[index] = 0;
    this.#memoized = index + 1;
    return index;
  }

  #get(index: number): unknown {
    if (!(index < this.#memoized)) return undefined;
    const value = this.#objects[index];
    const at = this.#texts[index];
    if (value !== undefined || at === 0) return value;
    const text = this.#strings.text(this.#bytes, at + 2, at + 2 + this.#bytes[at + 1]);
    this.#objects[index] = text;
    return text;
  }

  // Containers

  #list(): unknown {
    const memo = this.#memoIndex();
    if (this.#bytes[this.#at] !== OP.MARK) return this.#memoize(memo, []);
    this.#at++;
    const base = this.#sp;
    if (++this.#depth > MAX_DEPTH || this.#items(this.#place) !== OP.APPENDS) return undefined;
    return this.#close(base, memo, arrayOf(this.#stack, base, this.#sp));
  }

  /** A tuple of more than three items, or a frozenset: what begins with MARK. */
  #tuple(): unknown {
    const base = this.#sp;
    if (++this.#depth > MAX_DEPTH) return undefined;
    const closing = this.#items(this.#place);
    if (closing === OP.FROZENSET) return this.#setOf(base, this.#memoIndex(), true);
    if (closing !== OP.TUPLE) return undefined;
    return this.#close(base, this.#memoIndex(), arrayOf(this.#stack, base, this.#sp));
  }

  #set(): unknown {
    const memo = this.#memoIndex();
    if (this.#bytes[this.#at] !== OP.MARK) return this.#memoize(memo, new Set());
    this.#at++;
    const base = this.#sp;
    if (++this.#depth > MAX_DEPTH || this.#items(this.#place) !== OP.ADDITEMS) return undefined;
    return this.#setOf(base, memo, false);
  }

  /** A set of the text from `base` on: of other items Python may find some equal that JavaScript does not. */
  #setOf(base: number, memo: number, isFrozen: boolean): unknown {
    const set = new Set();
    for (let i = base; i < this.#sp; i++) {
      const item = this.#stack[i];
      if (typeof item !== 'string') return undefined;
      set.add(item);
    }
    return this.#close(base, memo, isFrozen ? noteOther(set) : set);
  }

  #dict(): unknown {
    const memo = this.#memoIndex();
    if (this.#bytes[this.#at] !== OP.MARK) return this.#memoize(memo, {});
    this.#at++;
    if (++this.#depth > MAX_DEPTH) return undefined;
    const base = this.#sp;
    const root = this.#keys.inside(this.#place);
    const node = this.#pairs(root);
    if (node === undefined) return undefined;
    this.#at++;
    const stack = this.#stack;
    const sp = this.#sp;
    if (sp === base + 2 * node.depth) return this.#close(base, memo, this.#keys.make(node, stack, base));
    if ((sp - base) & 1) return undefined;
    for (let i = base; i < sp; i += 2) if (typeof stack[i] !== 'string') return undefined;
    this.#keys.learn(root, stack, base, sp);
    return this.#close(base, memo, setPairs({}, stack, base, sp));
  }

  /**
   * Reads keys and values onto the stack up to SETITEMS.
   * @param root of the keys that are expected
   * @returns the last key on the path of those that were found there; undefined when it is not plain
   */
  #pairs(root: KeyNode): KeyNode | undefined {
    const bytes = this.#bytes;
    const stack = this.#stack;
    const base = this.#sp;
    let node = root;
    for (;;) {
      const unknown = this.#sp - base - 2 * node.depth;
      const next = node.next;
      if (unknown === 0 && next !== undefined && this.#takeKey(next)) {
        stack[this.#sp++] = next.key;
        this.#place = next;
        if (!this.#push(bytes[this.#at])) return undefined;
        node = next;
        continue;
      }
      const opcode = bytes[this.#at];
      if (opcode === OP.SETITEMS) return node;
      if (isFold(opcode)) {
        if (!this.#fold(opcode, base)) return undefined;
        // What was taken for a key was an item of a tuple.
        while (node.parent !== undefined && this.#sp < base + 2 * node.depth) node = node.parent;
        continue;
      }
      const child = unknown === 2 ? this.#keys.find(node, stack[this.#sp - 2]) : undefined;
      if (child !== undefined) {
        node.next = child;
        node = child;
        continue;
      }
      this.#place = node;
      if (!this.#push(opcode)) return undefined;
    }
  }

  /** Reads the key of `node`, with its memo entry, when it is what comes: in place or in the memo. */
  #takeKey({ start, length }: KeyNode): boolean {
    const bytes = this.#bytes;
    const keyBytes = this.#keys.bytes;
    const begin = this.#at;
    const isGet = bytes[begin] === OP.BINGET;
    let at = begin;
    if (isGet) {
      if (bytes[begin + 1] >= this.#memoized) return false;
      at = this.#texts[bytes[begin + 1]];
    }
    if (bytes[at + 1] !== length || bytes[at] !== OP.SHORT_BINUNICODE) return false;
    at += 2;
    for (let from = start, to = start + length; from < to; from++, at++) if (bytes[at] !== keyBytes[from]) return false;
    if (isGet) {
      at = begin + 2;
    } else if (bytes[at] === OP.MEMOIZE) {
      this.#texts[this.#memoized++] = begin;
      at++;
    }
    this.#at = at;
    return true;
  }

  /** The container whose items lie from `base` on has been made. */
  #close(base: number, memo: number, value: unknown): unknown {
    this.#sp = base;
    this.#depth--;
    return this.#memoize(memo, value);
  }

  #memoize(memo: number, value: unknown): unknown {
    if (memo >= 0) this.#objects[memo] = value;
    return value;
  }
}

/** Index of the most significant half of a double. */
const HIGH = /*#__PURE__*/ (() => new Uint8Array(Int32Array.of(1).buffer)[0])();

/** True for opcodes that use what is on top of the stack. */
function isFold(opcode: number): boolean {
  switch (opcode) {
    case OP.TUPLE1:
    case OP.TUPLE2:
    case OP.TUPLE3:
    case OP.APPEND:
    case OP.SETITEM:
    case OP.MEMOIZE:
    case OP.BINPUT:
      return true;
    default:
      return false;
  }
}

/** Of the values that this reader makes. */
function isDict(value: unknown): value is object {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !ArrayBuffer.isView(value) &&
    !(value instanceof Set)
  );
}

/** The values in `stack[from..to]`. Performance: short arrays as literals, without room for more. */
function arrayOf(stack: readonly unknown[], from: number, to: number): unknown[] {
  switch (to - from) {
    case 1:
      return [stack[from]];
    case 2:
      return [stack[from], stack[from + 1]];
    case 3:
      return [stack[from], stack[from + 1], stack[from + 2]];
    default:
      return stack.slice(from, to);
  }
}
