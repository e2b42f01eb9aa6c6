// What is recorded: each a shape of group.mjs, with the title and the reason that its case carries.

const avatarUrl = 'https://media.example.com/avatars/team.png?size=400x400&format=png';
const family = '\u{1F469}\u{200D}\u{1F469}\u{200D}\u{1F467}'; // three emoji that show as one

function severalVersions(place) {
  return [['1'], ['999999', '1700000000000'], ['1700000000000', '999999'], ['20', '3', '100']][place % 4];
}

export const recordings = {
  'two-members': {
    title: 'a group of one becomes a group of two',
    why: 'the smallest change: one member, one added, nothing set',
    shape: { members: 2 },
  },
  'five-members-titled': {
    title: 'a fifth member joins a group with a title and an avatar',
    why: 'title and avatar are signed as plain text and sent sealed under the new key',
    shape: { members: 5, title: 'Team', avatarUrl },
  },
  'hundred-members': {
    title: 'the hundredth member joins',
    why: 'a hundred wrapped keys, in the order the library happens to write them, and long lists in both details',
    shape: { members: 100, title: 'Everybody' },
  },
  'title-only': {
    title: 'a group with a title and without an avatar',
    why: 'the payload has the text null for the avatar, and only the title is sealed',
    shape: { members: 3, title: 'Team' },
  },
  'avatar-only': {
    title: 'a group with an avatar and without a title',
    why: 'the payload has the text null for the title, and only the avatar is sealed',
    shape: { members: 3, avatarUrl },
  },
  'title-outside-ascii': {
    title: 'a title in several scripts',
    why: 'text is signed as UTF-8 as it stands: two, three and four byte sequences, a combining accent, joined emoji',
    shape: { members: 3, title: `Cafe\u0301 \u00fcber \u6771\u4eac ${family}` },
  },
  'ttl-of-a-day': {
    title: 'messages of the group vanish after a day',
    why: 'the ttl is signed in decimal and stands in the detail as a 64-bit number',
    shape: { members: 3, ttlMsec: 86400000 },
  },
  'ttl-of-zero': {
    title: 'the ttl is set to zero',
    why: 'zero is a value, not an unset ttl: the payload has 0 where an unset one has the text null',
    shape: { members: 3, ttlMsec: 0 },
  },
  'screen-capture-blocked': {
    title: 'screen capture is blocked',
    why: 'the flag is the last component of the payload: true',
    shape: { members: 3, screenCaptureBlocking: true },
  },
  'screen-capture-allowed': {
    title: 'screen capture blocking is set, to false',
    why: 'false is a value, not an unset flag: the payload has false where an unset one has the text null',
    shape: { members: 3, screenCaptureBlocking: false },
  },
  'pending-members': {
    title: 'two users are pending while another is added',
    why: 'pending users stand in the detail, not in the version-7 payload, and get no wrapped key',
    shape: { members: 4, pending: 2 },
  },
  'several-added': {
    title: 'four users join a group of three at once',
    why: 'the new ids keep their order in the body, the detail and the payload',
    shape: { members: 7, add: 4, admins: 2 },
  },
  'key-versions-of-differing-length': {
    title: 'users have registered several keys, at versions of differing length',
    why: 'a key is wrapped for the highest version as a number; as text, 999999 is above 1700000000000',
    shape: { members: 8, add: 2, versionsOf: severalVersions, keyVersion: '999999999999' },
  },
  'signing-key-version': {
    title: 'the sender signs with a key registered at a later version than 1',
    why: 'the signatures name the version of the signing key, which is not that of the other members',
    shape: { members: 3, versionsOf: (place) => (place === 0 ? ['1', '1690000000001'] : ['1']) },
  },
  'ids-of-nineteen-digits': {
    title: 'user ids of nineteen digits',
    why: 'ids are text: a reader that takes them for JSON numbers rounds them',
    shape: { members: 3, idOf: (place) => String(9223372036854775801n + BigInt(place)) },
  },
  'everything-set': {
    title: 'the second admin adds three to a group where everything is set',
    why: 'title, avatar, ttl, flag, pending users and several key versions in one change',
    shape: {
      members: 9, add: 3, admins: 2, sender: 1, pending: 1, versionsOf: severalVersions,
      title: 'Équipe', avatarUrl, ttlMsec: 604800000, screenCaptureBlocking: true,
    },
  },
};
