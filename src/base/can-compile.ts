let compiling: boolean | undefined;

/** False where `new Function` is forbidden. */
export function canCompile(): boolean {
  if (compiling === undefined) {
    try {
      compiling = new Function('return true')() === true;
    } catch {
      compiling = false;
    }
  }
  return compiling;
}
