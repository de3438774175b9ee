/** The search: makes inputs until the time is over, and makes the smallest of what shows each difference. */
import { dis } from '../../src/index.js';
import { DisassemblyError } from '../../src/inspect/dis.js';
import { pickle } from '../helpers/program.js';
import { hex } from '../helpers/vectors.js';
import { corpus } from './corpus.js';
import { instructions, mutate, spliced } from './mutants.js';
import { assemble, program } from './programs.js';
import { Random } from './random.js';
import { type Case, compare, type Difference, type Read, randomSettings, type Settings } from './readers.js';

/** What a search is asked for. */
export interface SearchOptions {
  seed: number;
  /** Milliseconds, at most. */
  time: number;
  /** Inputs, at most. */
  count?: number;
  /** Kinds of differences after which it ends. */
  kinds?: number;
  /** Told of every kind when its reproducer is small. */
  onFound?: (finding: Finding) => void;
  onProgress?: (done: number, findings: number) => void;
}

/** A kind of difference, and the smallest input found that shows it. */
export interface Finding {
  kind: string;
  report: string;
  count: number;
}

/** What a search came to. */
export interface SearchResult {
  /** Inputs run; each was read in seven ways and more. */
  inputs: number;
  /** Those of them that are pickles of a value. */
  accepted: number;
  findings: Finding[];
}

/** Longest pickle of the corpus that is changed, in bytes. */
const LONGEST = 1500;

/** Searches. Fixed seeds give the same inputs in the same order. */
export async function search({
  seed,
  time,
  count = Infinity,
  kinds = Infinity,
  onFound,
  onProgress,
}: SearchOptions): Promise<SearchResult> {
  const seeds = corpus(LONGEST).map((one) => ({ ...one, parts: instructions(one.data) }));
  const found = new Map<string, Finding>();
  const end = performance.now() + time;
  let inputs = 0;
  let accepted = 0;
  while (inputs < count && found.size < kinds && performance.now() < end) {
    // One generator for each input: any of them can be made again alone.
    const random = new Random(Math.imul(seed, 0x9e3779b1) + inputs);
    const one = make(random, seeds);
    const { difference, accepted: good } = await compare(one);
    inputs++;
    if (good) accepted++;
    if (difference !== undefined) {
      const kind = kindOf(difference);
      const known = found.get(kind);
      if (known !== undefined) {
        known.count++;
      } else {
        const small = await minimised(one, kind);
        const finding = { kind, report: await report(small, one), count: 1 };
        found.set(kind, finding);
        onFound?.(finding);
      }
    }
    if (inputs % 5000 === 0) onProgress?.(inputs, found.size);
  }
  return { inputs, accepted, findings: [...found.values()] };
}

interface SeedParts {
  data: Uint8Array;
  options: Parameters<typeof randomSettings>[1];
  parts: Uint8Array[];
}

function make(random: Random, seeds: readonly SeedParts[]): Case {
  let data: Uint8Array;
  let base: SeedParts['options'] = {};
  if (random.oneIn(3)) {
    data = assemble(random, program(random));
  } else if (random.oneIn(40)) {
    data = mutate(random, program(random), program(random));
  } else {
    const seed = random.pick(seeds);
    base = seed.options;
    data = mutate(random, seed.parts, random.oneIn(3) ? program(random) : random.pick(seeds).parts);
  }
  return {
    data,
    settings: randomSettings(random, base),
    windowSize: random.oneIn(3) ? 1 + random.below(3) : 1 + random.below(64),
    chunks: random.oneIn(4) ? Array.from({ length: 1 + random.below(4) }, () => 1 + random.small(60)) : [],
  };
}

/**
 * What differences of one kind have in common: the ways of reading, and how they ended, without names and numbers of
 * the input.
 */
export function kindOf({ between, first, second }: Difference): string {
  if (second.accepted && first.accepted) {
    const at = first.lines.findIndex((line, index) => line !== second.lines[index]);
    return `${between}: value ${shape(first.lines[at])} | ${shape(second.lines[at])}`;
  }
  // What comes behind a limit that one way does not see says nothing.
  const limited = first.lines[0] === 'LimitError' || second.lines[0] === 'LimitError';
  return `${between}: ${ending(first)} | ${limited && !second.accepted && second.lines[0] !== first.lines[0] ? second.lines[0] : ending(second)}`;
}

function shape(line: string | undefined): string {
  if (line === undefined) return 'end';
  return line.startsWith('s')
    ? 'str'
    : line
        .replace(/[0-9a-f]{2,}/g, '#')
        .replace(/-?\d+/g, '#')
        .slice(0, 40);
}

function ending(one: Read): string {
  if (one.accepted) return 'a value';
  return one.lines
    .filter((line) => !/^o(ffset|pcode) /.test(line))
    .map((line) =>
      line
        .replace(/(: .*)?\(offset.*/s, '')
        .replace(/(["'`]).*\1/gs, "'…'")
        .replace(/\d+/g, '#'),
    )
    .join(' ')
    .slice(0, 160);
}

/** The smallest case that shows the same kind: instructions are left out, then bytes, then settings. */
async function minimised(start: Case, kind: string): Promise<Case> {
  let best = start;
  const shows = async (candidate: Case): Promise<boolean> => {
    const { difference } = await compare(candidate);
    return difference !== undefined && kindOf(difference) === kind;
  };
  // What an earlier input taught an engine is gone for the next: then this one stays as it is.
  if (!(await shows(start))) return start;
  let tries = 0;
  const attempt = async (change: Partial<Case>): Promise<boolean> => {
    if (tries++ > 4000) return false;
    const candidate = { ...best, ...change };
    if (!(await shows(candidate))) return false;
    best = candidate;
    return true;
  };
  for (const name of Object.keys(best.settings) as (keyof Settings)[]) {
    const { [name]: _, ...settings } = best.settings;
    await attempt({ settings });
  }
  await attempt({ chunks: [] });
  for (let before = -1; before !== best.data.length && tries < 4000; ) {
    before = best.data.length;
    for (const split of [instructions, (data: Uint8Array) => Array.from(data, (byte) => Uint8Array.of(byte))]) {
      let parts = split(best.data);
      for (let size = Math.max(1, parts.length >> 1); size >= 1; size >>= 1) {
        for (let at = 0; at < parts.length; ) {
          const shorter = spliced(parts, at, size);
          if (await attempt({ data: pickle(...shorter) })) parts = shorter;
          else at += size;
        }
      }
    }
  }
  for (const windowSize of [1, 2, 7]) if (await attempt({ windowSize })) break;
  return best;
}

/** What a person needs to see it again. */
async function report(one: Case, original: Case): Promise<string> {
  const { difference } = await compare(one);
  const lines = [
    `hex ${hex(one.data)}`,
    `options ${JSON.stringify(one.settings)}, windows of ${one.windowSize}, chunks of ${one.chunks.join(', ') || 'nothing'}`,
  ];
  if (difference === undefined) {
    lines.push('(shows only behind other inputs)', `the whole input: ${hex(original.data)}`);
  } else {
    const { between, first, second } = difference;
    lines.push(between, `  ${shown(first)}`, `  ${shown(second)}`);
  }
  let text: string;
  try {
    text = dis(one.data);
  } catch (error) {
    text = error instanceof DisassemblyError ? `${error.partial}\n${error.message}` : String(error);
  }
  return `${lines.join('\n')}\n${text}`;
}

function shown({ lines }: Read): string {
  const text = lines.join(' · ');
  return text.length > 600 ? `${text.slice(0, 600)}…` : text;
}
