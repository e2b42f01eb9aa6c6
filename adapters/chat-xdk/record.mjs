// Writes the recorded cases: whole add-members requests of the official library, each with the group it starts from.
//
//   node record.mjs [DIRECTORY]            writes the cases, to conformance/cases/recorded unless told otherwise
//   node record.mjs --check [DIRECTORY]    compares instead: exit 1, naming each file that differs or is missing
//
// Random numbers and clock are pinned, so the files come out the same byte for byte.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { commandLine } from './command_line.mjs';
import { groupBeforeAdd } from './group.mjs';
import { recordings } from './recordings.mjs';
import { addMembersBody } from './request_body.mjs';
import { pinned } from './xdk.mjs';

const requirements = ['AM-SIG-001', 'AM-ROT-001', 'AM-ROT-005', 'AM-KEY-001', 'AM-KEY-004', 'AM-RSP-001'];
const jsonContent = [['Content-Type', 'application/json']];
const nowMsec = 1700000000123; // in the past for every server: a key version may be at most a day ahead of its clock
const longestLine = 700; // a user with one registered key fits

function recordedCase(name) {
  return pinned({ seed: name, nowMsec }, (Chat) => {
    const change = groupBeforeAdd(Chat, recordings[name].shape);
    return describe(recordings[name], change, addMembersBody(Chat, change));
  });
}

function describe({ title, why }, { state, sender }, body) {
  const path = `/2/chat/conversations/${state.groups[0].id}/members`;
  const exchange = {
    as: sender,
    request: { method: 'POST', path, headers: jsonContent, body: { json: body } },
    response: { status: 200, headers: jsonContent },
  };
  return { schema: 1, title, requirements, why, given: state, exchanges: [exchange] };
}

// JSON with two spaces of indentation, in which whatever fits on a line stands on one.
function readableJson(value, indentation = '') {
  if (typeof value !== 'object') return JSON.stringify(value);
  const deeper = `${indentation}  `;
  const entries = Array.isArray(value)
    ? value.map((entry) => readableJson(entry, deeper))
    : setMembers(value).map(([key, entry]) => `${JSON.stringify(key)}: ${readableJson(entry, deeper)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const line = `${open}${entries.join(', ')}${close}`;
  const fits = !line.includes('\n') && indentation.length + line.length <= longestLine;
  return fits ? line : `${open}\n${deeper}${entries.join(`,\n${deeper}`)}\n${indentation}${close}`;
}

function setMembers(object) {
  return Object.entries(object).filter(([, value]) => value !== undefined);
}

function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function compare(file, text) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  console.error(`${file}: not what the official library makes; node record.mjs writes it again`);
  process.exitCode = 1;
}

const options = { check: { type: 'boolean', default: false } };
const { values, positionals } = commandLine({ options, allowPositionals: true });
const directory = positionals[0] ?? fileURLToPath(new URL('../../conformance/cases/recorded', import.meta.url));
const settle = values.check ? compare : write;
for (const name of Object.keys(recordings))
  settle(join(directory, `${name}.json`), `${readableJson(await recordedCase(name))}\n`);
