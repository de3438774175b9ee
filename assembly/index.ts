// The scanner: a whole abstract pickle machine that writes a tape (docs/tape.md). What the host may call.
export { HEAD } from './memory';
export { windowOf } from './window';
export { configure, begin, limitDigits, scan } from './scan';
