// Facts about opcodes that the loop looks up: bytes of the fixed part of the argument (the argument itself or its count), and
// whether the opcode puts a value on the stack.
import * as op from '../../src/shared/opcodes';

const SIZES: usize = memory.data(256, 16);

/** Bits of PUSHES_NOTHING and IS_SCALAR. */
const TRAITS: usize = memory.data(256, 16);
const PUSHES_NOTHING: u8 = 1;
const IS_SCALAR: u8 = 2;

/** Fills the tables; once per instance. */
export function prepareArguments(): void {
  if (argumentSize(op.PROTO) != 0) return;
  for (let i = 0; i < PUSH_NOTHING.length; i++) store<u8>(TRAITS + unchecked(PUSH_NOTHING[i]), PUSHES_NOTHING);
  for (let i = 0; i < SCALARS.length; i++) store<u8>(TRAITS + unchecked(SCALARS[i]), IS_SCALAR);
  for (let i = 0; i < UINT1.length; i++) store<u8>(SIZES + unchecked(UINT1[i]), 1);
  for (let i = 0; i < UINT2.length; i++) store<u8>(SIZES + unchecked(UINT2[i]), 2);
  for (let i = 0; i < UINT4.length; i++) store<u8>(SIZES + unchecked(UINT4[i]), 4);
  for (let i = 0; i < UINT8.length; i++) store<u8>(SIZES + unchecked(UINT8[i]), 8);
}

const UINT1: StaticArray<i32> = [
  op.BININT1, op.LONG1, op.SHORT_BINSTRING, op.SHORT_BINBYTES, op.SHORT_BINUNICODE, op.BINGET, op.BINPUT, op.EXT1, op.PROTO,
];
const UINT2: StaticArray<i32> = [op.BININT2, op.EXT2];
const UINT4: StaticArray<i32> = [op.BININT, op.LONG4, op.BINSTRING, op.BINBYTES, op.BINUNICODE, op.LONG_BINGET, op.LONG_BINPUT, op.EXT4];
const UINT8: StaticArray<i32> = [op.BINBYTES8, op.BYTEARRAY8, op.BINUNICODE8, op.BINFLOAT, op.FRAME];

@inline export function argumentSize(code: i32): usize {
  return <usize>load<u8>(SIZES + code);
}

/** An unsigned argument, or the count in front of a payload, of `size` bytes. */
@inline export function unsignedAt(at: usize, size: usize): u64 {
  if (size == 1) return <u64>load<u8>(at);
  if (size == 2) return <u64>load<u16>(at);
  return size == 4 ? <u64>load<u32>(at) : load<u64>(at);
}

const PUSH_NOTHING: StaticArray<i32> = [
  op.POP, op.POP_MARK, op.APPEND, op.APPENDS, op.SETITEM, op.SETITEMS, op.ADDITEMS, op.BUILD, op.PUT, op.BINPUT, op.LONG_BINPUT,
  op.MEMOIZE, op.READONLY_BUFFER, op.PROTO, op.FRAME, op.STOP,
];

/** True for opcodes that put a value or a mark on the stack (`limits.nodes`). */
@inline export function pushes(code: i32): bool {
  return (load<u8>(TRAITS + code) & PUSHES_NOTHING) == 0;
}

const SCALARS: StaticArray<i32> = [
  op.BININT, op.BININT1, op.BININT2, op.LONG1, op.NONE, op.NEWTRUE, op.NEWFALSE, op.BINFLOAT, op.SHORT_BINUNICODE, op.BINUNICODE,
  op.EMPTY_LIST, op.EMPTY_TUPLE, op.EMPTY_DICT, op.EMPTY_SET, op.BINGET, op.LONG_BINGET,
];

/** True for what the loop of scalars in machine/scalars.ts knows. */
@inline export function isScalar(code: i32): bool {
  return (load<u8>(TRAITS + code) & IS_SCALAR) != 0;
}
