// Bytes of the fixed part of each opcode's argument: the argument itself or its count.
import * as op from '../src/shared/opcodes';

const SIZES: usize = memory.data(256, 16);

/** Fills the table; once per instance. */
export function prepareArguments(): void {
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
