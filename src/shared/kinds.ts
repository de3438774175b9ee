// Python kind of a value on the unpickler's stack. Read by both compilers (tsc and asc): plain constants only.
// JavaScript alone cannot tell a list from a tuple or a set from a frozenset in the natural value model; the kind can.

export const KIND_NONE = 0;
export const KIND_BOOL = 1;
export const KIND_INT = 2;
export const KIND_FLOAT = 3;
export const KIND_STR = 4;
export const KIND_BYTES = 5;
/** A tuple whose items are all hashable. */
export const KIND_TUPLE = 6;
export const KIND_FROZENSET = 7;
export const KIND_GLOBAL = 8;
/** Result of REDUCE, NEWOBJ, INST, a persistent id, a buffer: the value itself must say what it is. */
export const KIND_OBJECT = 9;
/** From here on: not hashable. */
export const KIND_UNHASHABLE = 10;
/** A tuple that contains something unhashable. */
export const KIND_TUPLE_UNHASHABLE = 10;
export const KIND_LIST = 11;
export const KIND_DICT = 12;
export const KIND_SET = 13;
export const KIND_BYTEARRAY = 14;
