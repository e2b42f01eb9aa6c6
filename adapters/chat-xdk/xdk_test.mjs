import assert from 'node:assert/strict';
import { test } from 'node:test';

import { groupBeforeAdd } from './group.mjs';
import { addMembersBody } from './request_body.mjs';
import { freshLibrary, pinned } from './xdk.mjs';

function made({ seed = 'seed', nowMsec = 1700000000123 }) {
  return pinned({ seed, nowMsec }, (Chat) => addMembersBody(Chat, groupBeforeAdd(Chat, { members: 2, title: 'Team' })));
}

test('the same seed and time give the same bytes', async () => {
  assert.deepEqual(await made({}), await made({}));
});

test('another seed gives other keys and message ids, at the same version', async () => {
  const [one, other] = [await made({}), await made({ seed: 'another' })];
  assert.equal(one.conversation_key_version, other.conversation_key_version);
  assert.notEqual(one.encrypted_title, other.encrypted_title);
  assert.notEqual(one.action_signatures[0].message_id, other.action_signatures[0].message_id);
  assert.notDeepEqual(one.conversation_participant_keys, other.conversation_participant_keys);
});

test('the clock is the key version', async () => {
  assert.equal((await made({ nowMsec: 1700000000999 })).conversation_key_version, '1700000000999');
});

test('no random number is drawn twice', async () => {
  const { conversation_participant_keys: keys, action_signatures: actions } = await made({});
  const ephemeralPoints = keys.map((key) => key.encrypted_conversation_key.slice(0, 80));
  assert.equal(new Set(ephemeralPoints).size, 2);
  assert.notEqual(actions[0].message_id, actions[1].message_id);
});

test('random numbers and clock are as before afterwards, also after an error', async () => {
  const sources = () => [globalThis.crypto, Date.now];
  await freshLibrary();
  const before = sources();
  await pinned({ seed: '', nowMsec: 0 }, () => assert.notDeepEqual(sources(), before));
  assert.deepEqual(sources(), before);
  await assert.rejects(pinned({ seed: '', nowMsec: 0 }, () => assert.fail('an error')), /an error/);
  assert.deepEqual(sources(), before);
});

test('the library runs where the global crypto is missing, as in Node 18', async () => {
  const original = Object.getOwnPropertyDescriptor(globalThis, 'crypto');
  delete globalThis.crypto;
  try {
    const Chat = await freshLibrary();
    assert.ok(new Chat().generateKeypairs());
  } finally {
    if (original) Object.defineProperty(globalThis, 'crypto', original);
  }
});

test('every instance is another one', async () => {
  assert.notEqual(await freshLibrary(), await freshLibrary());
});
