// What both compilers (tsc and asc) know of opcodes.
// Made from src/format/opcodes.ts by scripts/make-opcode-traits.mjs; do not edit.

/** The highest protocol of an opcode, and so the highest there is. */
export const HIGHEST_PROTOCOL = 5;

/** The lowest and the highest opcode byte. */
export const FIRST_OPCODE = 0x28;
export const LAST_OPCODE = 0x98;
/**
 * A character for each opcode byte from FIRST_OPCODE to LAST_OPCODE: TRAIT_* in its low five bits, none where there is
 * no opcode.
 */
export const OPCODE_TRAITS =
  '@@@@@@P@PP@@@@@@@@@@@@@@@@KI@@ED@ECAEB@@E@@EKIE@K@@@@@@@@PPF@P@EAFC@@@@@UQSP@P@@@@@@@@@@Q@ABC@@@@@IKILL@P@@@PTL@P';

/** What follows: 0 nothing, 1 to 4 a number or a count of 1, 2, 4, 8 bytes; above TRAIT_LINES that many lines more. */
export const TRAIT_SIZE = 7;
export const TRAIT_LINES = 4;
/** The number is a count, and so many bytes follow it. */
export const TRAIT_COUNTED = 8;
/** No new value and no mark comes on the stack. */
export const TRAIT_PUSHES_NOTHING = 16;
