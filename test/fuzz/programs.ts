/**
 * Pickles that are made up: each instruction is one that the stack allows, so that programs get far, with now and then
 * one that it does not. Idioms of picklers, and what no pickler writes: dicts fetched before they are filled, entries
 * of the memo that are put over, marks that are popped, calls that return their argument.
 */
import { opcodes } from '../../src/format/opcodes.js';
import * as op from '../../src/shared/opcodes.js';
import { pickle, text, uint4, uint8 } from '../helpers/program.js';
import type { Random } from './random.js';

const MARK = 'mark';

const TEXTS = ['', 'a', 'b', 'c', 'id', 'key', 'name', '0', '1', '-1', '01', '4294967295', 'NaN', '__proto__', 'constructor', 'length', 'caf\u00e9',
  '\u{1f600}', 'x'.repeat(40), 'k'.repeat(70), '\u0430'.repeat(20), 'true', '1.0', 'null', '\0']; // biome-ignore format: a list
const LINES = ['0', '1', '00', '01', '-5', '12L', '1.5', 'inf', '-inf', 'nan', '-0', '-0.0', "'a'", '"b"', "'\\x41'", "'\\xff'", 'abc', '\\u0041', '\\ud83d', '\\U0001f600',
  '9007199254740993', '-9007199254740993', '', '1e400', '\u00e9', '1_000', ' 7', '7 ', '+7', '0x10', '1\r', '1\0', '2147483648', '-2147483649', '99999999999999999999999L',
  '1'.repeat(60)]; // biome-ignore format: a list
/** Names with a meaning, inert ones, and those of `hookedRegistry`. */
export const GLOBALS: readonly (readonly [module: string, name: string])[] = [
  ['builtins', 'set'], ['builtins', 'frozenset'], ['builtins', 'list'], ['builtins', 'dict'], ['builtins', 'tuple'], ['builtins', 'bytes'],
  ['builtins', 'bytearray'], ['builtins', 'int'], ['builtins', 'float'], ['builtins', 'str'], ['builtins', 'complex'], ['builtins', 'range'], ['builtins', 'slice'],
  ['builtins', 'getattr'], ['builtins', 'object'], ['builtins', 'Ellipsis'], ['builtins', 'NotImplemented'], ['builtins', 'ValueError'], ['builtins', 'iter'], ['builtins', 'map'],
  ['builtins', 'reversed'], ['builtins', 'enumerate'], ['builtins', 'zip'], ['builtins', 'print'],
  ['__builtin__', 'xrange'], ['__builtin__', 'unicode'], ['__builtin__', 'long'], ['exceptions', 'KeyError'],
  ['_codecs', 'encode'], ['copyreg', '_reconstructor'], ['copy_reg', '_reconstructor'], ['copyreg', '__newobj__'], ['copyreg', '__newobj_ex__'],
  ['collections', 'OrderedDict'], ['collections', 'defaultdict'], ['collections', 'deque'], ['collections', 'Counter'], ['collections', 'ChainMap'],
  ['collections', 'UserDict'], ['collections', 'UserList'],
  ['datetime', 'datetime'], ['datetime', 'date'], ['datetime', 'time'], ['datetime', 'timedelta'], ['datetime', 'timezone'],
  ['decimal', 'Decimal'], ['fractions', 'Fraction'], ['uuid', 'UUID'], ['uuid', 'SafeUUID'], ['pathlib', 'PurePosixPath'], ['pathlib', 'PosixPath'], ['types', 'SimpleNamespace'], ['zoneinfo', 'ZoneInfo._unpickle'],
  ['numpy', 'ndarray'], ['numpy', 'dtype'], ['numpy._core.multiarray', '_reconstruct'], ['numpy.core.multiarray', 'scalar'], ['numpy._core.numeric', '_frombuffer'],
  ['vector_classes', 'Plain'], ['a', 'b'], ['a', 'b.c'], ['hooks', 'Same'], ['hooks', 'Bag'], ['hooks', 'Class'], ['hooks', 'fails'], ['hooks', 'constant'], ['hooks', 'unhashable'],
]; // biome-ignore format: a list

/** What is known of a value on the stack. */
type Sort = 'list' | 'dict' | 'set' | 'tuple' | 'args' | 'key' | 'class' | 'object' | 'other' | typeof MARK;

/** Writes one program. */
class Writer {
  readonly parts: Uint8Array[] = [];
  readonly random: Random;
  /** What lies on the machine's stack, marks among it. */
  readonly stack: Sort[] = [];
  readonly memo: Sort[] = [];
  /** One alphabet of keys for each program, so that dicts have keys in common. */
  readonly keys: string[];

  constructor(random: Random) {
    this.random = random;
    this.keys = Array.from({ length: 1 + random.below(6) }, () => random.pick(TEXTS));
  }

  emit(sort: Sort | undefined, ...parts: (number | string | Uint8Array)[]): void {
    this.parts.push(pickle(...parts));
    if (sort !== undefined) this.stack.push(sort);
  }

  memoize(): void {
    const { random, stack, memo } = this;
    const top = stack.at(-1);
    if (top === undefined || top === MARK) return;
    const index = random.oneIn(8) ? random.below(memo.length + 2) : memo.length;
    if (index === memo.length && random.oneIn(2)) this.emit(undefined, op.MEMOIZE);
    else if (random.oneIn(20)) this.emit(undefined, op.PUT, `${index}\n`);
    else if (random.oneIn(10)) this.emit(undefined, op.LONG_BINPUT, uint4(index));
    else this.emit(undefined, op.BINPUT, index & 0xff);
    memo[index] = top;
  }

  get(): void {
    const { random, memo } = this;
    const index = memo.length === 0 ? 0 : random.below(memo.length);
    const sort = memo[index] ?? 'other';
    if (random.oneIn(20)) this.emit(sort, op.GET, `${index}\n`);
    else if (random.oneIn(10)) this.emit(sort, op.LONG_BINGET, uint4(index));
    else this.emit(sort, op.BINGET, index & 0xff);
  }

  /** A value that can be a key. */
  key(): void {
    const { random } = this;
    switch (random.below(12)) {
      case 0:
        this.number();
        return;
      case 1:
        this.emit('key', random.pick([op.NEWTRUE, op.NEWFALSE, op.NONE]));
        return;
      case 2:
        this.number();
        this.stack.pop();
        this.emit('key', op.TUPLE1);
        return;
      case 3:
        this.get();
        return;
      case 4:
        this.emit('key', random.oneIn(2) ? op.EMPTY_TUPLE : pickle(op.MARK, op.FROZENSET));
        return;
      default:
        this.emit('key', text(random.pick(this.keys)));
        if (random.oneIn(2)) this.memoize();
    }
  }

  number(): void {
    const { random } = this;
    const float = Buffer.alloc(8);
    switch (random.below(9)) {
      case 0:
        float.writeDoubleBE(random.pick([0, -0, 1, 1.5, Number.NaN, Infinity, 2 ** 53, -(2 ** 63), 1e22, 255]));
        this.emit('key', op.BINFLOAT, float);
        return;
      case 1:
        this.emit(
          'key',
          op.LONG1,
          ...longOf(random.pick([0n, 1n, -1n, 2n ** 31n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 63n, -(2n ** 64n)])),
        );
        return;
      case 2: {
        const data = random.bytes(random.below(10));
        this.emit('key', op.LONG1, data.length, data);
        return;
      }
      case 3:
        this.emit('key', random.pick([op.INT, op.LONG, op.FLOAT]), Buffer.from(random.pick(LINES)), '\n');
        return;
      case 4:
        this.emit('key', op.BININT, random.bytes(4));
        return;
      case 5:
        this.emit('key', op.BININT2, random.bytes(2));
        return;
      default:
        this.emit('key', op.BININT1, random.pick([0, 1, 2, 255]));
        return;
    }
  }

  /** Something simple. */
  scalar(): void {
    const { random } = this;
    switch (random.below(14)) {
      case 0:
        this.emit('key', op.NONE);
        return;
      case 1:
        this.emit('key', op.SHORT_BINBYTES, ...sized(random.bytes(random.small(12))));
        return;
      case 2:
        this.emit('other', op.BYTEARRAY8, uint8(2n), random.bytes(2));
        return;
      case 3:
        this.emit('key', op.BINBYTES, uint4(3), random.bytes(3));
        return;
      case 4:
        this.emit('key', op.SHORT_BINSTRING, ...sized(Buffer.from(random.pick(TEXTS))));
        return;
      case 5:
        this.emit('key', random.pick([op.STRING, op.UNICODE]), Buffer.from(random.pick(LINES)), '\n');
        return;
      case 6: {
        const data = Buffer.from(random.pick(TEXTS));
        this.emit('key', op.BINUNICODE8, uint8(BigInt(data.length)), data);
        return;
      }
      case 7:
        this.emit('other', random.pick([op.EMPTY_LIST, op.EMPTY_DICT, op.EMPTY_SET, op.EMPTY_TUPLE]));
        return;
      case 8:
      case 9:
      case 10:
        this.key();
        return;
      default:
        this.number();
        return;
    }
  }

  /** A value of any sort. */
  value(depth: number): void {
    const { random } = this;
    if (depth > 3) {
      this.scalar();
      return;
    }
    switch (random.below(16)) {
      case 0:
      case 1:
        this.list(depth);
        return;
      case 2:
      case 3:
        this.dict(depth);
        return;
      case 4:
        this.tuple(depth);
        return;
      case 5:
        this.set();
        return;
      case 6:
        this.instance(depth);
        return;
      case 7:
        this.get();
        return;
      case 8:
        this.records(depth);
        return;
      case 9:
        this.persistent(depth);
        return;
      default:
        this.scalar();
        return;
    }
  }

  mark(): void {
    this.emit(MARK, op.MARK);
  }

  /** The opcode that takes everything above the topmost mark. */
  close(sort: Sort | undefined, opcode: number): void {
    const at = this.stack.lastIndexOf(MARK);
    this.stack.length = Math.max(0, at);
    this.emit(sort, opcode);
  }

  list(depth: number): void {
    const { random } = this;
    if (random.oneIn(8)) {
      this.mark();
      for (let n = random.small(4); n > 0; n--) this.value(depth + 1);
      this.close('list', op.LIST);
      return;
    }
    this.emit('list', op.EMPTY_LIST);
    if (!random.oneIn(4)) this.memoize();
    for (let batches = random.small(2); batches > 0; batches--) this.extend(depth);
  }

  /** APPEND or APPENDS on what is on top. */
  extend(depth: number): void {
    const { random } = this;
    if (random.oneIn(4)) {
      this.value(depth + 1);
      this.stack.pop();
      this.emit(undefined, op.APPEND);
      return;
    }
    this.mark();
    const many = random.oneIn(6) ? 20 : 4;
    const kind = random.below(5);
    for (let n = random.small(many); n > 0; n--) {
      if (kind === 0) this.number();
      else if (kind === 1) this.get();
      else this.value(depth + 1);
    }
    this.close(undefined, op.APPENDS);
  }

  dict(depth: number): void {
    const { random } = this;
    if (random.oneIn(10)) {
      this.mark();
      this.pairs(depth, random.small(4));
      this.close('dict', op.DICT);
      return;
    }
    this.emit('dict', op.EMPTY_DICT);
    if (!random.oneIn(4)) this.memoize();
    for (let batches = random.small(2); batches > 0; batches--) this.fill(depth);
  }

  /** SETITEM or SETITEMS on what is on top. */
  fill(depth: number): void {
    const { random } = this;
    if (random.oneIn(4)) {
      this.key();
      this.value(depth + 1);
      this.stack.length -= 2;
      this.emit(undefined, op.SETITEM);
      return;
    }
    this.mark();
    this.pairs(depth, random.small(5));
    this.close(undefined, op.SETITEMS);
  }

  pairs(depth: number, count: number): void {
    for (let n = count; n > 0; n--) {
      this.key();
      this.value(depth + 1);
    }
  }

  tuple(depth: number): void {
    const { random } = this;
    const count = random.below(5);
    if (count > 0 && count < 4 && random.oneIn(2)) {
      for (let i = 0; i < count; i++) this.value(depth + 1);
      this.stack.length = Math.max(0, this.stack.length - count);
      this.emit('tuple', op.TUPLE1 + count - 1);
    } else {
      this.mark();
      for (let i = 0; i < count; i++) this.value(depth + 1);
      this.close('tuple', op.TUPLE);
    }
    if (random.oneIn(2)) this.memoize();
  }

  set(): void {
    const { random } = this;
    const frozen = random.oneIn(3);
    if (!frozen) {
      this.emit('set', op.EMPTY_SET);
      if (random.oneIn(2)) this.memoize();
    }
    this.mark();
    for (let n = random.small(5); n > 0; n--) this.key();
    if (frozen) this.close('key', op.FROZENSET);
    else this.close(undefined, op.ADDITEMS);
  }

  /** The keys of one dict again and again: records, now and then with a key less, more, twice, or another. */
  records(depth: number): void {
    const { random } = this;
    const keys = Array.from({ length: 1 + random.below(5) }, () => random.pick(TEXTS));
    const kinds = keys.map(() => random.below(8));
    const firstOf = new Map<string, number>();
    const written = random.oneIn(2);
    this.emit('list', op.EMPTY_LIST);
    if (random.oneIn(2)) this.memoize();
    this.mark();
    for (let n = random.below(random.oneIn(10) ? 40 : 12); n > 0; n--) {
      this.emit('dict', op.EMPTY_DICT);
      if (random.oneIn(2) || written) this.memoize();
      this.mark();
      for (const [index, key] of keys.entries()) {
        if (random.oneIn(40)) continue;
        const known = firstOf.get(key);
        if (random.oneIn(60)) {
          this.key();
        } else if (known !== undefined && known < 256 && written) {
          this.emit('key', op.BINGET, known);
        } else {
          this.emit('key', text(key));
          if (written) {
            firstOf.set(key, this.memo.length);
            this.emit(undefined, op.MEMOIZE);
            this.memo.push('key');
          }
        }
        if (random.oneIn(30)) this.value(depth + 1);
        else if (kinds[index] === 0) this.number();
        else if (kinds[index] === 1) this.get();
        else if (kinds[index] === 2) this.emit('other', random.pick([op.EMPTY_LIST, op.EMPTY_DICT, op.EMPTY_TUPLE]));
        else if (kinds[index] === 3) this.emit('key', text(random.pick(TEXTS)));
        else if (kinds[index] === 4) this.emit('key', random.pick([op.NONE, op.NEWTRUE, op.NEWFALSE]));
        else if (kinds[index] === 5) this.emit('key', op.BININT, random.bytes(4));
        else if (kinds[index] === 6 && depth < 2) this.dict(depth + 2);
        else this.emit('key', op.BININT1, random.below(3));
      }
      this.close(undefined, op.SETITEMS);
      // Extended later.
      if (random.oneIn(20)) this.fill(depth + 1);
    }
    this.close(undefined, op.APPENDS);
  }

  class(): void {
    const { random } = this;
    const [module, name] = random.pick(GLOBALS);
    if (random.oneIn(3)) {
      this.emit('class', op.GLOBAL, `${module}\n${name}\n`);
      return;
    }
    if (random.oneIn(30)) {
      this.emit('class', op.EXT1, 1 + random.below(3));
      return;
    }
    this.emit('class', text(module), text(name), op.STACK_GLOBAL);
    if (random.oneIn(2)) this.memoize();
  }

  instance(depth: number): void {
    const { random } = this;
    const form = random.below(6);
    if (form === 0) {
      this.mark();
      for (let n = random.small(3); n > 0; n--) this.value(depth + 1);
      const [module, name] = random.pick(GLOBALS);
      this.close('object', op.INST);
      this.parts.push(pickle(`${module}\n${name}\n`));
    } else if (form === 1) {
      this.mark();
      this.class();
      for (let n = random.small(3); n > 0; n--) this.value(depth + 1);
      this.close('object', op.OBJ);
    } else {
      this.class();
      if (random.oneIn(3)) {
        this.emit('tuple', op.EMPTY_TUPLE);
        if (random.oneIn(3)) this.memoize();
      } else {
        this.tuple(depth);
      }
      if (form === 5) {
        this.dict(depth);
        this.stack.pop();
      }
      this.stack.length = Math.max(0, this.stack.length - 2);
      this.emit('object', form === 2 ? op.NEWOBJ : form === 5 ? op.NEWOBJ_EX : op.REDUCE);
    }
    if (random.oneIn(2)) this.memoize();
    if (random.oneIn(3)) this.build(depth);
    if (random.oneIn(6)) this.fill(depth);
    if (random.oneIn(6)) this.extend(depth);
  }

  build(depth: number): void {
    const { random } = this;
    if (random.oneIn(3)) this.tuple(depth);
    else if (random.oneIn(4)) this.value(depth + 1);
    else this.dict(depth);
    this.stack.pop();
    this.emit(undefined, op.BUILD);
  }

  persistent(depth: number): void {
    const { random } = this;
    if (random.oneIn(2)) {
      this.emit('object', op.PERSID, `${random.pick(['id', '1', 'x y', ''])}\n`);
      return;
    }
    this.value(depth + 1);
    this.stack.pop();
    this.emit('object', op.BINPERSID);
  }

  /** Something with what lies on the stack already. */
  use(): void {
    const { random, stack } = this;
    const top = stack.at(-1);
    switch (random.below(12)) {
      case 0:
        this.memoize();
        return;
      case 1:
        if (top !== undefined && top !== MARK) this.emit(top, op.DUP);
        return;
      case 2:
        if (stack.length > 1 || top === MARK) {
          stack.pop();
          this.emit(undefined, op.POP);
        }
        return;
      case 3:
        if (stack.includes(MARK)) this.close(undefined, op.POP_MARK);
        return;
      case 4:
        if (top !== undefined && top !== MARK) this.build(1);
        return;
      case 5:
        if (top !== undefined && top !== MARK) this.fill(1);
        return;
      case 6:
        if (top !== undefined && top !== MARK) this.extend(1);
        return;
      case 7:
        if (top === 'set') {
          this.mark();
          for (let n = random.small(3); n > 0; n--) this.key();
          this.close(undefined, op.ADDITEMS);
        }
        return;
      case 8:
        this.mark();
        return;
      case 9: {
        const at = stack.lastIndexOf(MARK);
        if (at >= 0) this.close('tuple', random.pick([op.TUPLE, op.LIST, op.DICT, op.FROZENSET]));
        return;
      }
      case 10:
        this.emit('other', op.NEXT_BUFFER);
        if (random.oneIn(2)) this.emit(undefined, op.READONLY_BUFFER);
        return;
      default:
        this.get();
        return;
    }
  }

  /** Leaves one value and no mark, most of the time. */
  finish(): void {
    const { random, stack } = this;
    if (random.oneIn(10)) return;
    for (let at = stack.lastIndexOf(MARK); at >= 0; at = stack.lastIndexOf(MARK)) this.close('tuple', op.TUPLE);
    while (stack.length > 1 && stack.length < 4) {
      const count = stack.length;
      stack.length = 0;
      this.emit('tuple', op.TUPLE1 + count - 1);
    }
  }
}

function sized(data: Uint8Array): (number | Uint8Array)[] {
  return [data.length, data];
}

/** The argument of LONG1. */
function longOf(value: bigint): [number, Uint8Array] {
  let bits = value < 0n ? -value : value;
  let count = 0;
  for (; bits > 0n; bits >>= 8n) count++;
  count = value === 0n ? 0 : count + 1;
  const out = new Uint8Array(count);
  let rest = BigInt.asUintN(8 * count, value);
  for (let i = 0; i < count; i++, rest >>= 8n) out[i] = Number(rest & 0xffn);
  return [count, out];
}

/** The instructions of a made-up program, STOP and frame left out. */
export function program(random: Random): Uint8Array[] {
  const writer = new Writer(random);
  const steps = 1 + random.small(14);
  for (let i = 0; i < steps; i++) {
    if (random.oneIn(3)) writer.use();
    else writer.value(0);
    if (random.oneIn(60)) writer.emit('other', random.pick(opcodes).code, random.bytes(random.below(4)));
  }
  writer.finish();
  return writer.parts;
}

/** A few instructions to put into another program. */
export function fragment(random: Random): Uint8Array {
  const writer = new Writer(random);
  for (let i = 0; i < 8; i++) writer.memo.push('other');
  if (random.oneIn(3)) writer.use();
  else writer.value(random.below(4));
  return pickle(...writer.parts);
}

/**
 * A pickle of these instructions: with a protocol most of the time, with a frame now and then, and seldom with one of a
 * wrong length.
 */
export function assemble(random: Random, instructions: readonly Uint8Array[]): Uint8Array {
  const body = pickle(...instructions, op.STOP);
  if (random.oneIn(4)) return body;
  if (random.oneIn(2)) return pickle(op.PROTO, random.oneIn(6) ? random.below(7) : 4, body);
  const length = random.oneIn(12) ? Math.max(0, body.length + random.below(9) - 4) : body.length;
  return pickle(op.PROTO, 4, op.FRAME, uint8(BigInt(length)), body);
}
