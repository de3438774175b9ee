/** What a missing memo entry means behind the first pickle of an input. */
import { UnpicklingError } from '../base/index.js';

/** The error, with a remedy when it is what the second pickle of one Pickler comes to without the memo of the first. */
export function withMemoAdvice(error: unknown, isFirst: boolean): unknown {
  if (!isFirst && error instanceof UnpicklingError && error.message.startsWith('Memo value not found'))
    error.message += '; pickles that one Pickler wrote share a memo: read them with Unpickler';
  return error;
}
