// The tape: what the WASM scanner writes and the builder reads (docs/tape.md). Read by both compilers: plain constants
// only.
//
// Every element starts with four 32-bit words: [op | kind << 16, slot, object id + 1 or 0, offset of the opcode in the
// window]. A run of n values is [mode, words]: MODE_* says how.

// --- Elements ---
// What they mean and what is behind their headers: src/engines/wasm/scanner/tape-layouts.ts, and docs/tape.md.
/** Ends the tape of one drain. */
export const TAPE_END = 0;
export const TAPE_VALUES = 1;
export const TAPE_PUT = 2;
export const TAPE_LIST = 3;
export const TAPE_EXTEND = 4;
export const TAPE_TUPLE = 5;
export const TAPE_DICT = 6;
export const TAPE_SETITEMS = 7;
export const TAPE_RECORD = 8;
export const TAPE_SHAPE = 9;
export const TAPE_SET = 10;
export const TAPE_ADDITEMS = 11;
export const TAPE_FROZENSET = 12;
export const TAPE_BYTES = 13;
export const TAPE_TEXT = 14;
export const TAPE_OLD_TEXT = 15;
export const TAPE_QUOTED = 16;
export const TAPE_RAW_TEXT = 17;
export const TAPE_INT_TEXT = 18;
export const TAPE_FLOAT_TEXT = 19;
export const TAPE_BIGINT = 20;
export const TAPE_KNOWN = 21;
export const TAPE_KEEP = 22;
/**
 * From here on, what comes of the element is known only when it is done: a call, a name, a buffer. The builder asks
 * what kind it is, and nothing may be unfinished meanwhile, since others may look at it.
 */
export const FIRST_FROM_HOST = 23;
export const TAPE_GLOBAL = 23;
export const TAPE_EXTENSION = 24;
export const TAPE_REDUCE = 25;
export const TAPE_NEWOBJ = 26;
export const TAPE_NEWOBJ_EMPTY = 27;
export const TAPE_NEWOBJ_EX = 28;
export const TAPE_OBJ = 29;
export const TAPE_INST = 30;
export const TAPE_BUILD = 31;
export const TAPE_PERSID = 32;
export const TAPE_BINPERSID = 33;
export const TAPE_NEXT_BUFFER = 34;
export const TAPE_READONLY = 35;
export const TAPE_POP = 36;
export const TAPE_STOP = 37;
export const TAPE_FETCH = 38;
export const TAPE_CALL_BYTES = 39;
export const TAPE_LATE = 40;

// --- Representations: where a value of a run is found ---
/** None, False, True: 0, 1, 2. */
export const REP_CONST = 0;
/** Signed 32-bit word. */
export const REP_INT = 1;
/** Next double of the pool. */
export const REP_NUM = 2;
/** String id. */
export const REP_STR = 3;
/** The builder's slot of that depth. */
export const REP_SLOT = 4;
/** Object id. */
export const REP_OBJECT = 5;
/** Next 64 bits of the pool, a signed integer beyond 2^53. */
export const REP_BIG = 6;
/** Next 64 bits of the pool, an unsigned integer beyond 2^63. */
export const REP_UBIG = 7;
/**
 * From here on: in the memo, what is not made yet. An empty list, dict, set or tuple that no opcode has needed yet;
 * never on the tape.
 */
export const REP_PENDING = 8;
/** Fields of shapes only: the next double of the pool, a Python float; there REP_NUM is an int. */
export const REP_FLOAT = 9;
/** Bytes of a call, or the tuple of them, in the memo: nobody has asked for them yet. Never on the tape. */
export const REP_LATE = 10;

// --- Modes: how the values of a run are written ---
/** n words, each `REP_* | kind << 8 | constant << 16`, followed by a word for INT, STR and OBJECT. */
export const MODE_MIXED = 0;
export const MODE_INT = 1;
/** n doubles of the pool that are Python floats. */
export const MODE_FLOAT = 2;
/** n string ids. */
export const MODE_STR = 3;
/** The slots themselves, nothing on the tape. */
export const MODE_SLOT = 4;

// --- Fields of the header block that the scanner leaves for the host, in words ---
export const HEAD_POSITION = 0;
export const HEAD_NEED = 1;
export const HEAD_FAULT = 2;
export const HEAD_FAULT_OFFSET = 3;
export const HEAD_FAULT_DETAIL = 4;
export const HEAD_TAPE = 5;
export const HEAD_TAPE_END = 6;
export const HEAD_POOL = 7;
export const HEAD_STRINGS = 8;
export const HEAD_STRING_COUNT = 9;
export const HEAD_ARENA = 10;
export const HEAD_WIDE = 11;
export const HEAD_FIRST_STRING = 12;
export const HEAD_OBJECTS = 13;
export const HEAD_PAYLOAD = 14;
export const HEAD_PAYLOAD_SLOT = 15;
export const HEAD_WINDOW = 16;
export const HEAD_NEED_HIGH = 17;
/** 1 when a call ended because the memory cannot grow; the instance is of no use any more. */
export const HEAD_NO_MEMORY = 18;
/** A double: where the last frame begins, from the window's start on. Behind it, a double too: where it ends. */
export const HEAD_FRAME = 20;
export const HEAD_WORDS = 24;

// --- What a payload is ---
export const PAYLOAD_BYTES = 0;
export const PAYLOAD_BYTEARRAY = 1;
/** From here on: text. */
export const PAYLOAD_TEXT = 2;
export const PAYLOAD_OLD_TEXT = 3;

/** A text longer than this many bytes is decoded from the source by the host. */
export const LONG_TEXT = 8192;
/** Dicts with more keys than this are not records. */
export const MAX_FIELDS = 32;
