// What an adapter answers to question 1: a whole line, or what stands under `ok`. There is a value or a reason, and
// what was read is what stands there.
#include "adapters/adapter_answer.h"
#include "fuzz/target.h"

using namespace keyturn;

namespace {

template <class T>
bool value_or_malformed(const Answer<T>& answer) {
    return answer || (answer.error().kind == NoValueKind::malformed && is_utf8(answer.error().reason) &&
                      !answer.error().reason.empty());
}

bool as_an_adapter_says(const NoValue& found) {
    return is_utf8(found.reason) && (found.kind == NoValueKind::refused || found.kind == NoValueKind::trapped ||
                                     found.kind == NoValueKind::unimplemented || found.kind == NoValueKind::malformed);
}

bool only_members_are_read(const JsonValue& ok) {
    const auto text = read_only_text(ok, "payload");
    fuzz::expect(value_or_malformed(text), "a text or a reason");
    if (text) fuzz::expect(ok == json_object({{"payload", json_string(*text)}}), "the text stands there");
    const auto boolean = read_only_boolean(ok, "verified");
    fuzz::expect(value_or_malformed(boolean), "a boolean or a reason");
    if (boolean) fuzz::expect(ok == json_object({{"verified", json_bool(*boolean)}}), "the boolean stands there");
    const auto detail = read_detail(ok);
    fuzz::expect(value_or_malformed(detail), "a detail or a reason");
    if (detail) fuzz::expect(ok == json_object({{"detail", *detail}}), "the detail stands there");
    const auto bytes = read_only_bytes(ok, "bytes");
    fuzz::expect(value_or_malformed(bytes), "bytes or a reason");
    const auto description = read_description(ok);
    fuzz::expect(value_or_malformed(description), "a description or a reason");
    return text || boolean || detail || bytes || description;
}

bool opened_keys_are_read(const JsonValue& ok) {
    const auto opened = read_opened_keys(ok);
    fuzz::expect(value_or_malformed(opened), "keys or a reason");
    if (!opened) return false;
    fuzz::expect(opened->keys.size() == ok.find("keys")->members.size(), "every key stands there");
    fuzz::expect(opened->errors.size() == ok.find("errors")->elements.size(), "every error stands there");
    fuzz::expect(opened->latest_version.has_value() != ok.find("latest_version")->is(JsonKind::null),
                 "null is no version");
    return true;
}

bool a_change_is_read(const JsonValue& ok, std::string_view line) {
    const auto change = read_prepared_change(ok, line);
    fuzz::expect(value_or_malformed(change), "a change or a reason");
    if (!change) return false;
    const auto body = parse_json(change->body);
    fuzz::expect(body && *body == *ok.find("body"), "the body is what stands there");
    return true;
}

bool line_is_read(std::string_view line) {
    const auto ok = read_adapter_answer(line, 1);
    if (!ok) {
        fuzz::expect(as_an_adapter_says(ok.error()), "no value for one of four reasons");
        return false;
    }
    const bool has_one = only_members_are_read(*ok), has_keys = opened_keys_are_read(*ok),
               has_a_change = a_change_is_read(*ok, line);
    return has_one || has_keys || has_a_change;
}

}  // namespace

FUZZ_TARGET {
    const std::string text(text_of(input));
    const bool whole_line = line_is_read(text);
    const bool ok_of_a_line = line_is_read("{\"id\":1,\"ok\":" + text + "}");
    return fuzz::accepted_if(whole_line || ok_of_a_line);
}
