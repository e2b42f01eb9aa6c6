import assert from 'node:assert/strict';
import { test } from 'node:test';

import { groupBeforeAdd, groupId, signingKeys, unlockedAs } from './group.mjs';
import { messageEvent } from './message_event.mjs';
import { received } from './recipient.mjs';
import { addMembersBody } from './request_body.mjs';
import { freshLibrary, pinned } from './xdk.mjs';

const otherGroup = 'g1700000000000000002';
const Chat = await freshLibrary();
const { state } = groupBeforeAdd(Chat, { members: 3 });

// A key change that `sender` makes: its version, its key, and the event as it arrives, whole or forged.
async function keyChange({ version, seed = 'a', group = groupId, sender = '1111' }) {
  const publicKeys = Object.entries(state.users).flatMap(([userId, { keys }]) =>
    keys.map((key) => ({ userId, publicKey: key.identity_public_key, keyVersion: key.version })),
  );
  const made = await pinned({ seed, nowMsec: version }, (Fresh) =>
    unlockedAs(Fresh, state, sender).prepareConversationKeyChange({ conversationId: group, publicKeys }),
  );
  const [{ messageId, encodedMessageEventDetail, signature, publicKeyVersion, signatureVersion }] = made.actionSignatures;
  const event = (shown) =>
    messageEvent({ sequenceId: '1', senderId: sender, conversationId: group, createdAtMsec: String(version) }, {
      message_id: messageId,
      encoded_message_event_detail: encodedMessageEventDetail,
      message_event_signature: {
        signature: shown,
        public_key_version: publicKeyVersion,
        signature_version: signatureVersion,
      },
    });
  const forgedSignature = (signature[0] === 'A' ? 'B' : 'A') + signature.slice(1);
  return { version: String(version), key: made.conversationKey, event: event(signature), forged: event(forgedSignature) };
}

function receivedBy2222(...events) {
  const { latest, keys, errors } = received(unlockedAs(Chat, state, '2222'), events, signingKeys(state.users));
  return { latest, keys: Object.fromEntries(keys), errors };
}

const keysOf = (...changes) => Object.fromEntries(changes.map(({ version, key }) => [version, key]));

const first = await keyChange({ version: 1700000000001 });
const rival = await keyChange({ version: 1700000000001, seed: 'b', sender: '3333' });
const newer = await keyChange({ version: 1700000000005, seed: 'c' });
const foreign = await keyChange({ version: 1700000000009, seed: 'd', group: otherGroup });

test('a verified key change brings its key', () => {
  assert.deepEqual(receivedBy2222(first.event), { latest: first.version, keys: keysOf(first), errors: [] });
});

test('a forged change of the same version, before or after it, changes no key and is told', () => {
  for (const [events, place] of [[[first.event, rival.forged], 1], [[rival.forged, first.event], 0]]) {
    const { latest, keys, errors } = receivedBy2222(...events);
    assert.deepEqual([latest, keys], [first.version, keysOf(first)]);
    assert.deepEqual(errors.map((error) => error.split(':')[0]), [`event ${place}`]);
  }
});

test('the first verified change of a version counts, while it is the latest and later', () => {
  assert.deepEqual(receivedBy2222(first.event, rival.event).keys, keysOf(first));
  assert.deepEqual(receivedBy2222(newer.event, first.event, rival.event).keys, keysOf(newer, first));
});

test('the latest is the highest version in any order', () => {
  for (const events of [[first.event, newer.event], [newer.event, first.event]])
    assert.deepEqual(receivedBy2222(...events), { latest: newer.version, keys: keysOf(first, newer), errors: [] });
});

test('a change of another conversation brings no key, and the first accepted event says which one it is', () => {
  assert.deepEqual(receivedBy2222(first.event, foreign.event).keys, keysOf(first));
  assert.deepEqual(receivedBy2222(first.forged, foreign.event).keys, keysOf(foreign));
});

test('where nothing verifies there is no key', () => {
  const { latest, keys, errors } = receivedBy2222(first.forged, 'no base64');
  assert.deepEqual([latest, keys, errors.length], [null, {}, 2]);
});

test('an accepted event that brings no key leaves none', () => {
  const [, memberAdd] = addMembersBody(Chat, groupBeforeAdd(Chat, { members: 3 })).action_signatures;
  const event = messageEvent({ sequenceId: '1', senderId: '1111', conversationId: groupId, createdAtMsec: '1' }, memberAdd);
  assert.deepEqual(receivedBy2222(event), { latest: null, keys: {}, errors: [] });
});

// A library that believes everybody, and encrypts with the key that came last.
class Gullible {
  setCacheKeys() {}

  decryptEvents([{ version, key, verified }]) {
    this.last = { version, key };
    const event = { type: 'keyChange', verified, conversationId: groupId, keyVersion: version };
    return { messages: [{ event }], conversationKeys: { keys: { [version]: key } }, errors: {} };
  }

  encryptMessage() {
    const contents = Buffer.from(this.last.key);
    const header = Buffer.from([11, 0, 100, 0, 0, 0, contents.length]);
    const encryptedContent = Buffer.concat([header, contents, Buffer.from([0])]).toString('base64');
    return { encryptedContent, conversationKeyVersion: this.last.version };
  }

  decrypt(contents, key) {
    if (Buffer.from(contents, 'base64').toString() !== key) throw new Error('another key');
  }
}

test('the key that a library really encrypts with is told, also one that never verified', () => {
  const events = [
    { version: '5', key: 'verified', verified: true },
    { version: '5', key: 'forged', verified: false },
    { version: '4', key: 'older', verified: false },
  ];
  const { latest, keys } = received(new Gullible(), events, []);
  assert.deepEqual([latest, Object.fromEntries(keys)], ['4', { 4: 'older', 5: 'forged' }]);
});

test('a library that traps when it is to encrypt has trapped', () => {
  const trapping = new Gullible();
  trapping.encryptMessage = () => {
    throw new WebAssembly.RuntimeError('unreachable');
  };
  assert.throws(() => received(trapping, [{ version: '5', key: 'k', verified: true }], []), WebAssembly.RuntimeError);
});
