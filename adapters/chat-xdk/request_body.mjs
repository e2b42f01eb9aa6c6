// An add-members request body, made by the official library: its result in the names of the wire.

import { groupOf, unlockedAs } from './group.mjs';

// Who holds the new key: the members and the added, not the pending.
export function rosterAfter(group, add) {
  return [...group.members, ...add];
}

export function addMembersBody(Chat, { state, sender, add }) {
  return preparedChange(unlockedAs(Chat, state, sender), { group: groupOf(state), users: state.users, add }).body;
}

// The body and the conversation key, made by a library that is unlocked as the sender.
export function preparedChange(chat, { group, users, add }) {
  const change = chat.prepareGroupMembersChange({
    publicKeys: rosterAfter(group, add).flatMap((id) => identityKeys(id, users[id])),
    conversationId: group.id,
    newMemberIds: add,
    currentMemberIds: group.members,
    currentAdminIds: group.admins,
    currentPendingMemberIds: group.pending,
    currentTitle: group.title,
    currentAvatarUrl: group.avatar_url,
    currentTtlMsec: group.ttl_msec,
    currentScreenCaptureBlockingEnabled: group.screen_capture_blocking,
  });
  // An empty text is signed as unset, so it is not sent either.
  const seal = (text) => (text ? chat.encrypt(text, change.conversationKey) : undefined);
  const body = {
    user_ids: add,
    conversation_key_version: change.conversationKeyVersion,
    conversation_participant_keys: change.participantKeys.map(participantKey),
    encrypted_title: seal(group.title),
    encrypted_avatar_url: seal(group.avatar_url),
    action_signatures: change.actionSignatures.map(actionSignature),
  };
  return { body, conversationKey: change.conversationKey };
}

function identityKeys(userId, user) {
  return (user?.keys ?? []).map((key) => ({ userId, publicKey: key.identity_public_key, keyVersion: key.version }));
}

function participantKey({ userId, encryptedKey, publicKeyVersion }) {
  return { user_id: userId, encrypted_conversation_key: encryptedKey, public_key_version: publicKeyVersion };
}

function actionSignature(action) {
  return {
    message_id: action.messageId,
    encoded_message_event_detail: action.encodedMessageEventDetail,
    signature_payload: action.signaturePayload, // withheld for the key change: it holds the plaintext key
    message_event_signature: {
      signature: action.signature,
      public_key_version: action.publicKeyVersion,
      signature_version: action.signatureVersion,
    },
  };
}
