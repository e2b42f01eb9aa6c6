// Has the official library verify and open add-members requests for every member.
//
//   keyturn request --as state | node verify.mjs
//
// Reads {"state", "sender", "conversation_id", "body", "now_msec"} a line, with everybody's private keys in the state;
// prints {"verified", "opened", "title", "errors"} a line. Exit 1 if a request is not verified, 2 if there is none.

import { createInterface } from 'node:readline';

import { commandLine, usageError } from './command_line.mjs';
import { verification } from './verification.mjs';
import { freshLibrary } from './xdk.mjs';

commandLine({});
const Chat = await freshLibrary();

function attemptedVerification(line) {
  try {
    return verification(Chat, JSON.parse(line));
  } catch (error) {
    return { verified: false, opened: {}, title: null, errors: [error.message] };
  }
}

let requests = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const report = attemptedVerification(line);
  console.log(JSON.stringify(report));
  requests += 1;
  if (!report.verified) process.exitCode = 1;
}
if (requests === 0) usageError('no request on standard input');
