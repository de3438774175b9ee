// Facts about opcodes that the loop looks up, by opcode byte: bytes of the fixed part of the argument (the argument
// itself or its count), whether the opcode puts a value on the stack, and whether it is a scalar.
import {
  FIRST_OPCODE, LAST_OPCODE, OPCODE_TRAITS, TRAIT_LINES, TRAIT_PUSHES_NOTHING, TRAIT_SIZE,
} from '../../src/shared/opcode-traits';
import * as op from '../../src/shared/opcodes';

const SIZES: usize = memory.data(256, 16);

/** Bits of TRAIT_PUSHES_NOTHING and IS_SCALAR. */
const TRAITS: usize = memory.data(256, 16);
const IS_SCALAR: u8 = 0x80;

/** Fills the tables; once per instance. */
export function prepareArguments(): void {
  if (argumentSize(op.PROTO) != 0) return;
  for (let i = 0; i <= LAST_OPCODE - FIRST_OPCODE; i++) {
    const traits = <i32>load<u8>(changetype<usize>(OPCODE_TRAITS) + (i << 1));
    const size: i32 = traits & TRAIT_SIZE;
    const bytes: i32 = size > TRAIT_LINES ? 0 : (1 << size) >> 1;
    store<u8>(SIZES + i, <u8>bytes, FIRST_OPCODE);
    store<u8>(TRAITS + i, <u8>(traits & TRAIT_PUSHES_NOTHING), FIRST_OPCODE);
  }
  for (let i = 0; i < SCALAR_COUNT; i++) store<u8>(TRAITS + load<u8>(SCALARS + i), IS_SCALAR);
}

@inline export function argumentSize(code: i32): usize {
  return <usize>load<u8>(SIZES + code);
}

/** An unsigned argument, or the count in front of a payload, of `size` bytes. */
export function unsignedAt(at: usize, size: usize): u64 {
  if (size == 1) return <u64>load<u8>(at);
  if (size == 2) return <u64>load<u16>(at);
  return size == 4 ? <u64>load<u32>(at) : load<u64>(at);
}

/** True for opcodes that put a value or a mark on the stack (`limits.nodes`). */
@inline export function pushes(code: i32): bool {
  return (load<u8>(TRAITS + code) & TRAIT_PUSHES_NOTHING) == 0;
}

const SCALARS: usize = memory.data<u8>([
  <u8>op.BININT, <u8>op.BININT1, <u8>op.BININT2, <u8>op.LONG1, <u8>op.NONE, <u8>op.NEWTRUE,
  <u8>op.NEWFALSE, <u8>op.BINFLOAT, <u8>op.SHORT_BINUNICODE, <u8>op.BINUNICODE,
  <u8>op.EMPTY_LIST, <u8>op.EMPTY_TUPLE, <u8>op.EMPTY_DICT, <u8>op.EMPTY_SET, <u8>op.BINGET, <u8>op.LONG_BINGET,
]);
const SCALAR_COUNT: i32 = 16;

/** True for what the loop of scalars in machine/scalars.ts knows. */
@inline export function isScalar(code: i32): bool {
  return (load<u8>(TRAITS + code) & IS_SCALAR) != 0;
}
