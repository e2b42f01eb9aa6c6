// The operations of keyturn's line protocol (docs/adapters.md) that the official library can serve, each as a function
// of a fresh copy of its class and the question. It throws what the library throws.
//
// The library shows some answers only as part of a larger one; what is read out of where is said at each.

import { ECDH } from 'node:crypto';

import { latestKey, signingKeys, unlocked } from './group.mjs';
import { received } from './recipient.mjs';
import { isTrap, thrownBy } from './refusal.mjs';
import { preparedChange } from './request_body.mjs';

const curve = 'prime256v1';
const spkiLength = 91;
const sec1Length = 65;
const anyVersion = '1'; // for a reader, which signs nothing that anybody sees

const bytes = (base64) => new Uint8Array(Buffer.from(base64, 'base64'));
const text = (buffer) => Buffer.from(buffer).toString('base64');

export const operations = {
  // The library can't be told the group's current key version: the new one is its clock's, whatever the current is. A
  // sender without a registered key has no version to sign with, so no identity is set.
  prepare_add_members(Chat, { group, users, sender, private_keys, add }) {
    const chat = unlocked(Chat, bytes(private_keys));
    const version = registeredVersion(users, sender);
    if (version !== undefined) chat.setIdentity(sender, version);
    const { body, conversationKey } = preparedChange(chat, { group, users, add });
    return { body, conversation_key: text(conversationKey) };
  },

  // The library gives the bytes of a signature; in requests it writes them without padding.
  sign(Chat, { private_key, payload }) {
    const signature = signerWith(Chat, bytes(private_key)).sign(new TextEncoder().encode(payload));
    return { signature: text(signature).replace(/=+$/, '') };
  },

  verify_event(Chat, { event, signing_keys, conversation_key }) {
    const chat = new Chat();
    chat.setRejectUnverified(false);
    const read = (keys) => chat.decryptEvent(event, keys, signingKeys(signing_keys));
    const seen = read({});
    // The key has to be given by its version, which the event names.
    const found = conversation_key ? read({ [seen.keyVersion]: bytes(conversation_key) }) : seen;
    return { verified: found.verified === true };
  },

  open_change(Chat, { events, user, private_keys, signing_keys }) {
    const chat = unlocked(Chat, bytes(private_keys));
    chat.setIdentity(user, versionOf(chat, signing_keys, user));
    const { latest, keys, errors } = received(chat, events, signingKeys(signing_keys));
    const shown = [...keys].map(([version, key]) => [version, text(key)]);
    return { latest_version: latest, keys: Object.fromEntries(shown), errors };
  },

  unwrap_key(Chat, { private_key, blob }) {
    return { key: text(unlocked(Chat, bytes(private_key)).decryptConversationKey(blob)) };
  },

  seal_text(Chat, { key, text: plaintext }) {
    return { blob: new Chat().encrypt(plaintext, bytes(key)) };
  },

  open_text(Chat, { key, blob }) {
    return { text: new Chat().decrypt(blob, bytes(key)) };
  },

  // Read from the payload of a message delete, which signs the id in its canonical form.
  canonical_conversation_id(Chat, { conversation_id, sender }) {
    const chat = anySigner(Chat, sender);
    const request = { conversationId: conversation_id, sequenceIds: ['1'], deleteForAll: false };
    return { id: chat.prepareMessageDelete(request).signaturePayload.split(',')[3] };
  },

  // The version that a user's key is wrapped for, of a user who registered one at each of the versions.
  latest_key_version(Chat, { versions }) {
    const chat = anySigner(Chat, '1');
    const publicKey = chat.getPublicKeys().identity;
    const publicKeys = versions.map((keyVersion) => ({ userId: '1', publicKey, keyVersion }));
    const { participantKeys } = chat.prepareConversationKeyChange({ conversationId: 'g1', publicKeys });
    return { version: participantKeys[0].publicKeyVersion };
  },

  // Whether the bytes are a key is the library's word, asked by a verification that fails; it shows no coordinates, so
  // these are Node's.
  parse_public_key(Chat, { bytes: key }) {
    const refusal = thrownBy(() => new Chat().verify(key, new Uint8Array(64), new Uint8Array(0)));
    if (isTrap(refusal) || refusal?.message.includes('Invalid key')) throw refusal;
    return { sec1: text(uncompressed(bytes(key))) };
  },

  // Whether the text is base64 is the library's word, asked by reading it as an event; the bytes are Node's.
  decode_base64(Chat, { text: encoded }) {
    const refusal = thrownBy(() => new Chat().decryptEvent(encoded, {}, []));
    if (isTrap(refusal) || refusal?.message.includes('Base64 error')) throw refusal;
    return { bytes: text(bytes(encoded)) };
  },
};

function registeredVersion(users, id) {
  const keys = (users[id]?.keys ?? []).filter(({ version }) => /^[0-9]+$/.test(version));
  return keys.length > 0 ? latestKey(keys).version : undefined;
}

// The version at which the loaded identity key was registered: a user may have registered a newer one since.
function versionOf(chat, users, id) {
  const loaded = bytes(chat.getPublicKeys().identity);
  const isLoaded = ({ identity_public_key: key }) => Buffer.from(bytes(key).slice(-sec1Length)).equals(Buffer.from(loaded));
  return (users[id]?.keys ?? []).find(isLoaded)?.version ?? registeredVersion(users, id) ?? anyVersion;
}

// The library takes an identity and a signing key at once; the identity is not used here.
function signerWith(Chat, signingKey) {
  const identity = Buffer.from('01'.padStart(64, '0'), 'hex');
  return unlocked(Chat, Buffer.concat([identity, signingKey]));
}

function anySigner(Chat, user) {
  const chat = signerWith(Chat, Buffer.from('02'.padStart(64, '0'), 'hex'));
  chat.setIdentity(user, '1');
  return chat;
}

function uncompressed(key) {
  const sec1 = key.length === spkiLength ? key.subarray(spkiLength - sec1Length) : key;
  return ECDH.convertKey(sec1, curve, undefined, undefined, 'uncompressed');
}
