// A group and its users, in the form of a case's `given`: everybody's registered keys, private keys and token.
//
// The private keys are small scalars, so that anybody can recompute them: the user at place i of the cast has identity
// scalar 2i+1 and signing scalar 2i+2.

const spkiPrefix = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex');
const retiredScalars = 100_000; // keys that were registered once and that nobody holds any more start here

export const groupId = 'g1700000000000000001';

// 1111, 2222, … 9999, 11110, …: ids whose order as text is not their order as numbers.
function shortId(place) {
  return String(1111 * (place + 1));
}

// The group before an add, its users, who adds and who is added.
//   members                  how many there are after the add
//   add, admins, pending     how many are added, are admins, are pending (not members)
//   sender                   the sender's place among the members
//   idOf, versionsOf         the user id, and the registered key versions, of the user at a place of the cast
//   title, avatarUrl, ttlMsec, screenCaptureBlocking     of the group; undefined is unset
//   keyVersion               the conversation key version before the add
export function groupBeforeAdd(Chat, shape) {
  const { members, add = 1, admins = 1, pending = 0, sender = 0 } = shape;
  const { idOf = shortId, versionsOf = () => ['1'], keyVersion = '1690000000000' } = shape;
  const ids = Array.from({ length: members + pending }, (_, place) => idOf(place));
  const group = {
    id: groupId,
    members: ids.slice(0, members - add),
    admins: ids.slice(0, admins),
    pending: ids.slice(members),
    title: shape.title,
    avatar_url: shape.avatarUrl,
    ttl_msec: shape.ttlMsec,
    screen_capture_blocking: shape.screenCaptureBlocking,
    conversation_key_version: keyVersion,
  };
  const users = Object.fromEntries(ids.map((id, place) => [id, user(Chat, id, place, versionsOf(place))]));
  return { state: { groups: [group], users }, sender: ids[sender], add: ids.slice(members - add, members) };
}

function user(Chat, id, place, versions) {
  const latest = highest(versions);
  const held = privateKeys(2 * place + 1);
  const lost = (age) => privateKeys(retiredScalars + 100 * place + 2 * age);
  const keys = versions.map((version, age) => registration(Chat, version, version === latest ? held : lost(age)));
  return { keys, private_keys: held.toString('base64'), token: `token-${id}` };
}

// 64 bytes: the identity scalar, then the signing scalar, which is the next number.
function privateKeys(scalar) {
  return Buffer.from([scalar, scalar + 1].map((number) => number.toString(16).padStart(64, '0')).join(''), 'hex');
}

function registration(Chat, version, keys) {
  const owner = unlocked(Chat, keys);
  const { identity, signing } = owner.getPublicKeys();
  const identityKey = spki(identity);
  return {
    version,
    identity_public_key: identityKey.toString('base64'),
    signing_public_key: spki(signing).toString('base64'),
    identity_public_key_signature: Buffer.from(owner.sign(identityKey)).toString('base64'),
  };
}

function spki(sec1Base64) {
  return Buffer.concat([spkiPrefix, Buffer.from(sec1Base64, 'base64')]);
}

// The library with a user's private keys (64 bytes) loaded.
export function unlocked(Chat, keys) {
  const chat = new Chat();
  chat.importKeys(new Uint8Array(keys)); // a copy: the library wipes what it is given
  return chat;
}

// The library as `id` of the state runs it.
export function unlockedAs(Chat, state, id) {
  const { keys, private_keys: privateKeysText } = state.users[id];
  const chat = unlocked(Chat, Buffer.from(privateKeysText, 'base64'));
  chat.setIdentity(id, latestKey(keys).version);
  return chat;
}

// The key in force: versions are numbers of differing length, so text order would choose another.
export function latestKey(keys) {
  const latest = highest(keys.map((key) => key.version));
  return keys.find((key) => key.version === latest);
}

function highest(versions) {
  return versions.reduce((left, right) => (BigInt(right) > BigInt(left) ? right : left));
}

// The users' signing keys as the library takes them. A binding that is not known is none that holds.
export function signingKeys(users) {
  return Object.entries(users).flatMap(([userId, { keys }]) =>
    keys
      .filter((key) => key.signing_public_key !== undefined)
      .map((key) => ({
        userId,
        publicKeyVersion: key.version,
        publicKey: key.signing_public_key,
        identityPublicKey: key.identity_public_key,
        identityPublicKeySignature: key.identity_public_key_signature ?? '',
      })),
  );
}

// The group that a conversation id names; a state of one group needs no id.
export function groupOf(state, conversationId) {
  const groups = state.groups ?? [state.group];
  return groups.find((group) => group.id === (conversationId ?? groups[0].id));
}
