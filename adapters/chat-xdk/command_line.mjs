// What the scripts here share of their command lines: a wrong use is one line and exit status 2.

import { basename } from 'node:path';
import { parseArgs } from 'node:util';

export function commandLine(config) {
  try {
    return parseArgs(config);
  } catch (error) {
    return usageError(error.message);
  }
}

export function usageError(reason) {
  console.error(`${basename(process.argv[1])}: ${reason}`);
  process.exit(2);
}

// What the text of an option stands for; undefined when the option was not given.
export function wholeNumber(option, text) {
  return understood(option, text, /^(0|[1-9][0-9]{0,14})$/, 'a whole number');
}

export function truth(option, text) {
  return understood(option, text, /^(true|false)$/, 'true or false');
}

function understood(option, text, pattern, expected) {
  if (text === undefined) return undefined;
  if (!pattern.test(text)) usageError(`--${option}: expected ${expected}, found '${text}'`);
  return JSON.parse(text);
}
