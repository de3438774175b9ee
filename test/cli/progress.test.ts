/** The progress bar, on a terminal that is not one. */
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { Progress } from '../../src/cli/progress.js';

function terminal(isTTY: boolean): { stream: NodeJS.WriteStream; text: () => string } {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 100 });
  let text = '';
  stream.on('data', (chunk) => {
    text += chunk;
  });
  return { stream: stream as unknown as NodeJS.WriteStream, text: () => text };
}

// The bar erases itself through these, which only terminals have.
Object.assign(PassThrough.prototype, { cursorTo: () => true, clearLine: () => true, moveCursor: () => true });

test('nothing is shown in the first second, and then a bar', async () => {
  const { stream, text } = terminal(true);
  let now = 0;
  const progress = new Progress(stream, () => now);
  const report = progress.stage('reading');
  report(1e6, 10e6);
  expect(text()).toBe('');
  now = 1500;
  report(5e6, 10e6);
  progress.clear();
  expect(text()).toContain('50% | reading 5.0 of 10.0 MB');
});

test('without a total only the amount is shown', () => {
  const { stream, text } = terminal(true);
  let now = 0;
  const progress = new Progress(stream, () => now);
  now = 1500;
  progress.stage('reading')(5e6, undefined);
  progress.clear();
  expect(text()).toContain('reading 5.0');
});

test('nothing is shown where stderr is no terminal', () => {
  const { stream, text } = terminal(false);
  let now = 0;
  const progress = new Progress(stream, () => now);
  now = 5000;
  progress.stage('reading')(5e6, 10e6);
  progress.clear();
  expect(text()).toBe('');
});
