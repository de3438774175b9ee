// What a call of the scanner ends with. Read by both compilers: plain constants only. Faults are in faults.ts.

export const SCAN_DONE = 0;
/** More input is needed: HEAD_NEED bytes from HEAD_POSITION on. */
export const SCAN_MORE = 1;
/** A payload of HEAD_NEED bytes starts at HEAD_POSITION; the next window starts behind it. */
export const SCAN_PAYLOAD = 2;
/** The tape is full: drain it and call again. */
export const SCAN_DRAIN = 3;
/** HEAD_FAULT, HEAD_FAULT_OFFSET and HEAD_FAULT_DETAIL say what is wrong. */
export const SCAN_FAULT = 4;
