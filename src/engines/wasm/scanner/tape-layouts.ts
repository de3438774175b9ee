/**
 * What each element of the tape has behind its header: for the printer, for the table of docs/tape.md, and for tests of
 * both.
 */
import * as TAPE from '../../../shared/tape.js';

/**
 * A word or more of the tape. `run`, `keys` and `values` are a mode and what it needs, and the pool with it; `fields`
 * and `values of the shape` are as many as the shape says. `module`, `name` and `text` are string ids. All others are
 * one number.
 */
export type TapeWord =
  | 'first slot'
  | 'n'
  | 'run'
  | 'keys'
  | 'values'
  | 'shape'
  | 'fields'
  | 'values of the shape'
  | 'module'
  | 'name'
  | 'text'
  | 'protocol'
  | 'start'
  | 'length'
  | 'string id + 1 or 0 for bytes'
  | 'callee + 1 or 0 for the slot'
  | 'where the length of the bytes is'
  | 'code'
  | 'kind of the state'
  | 'known list'
  | 'objects';

/** One kind of element. */
export interface TapeLayout {
  readonly op: number;
  /** What the builder does. */
  readonly makes: string;
  readonly words: readonly TapeWord[];
}

const RUN: readonly TapeWord[] = ['first slot', 'n', 'run'];
const PAIRS: readonly TapeWord[] = ['first slot', 'n', 'keys', 'values'];
const PIECE: readonly TapeWord[] = ['start', 'length'];
const CALL: readonly TapeWord[] = ['callee + 1 or 0 for the slot'];

/** All elements but the one that ends a tape, grouped as people look for them. */
export const TAPE_LAYOUTS: readonly TapeLayout[] = /*#__PURE__*/ [
  {
    op: TAPE.TAPE_RECORD,
    makes: 'a dict whose keys are all str, by its shape',
    words: ['first slot', 'shape', 'values of the shape'],
  },
  { op: TAPE.TAPE_SHAPE, makes: 'nothing: describes the shape that is in place of the slot', words: ['n', 'fields'] },
  { op: TAPE.TAPE_LIST, makes: 'a list', words: RUN },
  { op: TAPE.TAPE_TUPLE, makes: 'a tuple', words: RUN },
  { op: TAPE.TAPE_SET, makes: 'a set', words: RUN },
  { op: TAPE.TAPE_FROZENSET, makes: 'a frozenset', words: RUN },
  {
    op: TAPE.TAPE_DICT,
    makes: 'a dict that is no record; keys and values take turns from the first slot on',
    words: PAIRS,
  },
  { op: TAPE.TAPE_EXTEND, makes: 'nothing: items for the list or object in the slot', words: RUN },
  { op: TAPE.TAPE_ADDITEMS, makes: 'nothing: items for the set or object in the slot', words: RUN },
  { op: TAPE.TAPE_SETITEMS, makes: 'nothing: pairs for the dict or object in the slot', words: PAIRS },
  { op: TAPE.TAPE_VALUES, makes: 'scalars in slots', words: RUN },
  { op: TAPE.TAPE_FETCH, makes: 'the object of that id in the slot', words: [] },
  { op: TAPE.TAPE_PUT, makes: 'nothing: an object id for what is in the slot', words: [] },
  { op: TAPE.TAPE_BYTES, makes: 'bytes, a bytearray, or a Python 2 str kept as bytes', words: PIECE },
  { op: TAPE.TAPE_TEXT, makes: 'long text, UTF-8; its string id is in place of the slot', words: PIECE },
  { op: TAPE.TAPE_OLD_TEXT, makes: 'a Python 2 str to be decoded; as `TEXT`', words: PIECE },
  {
    op: TAPE.TAPE_QUOTED,
    makes: 'the quoted str of STRING',
    words: ['start', 'length', 'string id + 1 or 0 for bytes'],
  },
  { op: TAPE.TAPE_RAW_TEXT, makes: 'the raw-unicode-escape text of UNICODE; as `TEXT`', words: PIECE },
  { op: TAPE.TAPE_INT_TEXT, makes: 'the decimal int of INT or LONG', words: PIECE },
  { op: TAPE.TAPE_FLOAT_TEXT, makes: 'the float of FLOAT', words: PIECE },
  { op: TAPE.TAPE_BIGINT, makes: "the int of LONG1 or LONG4, two's complement", words: PIECE },
  {
    op: TAPE.TAPE_GLOBAL,
    makes: 'what a name stands for; -1: the text is in the slot, or in the one above',
    words: ['module', 'name', 'protocol'],
  },
  { op: TAPE.TAPE_EXTENSION, makes: 'what an extension code stands for', words: ['code', 'protocol'] },
  { op: TAPE.TAPE_REDUCE, makes: 'the result of a call; arguments in the slot above', words: CALL },
  { op: TAPE.TAPE_NEWOBJ, makes: 'an instance; arguments in the slot above', words: CALL },
  { op: TAPE.TAPE_NEWOBJ_EMPTY, makes: 'an instance, no arguments', words: CALL },
  {
    op: TAPE.TAPE_NEWOBJ_EX,
    makes: 'an instance of the class in the slot; arguments and a dict of keywords in the two above',
    words: [],
  },
  { op: TAPE.TAPE_OBJ, makes: 'an instance of the class in the slot', words: RUN },
  { op: TAPE.TAPE_INST, makes: 'an instance of a named class', words: ['module', 'name', 'protocol', ...RUN] },
  {
    op: TAPE.TAPE_BUILD,
    makes: 'nothing: the slot above is the state of the object in the slot',
    words: ['kind of the state'],
  },
  {
    op: TAPE.TAPE_CALL_BYTES,
    makes: 'the result of a call with bytes alone, which the builder reads where they are',
    words: ['callee + 1 or 0 for the slot', 'where the length of the bytes is'],
  },
  {
    op: TAPE.TAPE_LATE,
    makes: 'bytes of such a call, or the tuple of them, that a GET asks for',
    words: ['where the length of the bytes is'],
  },
  { op: TAPE.TAPE_KNOWN, makes: 'a list that is equal to one met before', words: ['known list'] },
  { op: TAPE.TAPE_KEEP, makes: 'nothing: what is in that list', words: ['known list', 'n', 'objects'] },
  { op: TAPE.TAPE_PERSID, makes: 'what a persistent id stands for', words: ['text'] },
  { op: TAPE.TAPE_BINPERSID, makes: 'the same for the id in the slot', words: [] },
  { op: TAPE.TAPE_NEXT_BUFFER, makes: 'the next out-of-band buffer', words: [] },
  { op: TAPE.TAPE_READONLY, makes: 'a read-only view of what is in the slot', words: [] },
  { op: TAPE.TAPE_POP, makes: 'nothing: POP of the object in the slot', words: [] },
  { op: TAPE.TAPE_STOP, makes: 'the result, which is in the slot', words: [] },
];
