// What the official library, run by one user, makes of the events of one conversation that reach it one after the other.
//
// With its key cache on, the library keeps for each conversation the key that it encrypts with. That key shows only in
// what it encrypts: so it is asked for a message after each verified key change, and the key that opens the message is
// the one. The key of a version that was never the latest is that of the version's first verified change.

import { isTrap, thrownBy } from './refusal.mjs';

// {latest, keys: Map of version to key, errors}: the conversation is that of the first event that the library accepts.
export function received(chat, events, signingKeys) {
  chat.setCacheKeys(true);
  const view = { conversation: null, latest: null, keys: new Map(), errors: [] };
  const opened = new Map(); // version to every key that opened, verified or not: the library may encrypt with any
  events.forEach((event, index) => {
    const { messages, conversationKeys, errors } = chat.decryptEvents([event], signingKeys);
    for (const message of Object.values(errors)) view.errors.push(`event ${index}: ${message}`);
    for (const [version, key] of Object.entries(conversationKeys.keys))
      opened.set(version, [...(opened.get(version) ?? []), key]);
    for (const { event: accepted } of messages) learn(view, accepted, conversationKeys.keys[accepted.keyVersion]);
    const inUse = view.conversation === null ? null : encryptingKey(chat, view.conversation, opened);
    if (inUse === null) return;
    view.latest = inUse.version;
    view.keys.set(inUse.version, inUse.key);
  });
  return view;
}

function learn(view, { type, verified, conversationId, keyVersion }, key) {
  if (!verified) return;
  view.conversation ??= conversationId;
  const bringsKey = type === 'keyChange' && conversationId === view.conversation && key !== undefined;
  if (bringsKey && !view.keys.has(keyVersion)) view.keys.set(keyVersion, key);
}

// The version and the key that the library encrypts with in the conversation; null while it has none there.
function encryptingKey(chat, conversationId, opened) {
  let message;
  const refusal = thrownBy(() => (message = chat.encryptMessage({ conversationId, text: 'x' })));
  if (isTrap(refusal)) throw refusal;
  if (refusal !== undefined) return null;
  const version = message.conversationKeyVersion;
  const sealed = sealedContents(message.encryptedContent);
  const opens = (key) => thrownBy(() => chat.decrypt(sealed, key)) === undefined;
  return { version, key: opened.get(version).find(opens) };
}

// The first field of the message event: a header of 3 bytes, the length in 4, the sealed contents.
function sealedContents(encryptedContent) {
  const event = Buffer.from(encryptedContent, 'base64');
  const start = 7;
  return event.subarray(start, start + event.readInt32BE(3)).toString('base64');
}
