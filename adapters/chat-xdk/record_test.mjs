import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { latestKey } from './group.mjs';
import { runScript } from './run_script.mjs';
import { verification } from './verification.mjs';
import { freshLibrary } from './xdk.mjs';

const committed = fileURLToPath(new URL('../../conformance/cases/recorded', import.meta.url));
const cases = Object.fromEntries(readdirSync(committed).map((file) => [file.replace('.json', ''), read(file)]));

function read(file) {
  return JSON.parse(readFileSync(join(committed, file), 'utf8'));
}

function requestOf({ given, exchanges: [{ as, request }] }) {
  return { state: given, sender: as, body: request.body.json, now_msec: 1700000000123 };
}

function signedText(name) {
  return requestOf(cases[name]).body.action_signatures[1].signature_payload;
}

test('the committed cases are what the library makes', () => {
  const { status, stderr } = runScript('record.mjs', ['--check']);
  assert.equal(stderr, '');
  assert.equal(status, 0);
});

test('a check names the file that differs and the file that is missing', (context) => {
  const directory = mkdtempSync(join(tmpdir(), 'recorded-'));
  context.after(() => rmSync(directory, { recursive: true }));
  const written = join(directory, 'new');
  assert.equal(runScript('record.mjs', [written]).status, 0);
  assert.equal(runScript('record.mjs', ['--check', written]).status, 0);
  assert.deepEqual(readdirSync(written).sort(), readdirSync(committed).sort());

  const damaged = join(written, 'two-members.json');
  writeFileSync(damaged, readFileSync(damaged, 'utf8').replace('1690000000000', '1690000000001'));
  rmSync(join(written, 'ttl-of-zero.json'));
  const { status, stderr } = runScript('record.mjs', ['--check', written]);
  assert.equal(status, 1);
  assert.deepEqual(stderr.match(/[a-z-]+(?=\.json)/g), ['two-members', 'ttl-of-zero']);
});

test('every recorded change opens for every member of the updated roster', async () => {
  const Chat = await freshLibrary();
  for (const [name, recorded] of Object.entries(cases)) {
    const request = requestOf(recorded);
    const { errors, opened, title } = verification(Chat, request);
    const [group] = request.state.groups;
    assert.deepEqual(errors, [], name);
    assert.deepEqual(Object.keys(opened).sort(), [...group.members, ...request.body.user_ids].sort(), name);
    assert.equal(title, group.title ?? null, name);
  }
});

test('each key is wrapped for the highest registered version as a number', () => {
  for (const [name, recorded] of Object.entries(cases)) {
    const { state, body } = requestOf(recorded);
    for (const { user_id: id, public_key_version: version } of body.conversation_participant_keys)
      assert.equal(version, latestKey(state.users[id].keys).version, `${name}: ${id}`);
  }
  const { users } = cases['key-versions-of-differing-length'].given;
  assert.deepEqual(users['3333'].keys.map((key) => key.version), ['1700000000000', '999999']);
  assert.equal(latestKey(users['3333'].keys).version, '1700000000000');
  assert.equal(latestKey(users['4444'].keys).version, '100');
});

test('the recordings reach each shape they are named after', () => {
  const tail = (name) => signedText(name).split(',1111,2222,1111,')[1];
  assert.equal(tail('title-only'), 'Team,null,null,1700000000123,null');
  assert.match(tail('avatar-only'), /^null,https:[^,]*,null,1700000000123,null$/);
  assert.equal(tail('ttl-of-a-day'), 'null,null,86400000,1700000000123,null');
  assert.equal(tail('ttl-of-zero'), 'null,null,0,1700000000123,null');
  assert.equal(tail('screen-capture-blocked'), 'null,null,null,1700000000123,true');
  assert.equal(tail('screen-capture-allowed'), 'null,null,null,1700000000123,false');
  assert.match(signedText('title-outside-ascii'), /,Cafe\u0301 \u00fcber \u6771\u4eac \u{1F469}/u);
  assert.match(signedText('several-added'), /,4444,5555,6666,7777,1111,2222,3333,1111,2222,null,/);

  const sizes = ['two-members', 'five-members-titled', 'hundred-members'].map(
    (name) => requestOf(cases[name]).body.conversation_participant_keys.length,
  );
  assert.deepEqual(sizes, [2, 5, 100]);
  assert.deepEqual(cases['pending-members'].given.groups[0].pending, ['5555', '6666']);
  assert.equal(
    requestOf(cases['signing-key-version']).body.action_signatures[0].message_event_signature.public_key_version,
    '1690000000001',
  );
});

test('a case says whose key is whose, and no key change says what was signed', () => {
  for (const recorded of Object.values(cases)) {
    const { state, body } = requestOf(recorded);
    for (const [id, { token, private_keys: privateKeys }] of Object.entries(state.users)) {
      assert.equal(token, `token-${id}`);
      assert.equal(Buffer.from(privateKeys, 'base64').length, 64);
    }
    assert.equal('signature_payload' in body.action_signatures[0], false);
  }
});

test('every registered identity key is bound to its signing key', async () => {
  const chat = new (await freshLibrary())();
  for (const { given } of Object.values(cases))
    for (const { keys } of Object.values(given.users))
      for (const key of keys)
        assert.ok(
          chat.verifyKeyBinding(key.identity_public_key, key.signing_public_key, key.identity_public_key_signature),
        );
});

test('the largest case stays readable', () => {
  const file = join(committed, 'hundred-members.json');
  assert.ok(statSync(file).size < 150_000);
  const lines = readFileSync(file, 'utf8').split('\n');
  assert.equal(lines.filter((line) => line.includes('"token"')).length, 100);
});
