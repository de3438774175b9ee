/**
 * Where the runtimes are. The npm packages bring the programs themselves; their install scripts only move them, so both
 * places are looked at.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const modules = fileURLToPath(new URL('./node_modules', import.meta.url));

/** A runtime and how it runs a program. */
export interface Runtime {
  name: string;
  /** Path of the program; undefined when it is not installed. */
  program: string | undefined;
  /** Arguments before the file. */
  args: string[];
}

const packagesIn = (folder: string): string[] =>
  existsSync(join(modules, folder)) ? readdirSync(join(modules, folder)).map((name) => join(folder, name)) : [];

const firstOf = (...paths: string[]): string | undefined =>
  paths.map((path) => join(modules, path)).find((path) => existsSync(path));

const newestNode = readdirSync(existsSync(modules) ? modules : '.').filter((name) =>
  /^node-(linux|darwin|win)-/.test(name),
);

/** Every runtime that the package is tried on, except browsers. */
export const RUNTIMES: Runtime[] = [
  { name: `this Node (${process.version})`, program: process.execPath, args: [] },
  { name: 'newest Node', program: firstOf(...newestNode.map((name) => join(name, 'bin', 'node'))), args: [] },
  {
    name: 'Deno',
    program: firstOf(...packagesIn('@deno').flatMap((folder) => [join(folder, 'deno'), join(folder, 'deno.exe')])),
    args: ['run', '--no-config', '--node-modules-dir=manual', '--allow-read'],
  },
  {
    name: 'Bun',
    program: firstOf(
      'bun/bin/bun.exe',
      ...packagesIn('@oven').flatMap((folder) => [join(folder, 'bin', 'bun'), join(folder, 'bin', 'bun.exe')]),
    ),
    args: [],
  },
];
