#include "fuzz/second_opinion/opinions/json_opinion.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace keyturn::fuzz {
namespace {

using Tokens = std::vector<std::string>;

// Writes down what it hears, for its document keeps neither doubled keys nor the text of numbers.
class Listener final : public nlohmann::json_sax<nlohmann::json> {
  public:
    Tokens tokens;
    std::size_t deepest = 0;
    bool is_out_of_range = false;

    bool null() override { return heard("null"); }
    bool boolean(bool value) override { return heard(value ? "true" : "false"); }
    bool number_integer(number_integer_t value) override { return heard(std::to_string(value)); }
    bool number_unsigned(number_unsigned_t value) override { return heard(std::to_string(value)); }
    bool number_float(number_float_t, const string_t& text) override { return heard(text); }
    bool string(string_t& value) override { return heard("\"" + value); }
    bool binary(binary_t&) override { return false; }  // not in JSON
    bool start_object(std::size_t) override { return opened("{"); }
    bool key(string_t& value) override { return heard("key " + value); }
    bool end_object() override { return closed("}"); }
    bool start_array(std::size_t) override { return opened("["); }
    bool end_array() override { return closed("]"); }
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& error) override {
        is_out_of_range = dynamic_cast<const nlohmann::json::out_of_range*>(&error) != nullptr;
        return false;
    }

  private:
    bool heard(std::string token) {
        tokens.push_back(std::move(token));
        return true;
    }
    bool opened(std::string token) {
        deepest = std::max(deepest, ++depth_);
        return heard(std::move(token));
    }
    bool closed(std::string token) {
        --depth_;
        return heard(std::move(token));
    }

    std::size_t depth_ = 0;
};

void append_tokens(const JsonValue& value, Tokens& tokens);

void append_array(const JsonValue& value, Tokens& tokens) {
    tokens.push_back("[");
    for (const JsonValue& element : value.elements) append_tokens(element, tokens);
    tokens.push_back("]");
}

void append_object(const JsonValue& value, Tokens& tokens) {
    tokens.push_back("{");
    for (const JsonMember& member : value.members) {
        tokens.push_back("key " + member.key);
        append_tokens(member.value, tokens);
    }
    tokens.push_back("}");
}

void append_tokens(const JsonValue& value, Tokens& tokens) {
    if (value.is(JsonKind::array)) return append_array(value, tokens);
    if (value.is(JsonKind::object)) return append_object(value, tokens);
    if (value.is(JsonKind::string)) return tokens.push_back("\"" + value.text);
    tokens.push_back(value.text == "-0" ? "0" : to_json(value));
}

bool may_be_refused(std::string_view text, const Listener& theirs) {
    return text.starts_with("\xef\xbb\xbf") || text.contains('\0') || theirs.deepest > JsonLimits{}.depth;
}

}  // namespace

Finding disagreement_with_nlohmann(std::string_view text, const Result<JsonValue>& ours) {
    Listener theirs;
    const bool accepted = nlohmann::json::sax_parse(text.begin(), text.end(), &theirs);
    if (!ours) {
        if (!accepted || may_be_refused(text, theirs)) return std::nullopt;
        return "nlohmann accepts what we refuse: " + ours.error().reason;
    }
    if (!accepted) {
        if (theirs.is_out_of_range) return std::nullopt;
        return "nlohmann refuses what we accept";
    }
    Tokens tokens;
    append_tokens(*ours, tokens);
    if (tokens != theirs.tokens) return "nlohmann reads another value";
    return std::nullopt;
}

}  // namespace keyturn::fuzz
