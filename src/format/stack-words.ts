/**
 * What opcodes take from and leave on the stack: the words of the opcode table's stack columns.
 *
 * Source: the `StackObject` records of CPython's pickletools; names are the same.
 */

/** A kind of thing on the unpickler's stack. Compared by identity. */
export interface StackObject {
  /** Name as in pickletools, for instance `'int_or_bool'`. */
  readonly name: string;
  readonly doc: string;
}

/** An int. */
export const int: StackObject = { name: 'int', doc: 'An int.' };
/** What INT pushes. */
export const intOrBool: StackObject = { name: 'int_or_bool', doc: 'An int, or a bool written as an int.' };
/** True or False. */
export const bool: StackObject = { name: 'bool', doc: 'True or False.' };
/** A float. */
export const float: StackObject = { name: 'float', doc: 'A float.' };
/** A Python 2 str. */
export const bytesOrStr: StackObject = {
  name: 'bytes_or_str',
  doc: 'A Python 2 str: bytes or str, as the `encoding` of the load says.',
};
/** A bytes object. */
export const bytes: StackObject = { name: 'bytes', doc: 'A bytes object.' };
/** A bytearray. */
export const bytearray: StackObject = { name: 'bytearray', doc: 'A bytearray.' };
/** A str. */
export const str: StackObject = { name: 'str', doc: 'A str.' };
/** The None object. */
export const none: StackObject = { name: 'None', doc: 'The None object.' };
/** A tuple. */
export const tuple: StackObject = { name: 'tuple', doc: 'A tuple.' };
/** A list. */
export const list: StackObject = { name: 'list', doc: 'A list.' };
/** A dict. */
export const dict: StackObject = { name: 'dict', doc: 'A dict.' };
/** A set. */
export const set: StackObject = { name: 'set', doc: 'A set.' };
/** A frozenset. */
export const frozenset: StackObject = { name: 'frozenset', doc: 'A frozenset.' };
/** A buffer from outside the pickle. */
export const buffer: StackObject = { name: 'buffer', doc: 'A buffer that travels beside the pickle (PEP 574).' };
/** Anything at all. */
export const any: StackObject = { name: 'any', doc: 'Any object.' };
/** The mark. */
export const mark: StackObject = { name: 'mark', doc: 'The mark that MARK pushes: a fence, not a value.' };
/** Everything above the topmost mark. */
export const stackslice: StackObject = { name: 'stackslice', doc: 'All objects above the topmost mark, however many.' };
