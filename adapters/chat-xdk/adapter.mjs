// The official client library as a subject of `keyturn check`, by the line protocol of docs/adapters.md:
//
//   keyturn check --library 'node adapters/chat-xdk/adapter.mjs'
//
// Every operation runs in a WebAssembly instance of its own, with its random numbers drawn from the question's entropy
// and its clock standing at the question's time: so an answer repeats, and none depends on what was asked before. After
// a trap keyturn ends the process; the instances of a few hundred questions add up to some 100 MB, so it does then too.

import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

import { operations } from './operations.mjs';
import { isTrap } from './refusal.mjs';
import { pinned } from './xdk.mjs';

const { version } = JSON.parse(
  readFileSync(new URL('./node_modules/@xdevplatform/chat-xdk/package.json', import.meta.url), 'utf8'),
);

async function answerTo(question) {
  if (question.op === 'start') return { ok: { name: '@xdevplatform/chat-xdk', version, ops: Object.keys(operations) } };
  if (!Object.hasOwn(operations, question.op)) return { unimplemented: true };
  const surroundings = { seed: question.entropy, nowMsec: Number(question.now_msec) };
  try {
    return { ok: await pinned(surroundings, (Chat) => operations[question.op](Chat, question)) };
  } catch (error) {
    return isTrap(error) ? { trapped: `${error?.name}: ${error?.message}` } : { refused: error.message ?? error };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  if (question.op === 'stop') break;
  console.log(JSON.stringify({ id: question.id, ...(await answerTo(question)) }));
}
