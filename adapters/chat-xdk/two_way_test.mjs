// keyturn and the official library judge each other's requests. Needs the keyturn command: its path is in $KEYTURN.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

import { runScript } from './run_script.mjs';

const keyturn = process.env.KEYTURN;
const missing = keyturn ? false : 'the keyturn command is not built ($KEYTURN names it)';

function run(args, input = '') {
  const { status, stdout, stderr } = spawnSync(keyturn, args, { input, encoding: 'utf8', maxBuffer: 2 ** 26 });
  return { status, stdout, stderr };
}

const shapes = {
  'bare': [],
  'titled': ['--title', 'Grüße 🎉'],
  'with avatar and ttl': ['--avatar-url', 'https://media.example.com/a.png', '--ttl', '0'],
  'with everything': ['--title', 'Team', '--avatar-url', 'https://media.example.com/a.png', '--ttl', '86400000',
    '--screen-capture-blocking', 'true', '--pending', '2'],
  'with the flag off': ['--screen-capture-blocking', 'false', '--pending', '1'],
};

for (const members of ['2', '3', '7', '40']) {
  for (const [name, options] of Object.entries(shapes)) {
    test(`the official library opens keyturn's request for ${members} members, ${name}`, { skip: missing }, () => {
      const made = run(['request', '--members', members, ...options, '--as', 'state', '--seed', '1', '--now', '1700000000123']);
      assert.equal(made.status, 0, made.stderr);
      const { status, lines: [report] } = runScript('verify.mjs', [], made.stdout);
      assert.deepEqual([report.errors, status], [[], 0]);
      assert.equal(Object.keys(report.opened).length, Number(members));
      assert.equal(new Set(Object.values(report.opened)).size, 1);
    });
  }
}

const everything = ['--title', 'Team', '--avatar', 'https://media.example.com/a.png', '--ttl', '86400000', '--pending', '1',
  '--screen-capture-blocking', 'true'];

test('keyturn verifies what the official library makes', { skip: missing }, () => {
  for (const options of [[], everything, ['--title', 'Team'], ['--ttl', '0']]) {
    for (const line of runScript('make.mjs', options).stdout.split('\n').filter(Boolean)) {
      const { status, stdout } = run(['verify', '-'], line);
      assert.equal(status, 0, stdout);
      assert.match(stdout, / 0 broken, /);
    }
  }
});

function withFlippedBit(text) {
  const bytes = Buffer.from(text, 'base64');
  bytes[40] ^= 1;
  return bytes.toString('base64').replace(/=+$/, '');
}

const add = (body) => body.action_signatures[1];
const signature = (body) => add(body).message_event_signature;

// Each breaks the library's request in one way; the requirement that keyturn must name.
const breaks = {
  'user_ids is absent': ['AM-REQ-002', ({ body }) => { delete body.user_ids; }],
  'a field of a wrong type': ['AM-REQ-003', ({ body }) => { body.encrypted_title = {}; }],
  'an id as a number': ['AM-REQ-008', ({ body }) => { body.user_ids = [3333]; }],
  'no message id': ['AM-REQ-009', ({ body }) => { delete add(body).message_id; }],
  'an empty message id': ['AM-REQ-011', ({ body }) => { add(body).message_id = ''; }],
  'nobody is added': ['AM-REQ-005', ({ body }) => { body.user_ids = []; }],
  'a user twice': ['AM-REQ-006', ({ body }) => { body.user_ids.push(body.user_ids[0]); }],
  'an id with a leading zero': ['AM-REQ-007', ({ body }) => { body.user_ids[0] = `0${body.user_ids[0]}`; }],
  'another user is added': ['AM-ROT-005', ({ body }) => { body.user_ids = ['9999']; }],
  'no key change': ['AM-SIG-001', ({ body }) => { body.action_signatures.shift(); }],
  'no member add': ['AM-SIG-001', ({ body }) => { body.action_signatures.pop(); }],
  'one action twice': ['AM-SIG-001', ({ body }) => { body.action_signatures[0] = add(body); }],
  'another message id': ['AM-SIG-003', ({ body }) => { add(body).message_id = 'another'; }],
  'a damaged signature': ['AM-SIG-003', ({ body }) => { signature(body).signature = withFlippedBit(signature(body).signature); }],
  'another conversation': ['AM-SIG-003', (request) => { request.state.groups[0].id = request.conversation_id = 'g1700000000000000002'; }],
  'a key that was never registered': ['AM-SIG-004', ({ body }) => { signature(body).public_key_version = '99'; }],
  'signature version 1': ['AM-SIG-005', ({ body }) => { signature(body).signature_version = '1'; }],
  'signature version 07': ['AM-SIG-006', ({ body }) => { signature(body).signature_version = '07'; }],
  'a detail with a byte behind it': ['AM-SIG-008', ({ body }) => {
    add(body).encoded_message_event_detail = `${Buffer.concat([Buffer.from(add(body).encoded_message_event_detail, 'base64'), Buffer.from([0])]).toString('base64')}`;
  }],
  'one message id for both': ['AM-SIG-009', ({ body }) => { body.action_signatures[0].message_id = add(body).message_id; }],
  'a signature of 63 bytes': ['AM-SIG-011', ({ body }) => { signature(body).signature = signature(body).signature.slice(0, 84); }],
  'another key version': ['AM-ROT-001', ({ body }) => { body.conversation_key_version = '1700000000124'; }],
  'the key version of before': ['AM-ROT-002', ({ state, body }) => { state.groups[0].conversation_key_version = body.conversation_key_version; }],
  'a member joined meanwhile': ['AM-ROT-009', ({ state }) => { state.groups[0].members.push('9999'); }],
  'the title changed meanwhile': ['AM-ROT-012', ({ state }) => { state.groups[0].title = 'Renamed'; }],
  'the ttl changed meanwhile': ['AM-ROT-014', ({ state }) => { state.groups[0].ttl_msec = 1; }],
  'the flag changed meanwhile': ['AM-ROT-015', ({ state }) => { state.groups[0].screen_capture_blocking = false; }],
  'the sender is no admin': ['AM-ROT-019', ({ state }) => { state.groups[0].admins = ['2222']; }],
  'a wrapped key is missing': ['AM-KEY-001', ({ body }) => { body.conversation_participant_keys.pop(); }],
  'a wrapped key differs': ['AM-KEY-004', ({ body }) => {
    body.conversation_participant_keys[0].encrypted_conversation_key = body.conversation_participant_keys[1].encrypted_conversation_key;
  }],
  'a wrapped key in the url alphabet': ['AM-KEY-006', ({ body }) => { body.encrypted_title = `-_${body.encrypted_title.slice(2)}`; }],
};

test(`keyturn refuses each of ${Object.keys(breaks).length} ways to break it and names the requirement`, { skip: missing }, () => {
  const [whole] = runScript('make.mjs', [...everything, '--members', '3']).lines;
  for (const [name, [requirement, damage]] of Object.entries(breaks)) {
    const request = structuredClone(whole);
    damage(request);
    const { status, stdout, stderr } = run(['verify', '--json', '-'], JSON.stringify(request));
    assert.equal(status, 1, `${name}: ${stderr}`);
    const broken = JSON.parse(stdout).rules.filter(({ held }) => held === false).map((rule) => rule.requirement);
    assert.ok(broken.includes(requirement), `${name}: ${requirement} is not among ${broken}`);
  }
});
