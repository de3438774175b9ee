// The scanner: a whole abstract pickle machine that writes a tape (docs/tape.md). What the host may call.
export { HEAD } from './memory';
export { windowOf } from './input/window';
export { configure } from './machine/settings';
export { begin, scan } from './machine/scan';
