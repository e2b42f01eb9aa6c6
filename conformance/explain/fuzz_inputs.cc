#include "conformance/explain/fuzz_inputs.h"

#include <algorithm>
#include <iterator>

namespace keyturn {
namespace {

constexpr FuzzInputKind inputs[] = {
    {"request", "body", "the body of a request"},
    {"request_schema", "body", "the body of a request, for the reader and the JSON Schema"},
    {"server", "body", "the body of a request that the reference server gets"},
    {"detail", "detail", "the bytes of an event detail"},
    {"detail_second_opinion", "detail", "the bytes of an event detail, for two readers"},
    {"event", "event", "the bytes of an event"},
    {"event_second_opinion", "event", "the bytes of an event, for two readers"},
    {"public_key", "public-key", "the bytes of a public key"},
    {"private_key", "private-key", "the bytes of a private key, or of two"},
    {"wrapped_key", "wrapped-key", "the bytes of a wrapped key for the member whose scalar is 1"},
    {"signature", "signature", "the text of a signature over the text payload, by the scalar 1"},
    {"given", "state", "a state as JSON"},
    {"shared_state", "state", "the file of a shared state"},
    {"case_file", "case", "a case file"},
    {"journal", "journal", "a journal, a verdict a line"},
    {"vectors", "vectors", "a file of golden vectors"},
    {"property", "witness", "the witness of a property"},
    {"http_response", "exchange", "an answer as it comes over the wire"},
    {"sealed", "", "a conversation key (32 bytes) and a text that is sealed under it"},
    {"key_wrap", "", "bytes from which keys are made that wrap and open"},
    {"sealed_stream", "", "a key, a header and the bytes of a sealed stream"},
    {"base64", "", "a text that may be base64"},
    {"identifiers", "", "a text that may be an id or a version"},
    {"payload", "", "an action as JSON, whose payload is made at every signature version"},
    {"recipient", "", "a script of the events that a recipient is given"},
    {"rotation", "", "a script of what users do in groups"},
    {"pattern", "", "a pattern of a matcher, and a text"},
    {"document", "", "a text that may be JSON"},
    {"composed_request", "", "what a case asks to be composed"},
    {"operations", "", "a script of requests to any operation of the reference server"},
    {"adapter_answer", "", "what an adapter answers, a line of JSON"},
    {"adopted_state", "", "the answer to a set-up"},
    {"answer", "exchange", "an answer as it comes over the wire, held to what every answer is held to"},
    {"baseline", "", "a baseline of known failures"},
    {"corpus_index", "", "the index of a corpus of seeds"},
    {"curl_import", "", "shell lines for curl"},
    {"document_second_opinion", "", "a text that may be JSON, for two readers"},
    {"explain", "", "anything that can be explained"},
    {"group_view", "", "what a server shows of a group"},
    {"har_import", "", "a browser's HTTP archive"},
    {"http_request", "exchange", "a request as it comes over the wire"},
    {"minimizer", "", "a word, a line feed, and an input that holds it, to be made smaller"},
    {"openapi_import", "", "an OpenAPI document with examples"},
    {"planted_bugs", "", "a list of bugs that targets are tried with"},
    {"redaction", "", "a line with a secret, then a text that may hold it"},
    {"requirements", "", "a catalogue of requirements"},
    {"response_comparison", "", "a recorded answer and a found one"},
    {"run_report", "",
     "a file that the fuzz tools read: a report of a run, the table of targets, unreachable branches"},
    {"verify_input", "verify-input", "a request with its state, as verify takes it"},
    {"retry_after", "", "how long an answer asks to wait"},
};

}  // namespace

const FuzzInputKind* find_fuzz_input(std::string_view target) {
    const auto found = std::ranges::find(inputs, target, &FuzzInputKind::target);
    return found == std::end(inputs) ? nullptr : &*found;
}

bool takes_bodies_of_requests(std::string_view target) {
    const FuzzInputKind* known = find_fuzz_input(target);
    return known && known->kind == "body";
}

}  // namespace keyturn
