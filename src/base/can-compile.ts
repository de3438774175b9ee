import { isEngineLimit } from './errors.js';

let compiling: boolean | undefined;

/** False where `new Function` is forbidden. */
export function canCompile(): boolean {
  if (compiling === undefined) {
    try {
      compiling = new Function('return true')() === true;
    } catch (error) {
      // No room on the stack now is no answer.
      if (isEngineLimit(error as Error)) return false;
      compiling = false;
    }
  }
  return compiling;
}
