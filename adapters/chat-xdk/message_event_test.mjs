import assert from 'node:assert/strict';
import { test } from 'node:test';

import { messageEvent } from './message_event.mjs';

test('an event is the Thrift binary of fact sheet section 5', () => {
  const envelope = { sequenceId: '1', senderId: '1111', conversationId: 'g1', createdAtMsec: '1700000000123' };
  const signature = { signature: 'c2ln', public_key_version: '20', signature_version: '7' };
  const detail = Buffer.from('0c000400', 'hex').toString('base64');
  const action = { message_id: 'mid\u00e9', encoded_message_event_detail: detail, message_event_signature: signature };
  const expected = [
    '0b0001 00000001 31', // sequence_id
    '0b0002 00000005 6d6964c3a9', // message_id: the length counts bytes
    '0b0003 00000004 31313131', // sender_id
    '0b0004 00000002 6731', // conversation_id
    '0b0006 0000000d 31373030303030303030313233', // created_at_msec
    '0c0007 0c000400', // detail
    '0c0009 0b0001 00000004 63326c6e 0b0002 00000002 3230 0b0003 00000001 37 00', // message_event_signature
    '00',
  ];
  const event = Buffer.from(messageEvent(envelope, action), 'base64');
  assert.equal(event.toString('hex'), expected.join('').replaceAll(' ', ''));
});
