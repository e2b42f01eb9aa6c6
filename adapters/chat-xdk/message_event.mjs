// A whole MessageEvent around one action signature of a request body, as recipients get it: Thrift binary, base64.

const structType = 12;
const stringType = 11;

export function messageEvent({ sequenceId, senderId, conversationId, createdAtMsec }, action) {
  return struct([
    string(1, sequenceId),
    string(2, action.message_id),
    string(3, senderId),
    string(4, conversationId),
    string(6, createdAtMsec),
    field(structType, 7, Buffer.from(action.encoded_message_event_detail, 'base64')),
    field(structType, 9, signatureStruct(action.message_event_signature)),
  ]).toString('base64');
}

function signatureStruct({ signature, public_key_version: keyVersion, signature_version: signatureVersion }) {
  return struct([string(1, signature), string(2, keyVersion), string(3, signatureVersion)]);
}

function struct(fields) {
  const stop = Buffer.from([0]);
  return Buffer.concat([...fields, stop]);
}

function string(id, text) {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeInt32BE(bytes.length);
  return field(stringType, id, Buffer.concat([length, bytes]));
}

function field(type, id, value) {
  const header = Buffer.alloc(3);
  header.writeUInt8(type, 0);
  header.writeInt16BE(id, 1);
  return Buffer.concat([header, value]);
}
