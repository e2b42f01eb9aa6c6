import assert from 'node:assert/strict';
import { test } from 'node:test';

import { unlockedAs } from './group.mjs';
import { runScript } from './run_script.mjs';
import { verification } from './verification.mjs';
import { freshLibrary } from './xdk.mjs';

const everything = ['--title', 'Team', '--avatar', 'https://media.example.com/a.png', '--ttl', '86400000'];
const blocking = ['--screen-capture-blocking', 'true'];
const made = runScript('make.mjs', [...everything, ...blocking, '--members', '3', '--pending', '1']);

// The made request after one damage, as the library sees it.
async function verificationAfter(damage) {
  const request = structuredClone(made.lines[0]);
  damage(request, request.body);
  return verification(await freshLibrary(), request);
}

// The same base64 text with one bit of the byte at `index` flipped.
function flipped(base64, index = 5) {
  const bytes = Buffer.from(base64, 'base64');
  bytes[index] ^= 1;
  return bytes.toString('base64');
}

// The key of another change, wrapped for a member.
function foreignKeyOf(id) {
  const [{ body }] = runScript('make.mjs', ['--members', '3', '--seed', 'foreign']).lines;
  return body.conversation_participant_keys.find((key) => key.user_id === id).encrypted_conversation_key;
}

function verified(text) {
  return runScript('verify.mjs', [], text);
}

test('verify accepts what make makes, of every size', () => {
  const { stdout, lines } = runScript('make.mjs');
  const { status, lines: reports } = verified(stdout);
  assert.equal(status, 0);
  assert.deepEqual(lines.map(({ state }) => Object.keys(state.users).length), [2, 3, 7, 40]);
  assert.deepEqual(reports.map(({ opened }) => Object.keys(opened).length), [2, 3, 7, 40]);
  for (const report of reports) assert.deepEqual([report.verified, report.title, report.errors], [true, null, []]);
});

test('verify accepts what make makes with everything set', () => {
  const { status, lines: [report] } = verified(made.stdout);
  assert.equal(status, 0);
  assert.equal(report.title, 'Team');
  assert.deepEqual(Object.keys(report.opened), ['1111', '2222', '3333']);
  assert.match(report.opened['1111'], /^[0-9a-f]{64}$/);
});

test('make puts each option where it belongs', () => {
  const [{ state, sender, conversation_id: id, body, now_msec: now }] = runScript('make.mjs', [
    ...everything, '--members', '9', '--add', '2', '--admins', '3', '--pending', '2', '--now', '1700000000999',
    '--screen-capture-blocking', 'false',
  ]).lines;
  assert.deepEqual(state.groups, [
    {
      id, members: ['1111', '2222', '3333', '4444', '5555', '6666', '7777'], admins: ['1111', '2222', '3333'],
      pending: ['11110', '12221'], title: 'Team', avatar_url: 'https://media.example.com/a.png', ttl_msec: 86400000,
      screen_capture_blocking: false, conversation_key_version: '1690000000000',
    },
  ]);
  assert.deepEqual([sender, body.user_ids, now], ['1111', ['8888', '9999'], 1700000000999]);
  assert.equal(body.conversation_key_version, '1700000000999');
});

test('make repeats for a seed and differs for another', () => {
  const output = (seed) => runScript('make.mjs', ['--members', '2', '--seed', seed]).stdout;
  assert.equal(output('a'), output('a'));
  assert.notEqual(output('a'), output('b'));
});

const damages = {
  'the key change signature': ({ message_event_signature: one }) => (one.signature = flipped(one.signature)),
  'the member add signature': (_, { message_event_signature: two }) => (two.signature = flipped(two.signature)),
  'the signing key version': (_, { message_event_signature: two }) => (two.public_key_version = '2'),
  'the message id of the key change': (one) => (one.message_id = one.message_id.replace(/.$/, 'x')),
};

for (const [name, damage] of Object.entries(damages))
  test(`verify refuses a change of ${name}`, async () => {
    const report = await verificationAfter((_, { action_signatures: actions }) => damage(...actions));
    assert.equal(report.verified, false);
    assert.deepEqual(report.opened, {});
    assert.equal(report.errors.length, 3);
    assert.match(report.errors[0], /^user 1111: action_signatures\/[01]: .*[Ss]ignature/);
  });

test('verify refuses a bit flipped in the signed member add', async () => {
  const report = await verificationAfter((_, { action_signatures: [, add] }) => {
    add.encoded_message_event_detail = flipped(add.encoded_message_event_detail, 21);
  });
  assert.match(report.errors[0], /action_signatures\/1: /);
});

test('verify refuses another sender and another conversation', async () => {
  const anotherSender = (request) => (request.sender = '2222');
  const anotherConversation = (request) => (request.conversation_id = request.state.groups[0].id = 'g2');
  for (const damage of [anotherSender, anotherConversation])
    assert.equal((await verificationAfter(damage)).errors.length, 3);
});

test('verify refuses one signature, a doubled one, and a third', async () => {
  const pairs = [([one]) => [one], ([one]) => [one, one], ([, two]) => [two, two], ([one, two]) => [one, two, two]];
  for (const pair of pairs) {
    const { errors } = await verificationAfter((_, body) => (body.action_signatures = pair(body.action_signatures)));
    assert.match(errors[0], /the verified events: expected "groupChange and keyChange"/);
  }
});

test('verify refuses a damaged, missing or foreign wrapped key, for its user alone', async () => {
  const ofFirst = (body) => body.conversation_participant_keys.find((key) => key.user_id === '1111');
  const foreign = foreignKeyOf('1111');
  const expected = [
    [(key) => (key.encrypted_conversation_key = flipped(key.encrypted_conversation_key, 80)), /^user 1111: .*/],
    [(key) => (key.encrypted_conversation_key = foreign), /^user 1111: .* has another key than the signed key change$/],
    [(key) => (key.user_id = '5555'), /^user 1111: conversation_participant_keys has no key for this user$/],
  ];
  for (const [damage, error] of expected) {
    const report = await verificationAfter((_, body) => damage(ofFirst(body)));
    assert.equal(report.errors.length, 1);
    assert.match(report.errors[0], error);
    assert.deepEqual([report.verified, Object.keys(report.opened)], [false, ['2222', '3333']]);
    assert.equal(report.title, 'Team');
  }
});

test('verify refuses a key change under which two members open different keys', async () => {
  const [request] = runScript('make.mjs', ['--members', '3']).lines;
  const Chat = await freshLibrary();
  replaceWrappedKeyOf(request.body, '1111', foreignKeyOf('1111'));
  signAsVersion5(unlockedAs(Chat, request.state, '1111'), request);
  const report = verification(Chat, request);
  assert.equal(new Set(Object.values(report.opened)).size, 2);
  assert.deepEqual([report.verified, report.errors], [false, ['the members opened different keys']]);
});

function replaceWrappedKeyOf({ conversation_participant_keys: keys, action_signatures: [change] }, id, wrapped) {
  const sent = keys.find((key) => key.user_id === id);
  const detail = Buffer.from(change.encoded_message_event_detail, 'base64').toString('latin1');
  const replaced = detail.replace(sent.encrypted_conversation_key, wrapped);
  change.encoded_message_event_detail = Buffer.from(replaced, 'latin1').toString('base64');
  sent.encrypted_conversation_key = wrapped;
}

// Up to signature version 5 the wrapped keys are signed as they stand, so the signature holds whatever they open to.
function signAsVersion5(chat, { sender, conversation_id: group, body }) {
  const { conversation_participant_keys: keys, conversation_key_version: version, action_signatures: [change] } = body;
  const wrapped = keys.flatMap((key) => [key.user_id, key.encrypted_conversation_key, key.public_key_version]);
  const payload = ['ConversationKeyChangeEvent', change.message_id, sender, group, version, ...wrapped].join(',');
  const signature = Buffer.from(chat.sign(Buffer.from(payload))).toString('base64');
  Object.assign(change.message_event_signature, { signature, signature_version: '5' });
}

test('verify refuses a body whose key version is not the signed one', async () => {
  const { errors } = await verificationAfter((_, body) => (body.conversation_key_version = '1'));
  assert.match(errors[0], /the signed key change has no version 1$/);
});

test('verify refuses a sealed text that is damaged, missing, unasked for, or another', async () => {
  const expected = [
    [(_, body) => (body.encrypted_title = flipped(body.encrypted_title, 40)), /^user 1111: /],
    [(_, body) => delete body.encrypted_title, /the title: expected "Team", found null$/],
    [({ state }) => delete state.groups[0].title, /the title: expected null, found "Team"$/],
    [({ state }) => (state.groups[0].title = 'Tea'), /the title: expected "Tea", found "Team"$/],
    [(_, body) => (body.encrypted_avatar_url = body.encrypted_title), /the avatar: expected "https:.*", found "Team"$/],
    [(_, body) => delete body.encrypted_avatar_url, /the avatar: expected "https:.*", found null$/],
    [({ state }) => delete state.groups[0].avatar_url, /the avatar: expected null, found "https:/],
  ];
  for (const [damage, error] of expected) {
    const { errors } = await verificationAfter(damage);
    assert.equal(errors.length, 3);
    assert.match(errors[0], error);
  }
});

test('verify reads a state of one group, and finds the group that the id names', async () => {
  const { errors } = await verificationAfter((request) => {
    const [group] = request.state.groups;
    request.state = { group, users: request.state.users };
    delete request.conversation_id;
  });
  assert.deepEqual(errors, []);
  const addGroup = ({ groups }) => groups.unshift({ ...groups[0], id: 'g2', title: 'Other' });
  assert.deepEqual((await verificationAfter(({ state }) => addGroup(state))).errors, []);
});

test('verify reports every line and exits 1 when one is refused', () => {
  const bad = structuredClone(made.lines[0]);
  bad.body.encrypted_title = flipped(bad.body.encrypted_title);
  const { status, lines } = verified(`${JSON.stringify(bad)}\n{}\nnot JSON\n${made.stdout}`);
  assert.equal(status, 1);
  assert.deepEqual(lines.map((line) => line.verified), [false, false, false, true]);
  for (const { errors } of lines.slice(0, 3)) assert.notEqual(errors.length, 0);
});

test('a wrong use is one line and exit status 2', () => {
  const uses = [
    ['verify.mjs', [], /^verify\.mjs: no request on standard input\n$/],
    ['verify.mjs', ['--json'], /^verify\.mjs: Unknown option '--json'.*\n$/],
    ['make.mjs', ['--members', '007'], /^make\.mjs: --members: expected a whole number, found '007'\n$/],
    ['make.mjs', ['--now', ''], /^make\.mjs: --now: expected a whole number, found ''\n$/],
    ['make.mjs', ['--ttl', '1.5'], /^make\.mjs: --ttl: expected a whole number, found '1\.5'\n$/],
    ['make.mjs', ['--ttl', '1'.repeat(16)], /^make\.mjs: --ttl: expected a whole number, found '1*'\n$/],
    ['make.mjs', ['--screen-capture-blocking', 'yes'], /: expected true or false, found 'yes'\n$/],
    ['record.mjs', ['--out', 'x'], /^record\.mjs: Unknown option '--out'.*\n$/],
  ];
  for (const [script, args, message] of uses) {
    const { status, stdout, stderr } = runScript(script, args);
    assert.match(stderr, message);
    assert.deepEqual([status, stdout], [2, '']);
  }
});
