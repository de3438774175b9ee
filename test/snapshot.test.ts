/** A real CUDA memory snapshot, which PyTorch wrote on a GPU: the facts that CPython found in it, and the way back. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import xz from 'xz-decompress';
import { dumps, loads } from '../src/index.js';

const FILE = 'cuda_snapshot_small.pickle';
const vectors = fileURLToPath(new URL('vectors', import.meta.url));

/** By identity: `len({id(event['frames']) for event in trace})`, and the same of the frames in them. */
const DISTINCT_LISTS = 4321;
const DISTINCT_FRAMES = 597;

interface TraceEvent {
  action: string;
  addr: number;
  size: number;
  frames: { name: string; filename: string; line: number }[];
}

interface Snapshot {
  segments: { blocks: unknown[]; active_size: number }[];
  device_traces: TraceEvent[][];
}

let bytes: Uint8Array;
const facts = JSON.parse(readFileSync(join(vectors, 'cuda_snapshots.json'), 'utf8'))[FILE];

beforeAll(async () => {
  const packed = new Blob([readFileSync(join(vectors, `${FILE}.xz`))]).stream();
  bytes = new Uint8Array(await new Response(new xz.XzReadableStream(packed)).arrayBuffer());
});

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);

/** What cuda_snapshots.json has of it, but the time that CPython took. */
function factsOf({ length }: Uint8Array, snapshot: Snapshot): Record<string, unknown> {
  const { segments, device_traces } = snapshot;
  const [trace] = device_traces;
  const [first] = trace;
  const actions: Record<string, number> = {};
  for (const { action } of trace) actions[action] = (actions[action] ?? 0) + 1;
  return {
    bytes: length,
    keys: Object.keys(snapshot).sort(),
    segments: segments.length,
    blocks: sum(segments.map(({ blocks }) => blocks.length)),
    active: sum(segments.map(({ active_size }) => active_size)),
    traces: device_traces.map((events) => events.length),
    frames: sum(trace.map(({ frames }) => frames.length)),
    actions,
    alloc_bytes: sum(trace.filter(({ action }) => action === 'alloc').map(({ size }) => size)),
    first: { ...first, frames: first.frames.slice(0, 2) },
    entry_keys: Object.keys(first).sort(),
  };
}

function expectFacts(snapshot: Snapshot): void {
  expect({ ...factsOf(bytes, snapshot), load_s: facts.load_s }).toEqual(facts);
  const lists = snapshot.device_traces[0].map(({ frames }) => frames);
  expect(new Set(lists).size).toBe(DISTINCT_LISTS);
  expect(new Set(lists.flat()).size).toBe(DISTINCT_FRAMES);
}

describe.each(['wasm', 'js'] as const)('%s', (engine) => {
  test('holds what CPython found in it, and shares lists and frames where CPython does', () => {
    expectFacts(loads(bytes, { engine }) as Snapshot);
  });

  test.each([true, false])('written again it is the same, exact: %s', (exact) => {
    const written = dumps(loads(bytes, { engine, exact }), { protocol: 4 });
    // Smaller than CPython's: equal strings are written once, also where Python has two of them.
    expect(written.length).toBeLessThan(bytes.length);
    expectFacts(loads(written, { engine }) as Snapshot);
    expect(Buffer.compare(dumps(loads(written, { engine, exact }), { protocol: 4 }), written)).toBe(0);
  });
});
