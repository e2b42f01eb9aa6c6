// What the official library says of an add-members request, as every member of the updated roster runs it.

import { createHash } from 'node:crypto';

import { groupOf, signingKeys, unlockedAs } from './group.mjs';
import { messageEvent } from './message_event.mjs';
import { rosterAfter } from './request_body.mjs';

// {verified, opened: {user: SHA-256 of the key, in hex}, title, errors}: verified when every member verified both
// events, opened the same key, and read with it the group's title and avatar; the errors say what stood there instead.
export function verification(Chat, request) {
  const group = groupOf(request.state, request.conversation_id);
  const roster = rosterAfter(group, request.body.user_ids);
  const readings = roster.map((id) => attemptedReading(Chat, id, request, group));
  const opened = Object.fromEntries(readings.flatMap(({ id, digest }) => (digest ? [[id, digest]] : [])));
  const errors = readings.flatMap(({ error }) => error ?? []);
  if (new Set(Object.values(opened)).size > 1) errors.push('the members opened different keys');
  const title = readings.find((reading) => reading.title)?.title ?? null;
  return { verified: errors.length === 0, opened, title, errors };
}

function attemptedReading(Chat, id, request, group) {
  try {
    return { id, ...reading(unlockedAs(Chat, request.state, id), id, request, group) };
  } catch (error) {
    return { id, error: `user ${id}: ${error.message}` };
  }
}

function reading(chat, id, { state, sender, body, now_msec: nowMsec }, group) {
  const envelope = { senderId: sender, conversationId: group.id, createdAtMsec: String(nowMsec) };
  const events = body.action_signatures.map((action, index) =>
    messageEvent({ ...envelope, sequenceId: String(index + 1) }, action),
  );
  // Only the sender's keys: the library checks the binding of every key it is given, for every member.
  const decrypted = chat.decryptEvents(events, signingKeys({ [sender]: state.users[sender] }));
  requireBothVerified(decrypted);
  const key = openedKey(chat, id, decrypted.conversationKeys, body);
  const title = openedText(chat, key, body.encrypted_title);
  requireEqual('the title', title, group.title ?? null);
  requireEqual('the avatar', openedText(chat, key, body.encrypted_avatar_url), group.avatar_url ?? null);
  return { digest: createHash('sha256').update(key).digest('hex'), title };
}

function requireBothVerified({ messages, errors }) {
  for (const [index, message] of Object.entries(errors)) throw new Error(`action_signatures/${index}: ${message}`);
  const verified = messages.flatMap(({ event }) => (event.verified ? [event.type] : []));
  requireEqual('the verified events', verified.sort().join(' and '), 'groupChange and keyChange');
}

// The key as it was signed, from the key change; the one sent beside it in the body must be the same.
function openedKey(chat, id, { keys }, body) {
  const signed = keys[body.conversation_key_version];
  if (!signed) throw new Error(`the signed key change has no version ${body.conversation_key_version}`);
  const sent = body.conversation_participant_keys.find((key) => key.user_id === id);
  if (!sent) throw new Error('conversation_participant_keys has no key for this user');
  if (!Buffer.from(chat.decryptConversationKey(sent.encrypted_conversation_key)).equals(signed))
    throw new Error('conversation_participant_keys has another key than the signed key change');
  return signed;
}

function openedText(chat, key, sealed) {
  return sealed === undefined ? null : chat.decrypt(sealed, key);
}

function requireEqual(subject, found, expected) {
  if (found !== expected)
    throw new Error(`${subject}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`);
}
