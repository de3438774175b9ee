/** What went wrong, said in one line on stderr each, and the exit code that follows. */
import { PickleError } from '../index.js';

/** Everything was done. */
export const EXIT_OK = 0;
/** A file is no pickle, or only a part of it is. */
export const EXIT_BAD_PICKLE = 1;
/** The command line makes no sense, or a file cannot be read or written. */
export const EXIT_USAGE = 2;

/** Not one of the package's errors, but the user's to solve: shown as it is, without a stack. */
export class CommandError extends Error {
  readonly exitCode: number;
  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}

const SYSTEM_ERRORS: Record<string, string> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EISDIR: 'is a directory',
  ENOTDIR: 'a part of the path is not a directory',
  ENOSPC: 'no space left on the device',
  EROFS: 'the file system is read-only',
};

/** Writes problems and remembers the worst. */
export class Problems {
  exitCode = EXIT_OK;
  readonly #write: (line: string) => void;

  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  /** A problem that leaves the exit code alone. */
  warn(name: string, message: string): void {
    this.#write(`pickle-wasm: ${oneLine(name)}: ${oneLine(message)}\n`);
  }

  /** Anything that was thrown while working on the file called `name`. */
  report(name: string, error: unknown): void {
    this.exitCode = Math.max(this.exitCode, exitCodeOf(error));
    this.warn(name, messageOf(error));
  }
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommandError) return error.exitCode;
  return systemMessage(error) === undefined ? EXIT_BAD_PICKLE : EXIT_USAGE;
}

function messageOf(error: unknown): string {
  if (error instanceof PickleError) {
    const { message, offset, opcode } = error;
    if (offset === undefined || message.includes('offset ')) return message;
    return `${message} (offset ${offset}${opcode === undefined ? '' : `, ${opcode}`})`;
  }
  return systemMessage(error) ?? (error instanceof Error ? error.message : String(error));
}

/** What a system call says; undefined for other errors. */
function systemMessage(error: unknown): string | undefined {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (typeof syscall !== 'string' || typeof code !== 'string') return undefined;
  return SYSTEM_ERRORS[code] ?? `${syscall} failed with ${code}`;
}

/** Control characters as escapes: a name in a hostile pickle must not steer the terminal. */
export function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, (character) => {
    if (character === '\n') return '\\n';
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
