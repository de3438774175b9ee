/** What every command works with, and the loop over its files. */
import { TruncatedError } from '../index.js';
import { type Input, inputName, readInput } from './input.js';
import { Output, ReaderGone } from './output.js';
import { CommandError, EXIT_BAD_PICKLE, Problems } from './problems.js';
import { Progress, type Report } from './progress.js';
import { createStyle, type Style, wantsColor } from './style.js';

/** The surroundings of a command. */
export class Context {
  readonly output = new Output(1);
  readonly problems = new Problems((line) => process.stderr.write(line));
  readonly progress = new Progress(process.stderr);
  readonly style: Style = createStyle(wantsColor(process.stdout, process.env));

  /** A stage that writes as it goes: on a terminal its text is in the bar's way, and shows the progress itself. */
  writingStage(name: string): Report {
    return process.stdout.isTTY ? () => undefined : this.progress.stage(name);
  }

  /**
   * Reads every file and hands it to `work`. What fails is reported, and the next file is worked on.
   * @param headings with more than one file, each one's name stands above what is written for it
   */
  async forEach(paths: readonly string[], headings: boolean, work: (input: Input) => void | Promise<void>): Promise<void> {
    let first = true;
    for (const path of paths) {
      if (headings && paths.length > 1) this.output.write(`${first ? '' : '\n'}${this.style.faint(`==> ${inputName(path)} <==`)}\n`);
      first = false;
      try {
        const input = await readInput(path, this.progress);
        await this.#work(input, work);
      } catch (error) {
        if (error instanceof ReaderGone) throw error;
        this.progress.clear();
        this.output.flush();
        this.problems.report(inputName(path), error);
      }
    }
    this.progress.clear();
    this.output.flush();
  }

  async #work(input: Input, work: (input: Input) => void | Promise<void>): Promise<void> {
    const damage = input.damage === undefined ? undefined : new CommandError(input.damage, EXIT_BAD_PICKLE);
    try {
      await work(input);
    } catch (error) {
      // The pickle ends early because the packed file does.
      throw damage !== undefined && error instanceof TruncatedError ? damage : error;
    }
    if (damage !== undefined) throw damage;
  }
}
