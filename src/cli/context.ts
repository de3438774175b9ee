/** What every command works with, and the loop over its files. */
import { TruncatedError, UnpicklingError } from '../index.js';
import { explain } from '../inspect/index.js';
import { DEFAULT_MAX_SIZE, type Input, inputName, readInput } from './input.js';
import { Output, OutputError, ReaderGone, STDOUT } from './output.js';
import { CommandError, EXIT_BAD_PICKLE, inCommands, messageOf, Problems } from './problems.js';
import { Progress, type Report } from './progress.js';
import { createStyle, type Style, wantsColor } from './style.js';
import { terminalWidth } from './width.js';

/** What a command does with a file. */
type Work = (input: Input) => void | Promise<void>;

/** How `forEach` goes over the files. */
interface Loop {
  headings?: boolean;
  containers?: boolean;
}

/** The surroundings of a command. */
export class Context {
  readonly #colors = wantsColor(process.stdout, process.env);
  readonly output = new Output(1, this.#colors);
  readonly problems = new Problems((line) => process.stderr.write(line));
  readonly progress = new Progress(process.stderr);
  readonly style: Style = createStyle(this.#colors);
  /** Columns that a line should have at most. */
  readonly width = terminalWidth(process.stdout, process.env);
  /** Most bytes of a file or stream, and of what it is unpacked to. */
  maxSize = DEFAULT_MAX_SIZE;

  /** A stage that writes as it goes: on a terminal its text is in the bar's way, and shows the progress itself. */
  writingStage(name: string): Report {
    return process.stdout.isTTY ? () => undefined : this.progress.stage(name);
  }

  /**
   * Reads every file and hands it to `work`. What fails is reported, and the next file is worked on.
   * @param headings with more than one file, each one's name stands above what is written for it
   * @param containers files of PyTorch, NumPy and joblib are read, too: `input.source` is set
   */
  async forEach(paths: readonly string[], { headings = false, containers = false }: Loop, work: Work): Promise<void> {
    let first = true;
    for (const path of paths) {
      if (headings && paths.length > 1) {
        if (!first) this.output.line('');
        this.output.line(this.style.faint(`==> ${inputName(path)} <==`));
      }
      first = false;
      try {
        const input = await readInput(path, this.progress, this.maxSize, containers);
        try {
          await this.#work(input, work);
        } finally {
          await input.close();
        }
      } catch (error) {
        if (error instanceof ReaderGone || (error instanceof OutputError && error.blamed === STDOUT)) throw error;
        this.progress.clear();
        this.output.flush();
        this.problems.report(inputName(path), error);
      }
    }
    this.progress.clear();
    this.output.flush();
  }

  async #work(input: Input, work: Work): Promise<void> {
    const damage = input.damage === undefined ? undefined : new CommandError(input.damage, EXIT_BAD_PICKLE);
    try {
      await work(input);
    } catch (error) {
      // The pickle ends early because the packed file does.
      if (damage !== undefined && error instanceof (input.source === undefined ? TruncatedError : UnpicklingError))
        throw damage;
      throw input.source === undefined ? withExplanation(error, input.bytes) : error;
    }
    if (damage !== undefined) throw damage;
  }
}

/** The error with what the file looks like, if it does not look like the pickle that it should be. */
function withExplanation(error: unknown, bytes: Uint8Array): unknown {
  if (!(error instanceof UnpicklingError)) return error;
  const explanation = explain(bytes) ?? memoAdvice(error);
  return explanation === undefined
    ? error
    : new CommandError(`${messageOf(error)}; ${inCommands(explanation)}`, EXIT_BAD_PICKLE);
}

/** A GET that finds nothing is what the second pickle of one Pickler comes to without the memo of the first. */
function memoAdvice({ message, offset }: UnpicklingError): string | undefined {
  const isMemo = offset !== undefined && offset > 2 && message.startsWith('Memo value not found');
  return isMemo ? 'if one Pickler wrote several pickles into the file, they share a memo: give --memo' : undefined;
}
