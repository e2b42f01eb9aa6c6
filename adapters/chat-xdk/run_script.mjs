// For the tests: one of the scripts here, run as a user runs it.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export function runScript(name, args = [], input = '') {
  const script = fileURLToPath(new URL(name, import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return { status, stdout, stderr, lines: stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line)) };
}
