/** The tape of the last scan (docs/tape.md): its memory, and how far it has been read. */
import type { Scanner } from './scanner/scanner.js';

const NO_WORDS = /*#__PURE__*/ new Int32Array(0);
const NO_DOUBLES = /*#__PURE__*/ new Float64Array(0);
const NO_BIGS = /*#__PURE__*/ new BigInt64Array(0);
const NO_UBIGS = /*#__PURE__*/ new BigUint64Array(0);

/** Views of the scanner's memory, valid until its next `scan`; the builder moves `p`, whoever reads a run or record moves `p` and `q` behind it. */
export class TapeCursor {
  words: Int32Array = NO_WORDS;
  /** The pool: three views of the same eight bytes. */
  doubles: Float64Array = NO_DOUBLES;
  bigs: BigInt64Array = NO_BIGS;
  ubigs: BigUint64Array = NO_UBIGS;
  /** Index of the next word, and of the next entry of the pool. */
  p = 0;
  q = 0;

  /** Goes to the beginning of the scanner's tape. */
  open(scanner: Scanner): void {
    this.words = scanner.words;
    this.doubles = scanner.doubles;
    this.bigs = scanner.bigs;
    this.ubigs = scanner.ubigs;
    this.p = scanner.tapeStart;
    this.q = scanner.poolStart;
  }

  /** Lets go of the scanner's memory. */
  close(): void {
    this.words = NO_WORDS;
    this.doubles = NO_DOUBLES;
    this.bigs = NO_BIGS;
    this.ubigs = NO_UBIGS;
  }
}
