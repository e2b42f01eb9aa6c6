// Has the official library make add-members requests, for `keyturn verify`.
//
//   node make.mjs [--members N]… [--add N] [--admins N] [--pending N] [--title TEXT] [--avatar URL] [--ttl MSEC]
//                 [--screen-capture-blocking true|false] [--seed TEXT] [--now MSEC]
//
// Prints {"state", "sender", "conversation_id", "body", "now_msec"} a line, one for each --members (the size after the
// add; 2, 3, 7 and 40 unless given). What is not given is unset. The same options give the same bytes.

import { commandLine, truth, wholeNumber } from './command_line.mjs';
import { groupBeforeAdd } from './group.mjs';
import { addMembersBody } from './request_body.mjs';
import { pinned } from './xdk.mjs';

const text = { type: 'string' };
const { values } = commandLine({
  options: {
    members: { type: 'string', multiple: true, default: ['2', '3', '7', '40'] },
    add: text,
    admins: text,
    pending: text,
    title: text,
    avatar: text,
    ttl: text,
    'screen-capture-blocking': text,
    seed: { type: 'string', default: '1' },
    now: { type: 'string', default: '1700000000123' },
  },
});

const nowMsec = wholeNumber('now', values.now);
const shape = {
  add: wholeNumber('add', values.add),
  admins: wholeNumber('admins', values.admins),
  pending: wholeNumber('pending', values.pending),
  title: values.title,
  avatarUrl: values.avatar,
  ttlMsec: wholeNumber('ttl', values.ttl),
  screenCaptureBlocking: truth('screen-capture-blocking', values['screen-capture-blocking']),
};

function request(members) {
  return pinned({ seed: `${values.seed}/${members}`, nowMsec }, (Chat) => {
    const { state, sender, add } = groupBeforeAdd(Chat, { ...shape, members });
    const body = addMembersBody(Chat, { state, sender, add });
    return { state, sender, conversation_id: state.groups[0].id, body, now_msec: nowMsec };
  });
}

for (const members of values.members.map((size) => wholeNumber('members', size)))
  console.log(JSON.stringify(await request(members)));
