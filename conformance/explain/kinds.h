// What is said of each kind of input. Functions named is_like_… and fit_… tell whether an input may be of the kind;
// what explains bytes refuses those that it can't read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "conformance/exchange.h"
#include "conformance/explain/words.h"
#include "protocol/thrift_binary.h"

namespace keyturn {

// Whether bytes are of a kind: `may` where any bytes of that length could be.
enum class Fit { no, may, surely };

// Events, details and the signatures of events.
Fit fit_detail(ByteView bytes);
Fit fit_event(ByteView bytes);
Fit fit_event_signature(ByteView bytes);
Result<void> explain_detail_bytes(ByteView bytes, Words& words);
Result<void> explain_event_bytes(ByteView bytes, Words& words);
Result<void> explain_event_signature_bytes(ByteView bytes, Words& words);
// What an action does, field by field.
void explain_detail(const ThriftValue& detail, Words& words);
// A wrapped key is base64 of a point, a ciphertext and a tag.
void find_odd_wrapped_key(std::string_view user_id, std::string_view blob, Words& words);

// Keys and signatures.
Fit fit_public_key(ByteView bytes);
Fit fit_private_key(ByteView bytes);
Fit fit_conversation_key(ByteView bytes);
Fit fit_wrapped_key(ByteView bytes);
Fit fit_sealed_text(ByteView bytes);
Fit fit_signature(ByteView bytes);
Result<void> explain_public_key(ByteView bytes, Words& words);
Result<void> explain_private_key(ByteView bytes, Words& words);
Result<void> explain_conversation_key(ByteView bytes, Words& words);
Result<void> explain_wrapped_key(ByteView bytes, Words& words);
Result<void> explain_sealed_text(ByteView bytes, Words& words);
Result<void> explain_signature(ByteView bytes, Words& words);

// Texts.
bool is_like_payload(std::string_view text);   // begins with the name of an action and a comma
bool is_like_exchange(std::string_view text);  // begins with a request line or a status line of HTTP/1
void explain_payload(std::string_view payload, Words& words);
void explain_http_text(std::string_view text, Words& words);
void explain_journal_lines(std::string_view text, Words& words);

// JSON.
bool is_like_verify_input(const JsonValue& value);
bool is_like_case(const JsonValue& value);
bool is_like_exchange(const JsonValue& value);
bool is_like_journal_line(const JsonValue& value);
bool is_like_state(const JsonValue& value);
bool is_like_vectors(const JsonValue& value);
bool is_like_witness(const JsonValue& value);
Result<void> explain_request(const JsonValue& body, Words& words);
Result<void> explain_verify_input(const JsonValue& value, Words& words);
Result<void> explain_case(const JsonValue& value, Words& words);
Result<void> explain_exchange(const JsonValue& value, Words& words);
Result<void> explain_journal_line(const JsonValue& value, Words& words);
Result<void> explain_state(const JsonValue& value, Words& words);
Result<void> explain_vectors(const JsonValue& value, Words& words);
Result<void> explain_witness(const JsonValue& value, Words& words);

// The components of a payload. A conversation key is replaced by a remark, told as odd, and hidden from all that is
// said.
std::vector<std::string> payload_components(std::string_view payload, Words& words);

// An exchange of a case, with what the body of its request is.
void explain_exchange(const Exchange& exchange, Words& words);

// "AM-SIG-003 (every signature …)"; only the id where no table is at hand.
std::string requirement_in_words(std::string_view id, const Words& words);

}  // namespace keyturn
