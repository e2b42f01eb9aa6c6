import assert from 'node:assert/strict';
import { test } from 'node:test';

import { groupBeforeAdd } from './group.mjs';
import { messageEvent } from './message_event.mjs';
import { isTrap } from './refusal.mjs';
import { runScript } from './run_script.mjs';
import { freshLibrary } from './xdk.mjs';

const seed = 'ab'.repeat(32);
const key = Buffer.alloc(32, 7).toString('base64');
const { state, sender, add } = groupBeforeAdd(await freshLibrary(), { members: 3, title: 'Team', ttlMsec: 5 });
const [group] = state.groups;
const { users } = state;
const publicPart = Object.fromEntries(Object.entries(users).map(([id, { keys }]) => [id, { keys }]));
const { private_keys } = users[sender];
const prepare = { op: 'prepare_add_members', group, users: publicPart, sender, add, private_keys };

// The answers to questions asked one behind the other, without their ids.
function answers(...questions) {
  const lines = questions.map((question, index) =>
    JSON.stringify({ id: index + 1, now_msec: '1700000000123', entropy: seed, ...question }),
  );
  const { status, lines: answered } = runScript('adapter.mjs', [], `${lines.join('\n')}\n`);
  assert.equal(status, 0);
  assert.deepEqual(answered.map(({ id }) => id), questions.map((_, index) => index + 1));
  return answered.map(({ id, ...answer }) => answer);
}

function answer(question) {
  return answers(question)[0];
}

function eventsOf({ body }) {
  const envelope = { senderId: sender, conversationId: group.id, createdAtMsec: '1700000000123' };
  return body.action_signatures.map((action, index) => messageEvent({ ...envelope, sequenceId: `${index}` }, action));
}

test('it names the library, its version and what it can do', () => {
  const { ok } = answer({ op: 'start' });
  assert.equal(ok.name, '@xdevplatform/chat-xdk');
  assert.match(ok.version, /^\d+\.\d+\.\d+$/);
  assert.ok(ok.ops.includes('prepare_add_members') && !ok.ops.includes('signature_payload'));
});

test('what the library has not is unimplemented, also the names of every object', () => {
  const unimplemented = { unimplemented: true };
  assert.deepEqual(answers({ op: 'encode_detail' }, { op: 'toString' }), [unimplemented, unimplemented]);
});

test('stop ends it before the next question', () => {
  const { status, lines } = runScript('adapter.mjs', [], '{"id":1,"op":"stop"}\n{"id":2,"op":"start"}\n');
  assert.deepEqual([status, lines], [0, []]);
});

test('the same question has the same answer, with other entropy another one', () => {
  const other = { ...prepare, entropy: 'cd'.repeat(32) };
  const [first, again, different] = answers(prepare, prepare, other);
  assert.deepEqual(first, again);
  assert.notEqual(first.ok.conversation_key, different.ok.conversation_key);
  assert.equal(different.ok.body.conversation_key_version, '1700000000123');
});

test('a sender without a registered key prepares nothing', () => {
  const { [sender]: _, ...others } = publicPart;
  assert.equal(typeof answer({ ...prepare, users: others }).refused, 'string');
});

test('members verify and open what it prepares, and others do not', () => {
  const { ok: prepared } = answer(prepare);
  const [keyChange, memberAdd] = eventsOf(prepared);
  const verify = (event, more) => ({ op: 'verify_event', event, signing_keys: publicPart, ...more });
  const open = (user) => ({
    op: 'open_change',
    events: [keyChange, memberAdd],
    user,
    private_keys: users[user].private_keys,
    signing_keys: publicPart,
  });
  const stranger = { ...open('2222'), user: '9', private_keys: Buffer.alloc(64, 9).toString('base64') };
  const [add, change, withoutKey, withOtherKey, opened, locked] = answers(
    verify(memberAdd),
    verify(keyChange, { conversation_key: prepared.conversation_key }),
    verify(keyChange),
    verify(keyChange, { conversation_key: key }),
    open('2222'),
    stranger,
  );
  assert.deepEqual([add.ok.verified, change.ok.verified], [true, true]);
  assert.deepEqual([withoutKey.ok.verified, withOtherKey.ok.verified], [false, false]);
  const version = prepared.body.conversation_key_version;
  assert.deepEqual(opened.ok, { latest_version: version, keys: { [version]: prepared.conversation_key }, errors: [] });
  assert.deepEqual(locked.ok.keys, {});
});

test('a signing key without a known binding verifies nothing, and is no refusal', () => {
  const [, memberAdd] = eventsOf(answer(prepare).ok);
  const unbound = { [sender]: { keys: users[sender].keys.map(({ identity_public_key_signature, ...rest }) => rest) } };
  assert.deepEqual(answer({ op: 'verify_event', event: memberAdd, signing_keys: unbound }).ok, { verified: false });
});

test('signatures are 86 characters, and repeat', () => {
  const scalar = Buffer.from('02'.padStart(64, '0'), 'hex').toString('base64');
  const sign = { op: 'sign', private_key: scalar, payload: 'a,b' };
  const [first, again] = answers(sign, { ...sign, entropy: 'cd'.repeat(32) });
  assert.match(first.ok.signature, /^[A-Za-z0-9+/]{86}$/);
  assert.deepEqual(first, again);
});

test('a sealed text opens under its key, and under no other', () => {
  const { ok: sealed } = answer({ op: 'seal_text', key, text: 'Grüße 👋' });
  const [opened, closed] = answers(
    { op: 'open_text', key, blob: sealed.blob },
    { op: 'open_text', key: Buffer.alloc(32).toString('base64'), blob: sealed.blob },
  );
  assert.deepEqual(opened.ok, { text: 'Grüße 👋' });
  assert.equal(typeof closed.refused, 'string');
});

test('a wrapped key opens to the key that was prepared', () => {
  const { ok: prepared } = answer(prepare);
  const wrapped = prepared.body.conversation_participant_keys.find(({ user_id }) => user_id === '2222');
  const blob = wrapped.encrypted_conversation_key;
  const identity = Buffer.from(users['2222'].private_keys, 'base64').subarray(0, 32).toString('base64');
  const [opened, cut] = answers(
    { op: 'unwrap_key', private_key: identity, blob },
    { op: 'unwrap_key', private_key: identity, blob: blob.slice(0, 40) },
  );
  assert.deepEqual(opened.ok, { key: prepared.conversation_key });
  assert.equal(typeof cut.refused, 'string');
});

test('ids and versions are read out of what the library makes of them', () => {
  const canonical = (conversation_id, by) => ({ op: 'canonical_conversation_id', conversation_id, sender: by });
  const [pair, single, ofGroup, latest, none] = answers(
    canonical('22-1', '1'),
    canonical('5', '3'),
    canonical('g7', '3'),
    { op: 'latest_key_version', versions: ['9', '10', '2'] },
    { op: 'latest_key_version', versions: [] },
  );
  assert.deepEqual([pair.ok.id, single.ok.id, ofGroup.ok.id], ['1:22', '3:5', 'g7']);
  assert.deepEqual(latest.ok, { version: '10' });
  assert.equal(typeof none.refused, 'string');
});

test('a public key in every form is 65 bytes, and what is none is refused', () => {
  const spki = Buffer.from(users[sender].keys[0].identity_public_key, 'base64');
  const sec1 = spki.subarray(26);
  const compressed = Buffer.concat([Buffer.from([2 + (sec1[64] & 1)]), sec1.subarray(1, 33)]);
  const hybrid = Buffer.concat([Buffer.from([6 + (sec1[64] & 1)]), sec1.subarray(1)]);
  const parse = (bytes) => ({ op: 'parse_public_key', bytes: bytes.toString('base64') });
  const [fromSpki, fromSec1, fromCompressed, ...refusals] = answers(
    ...[spki, sec1, compressed, hybrid, sec1.subarray(1), Buffer.alloc(0)].map(parse),
  );
  for (const { ok } of [fromSpki, fromSec1, fromCompressed]) assert.equal(ok.sec1, sec1.toString('base64'));
  for (const { refused } of refusals) assert.equal(typeof refused, 'string');
});

test('base64 is what the library reads as such', () => {
  const decode = (encoded) => ({ op: 'decode_base64', text: encoded });
  const [padded, partial, unpadded, none, ...refusals] = answers(
    ...['QQ==', 'QQ=', 'QQ', '', 'QQ===', 'QR==', 'Q', 'QUI-', 'Q Q='].map(decode),
  );
  for (const { ok } of [padded, partial, unpadded]) assert.deepEqual(ok, { bytes: 'QQ==' });
  assert.deepEqual(none.ok, { bytes: '' });
  for (const { refused } of refusals) assert.equal(typeof refused, 'string');
});

test('a plain error or a text is a refusal, a trap of WebAssembly and any other exception is none', () => {
  assert.deepEqual([new Error('no'), 'no', undefined].map(isTrap), [false, false, false]);
  const faults = [new WebAssembly.RuntimeError('unreachable'), new RangeError('stack'), new TypeError('null'), null];
  assert.deepEqual(faults.map(isTrap), [true, true, true, true]);
});

test('what a question lacks ends in a fault that is told, and the next question is answered', () => {
  const [fault, next] = answers({ op: 'open_text' }, { op: 'decode_base64', text: 'QQ' });
  assert.match(fault.trapped, /TypeError/);
  assert.deepEqual(next.ok, { bytes: 'QQ==' });
});
