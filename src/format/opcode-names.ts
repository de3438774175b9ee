/** Names of the opcodes for error messages: the names of src/shared/opcodes.ts as short as a bundle can have them; a test compares both. */

/** Opcodes below 0x80: the byte, then the name. */
const ASCII =
  '(MARK )EMPTY_TUPLE .STOP 0POP 1POP_MARK 2DUP BBINBYTES CSHORT_BINBYTES FFLOAT GBINFLOAT IINT JBININT KBININT1 LLONG MBININT2 NNONE ' +
  'PPERSID QBINPERSID RREDUCE SSTRING TBINSTRING USHORT_BINSTRING VUNICODE XBINUNICODE ]EMPTY_LIST aAPPEND bBUILD cGLOBAL dDICT ' +
  'eAPPENDS gGET hBINGET iINST jLONG_BINGET lLIST oOBJ pPUT qBINPUT rLONG_BINPUT sSETITEM tTUPLE uSETITEMS }EMPTY_DICT';

/** Opcodes from 0x80 on, without a gap. */
const FROM_80 =
  'PROTO NEWOBJ EXT1 EXT2 EXT4 TUPLE1 TUPLE2 TUPLE3 NEWTRUE NEWFALSE LONG1 LONG4 SHORT_BINUNICODE BINUNICODE8 BINBYTES8 EMPTY_SET ' +
  'ADDITEMS FROZENSET NEWOBJ_EX STACK_GLOBAL MEMOIZE FRAME BYTEARRAY8 NEXT_BUFFER READONLY_BUFFER';

/** `pickletools`' name of an opcode byte, or undefined. */
export function opcodeName(byte: number): string | undefined {
  if (byte >= 0x80) return FROM_80.split(' ')[byte - 0x80];
  const first = String.fromCharCode(byte);
  return ASCII.split(' ')
    .find((name) => name[0] === first)
    ?.slice(1);
}
