// The scanner behind parse_json.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>
#include <optional>

#include "protocol/bytes.h"
#include "protocol/json_characters.h"
#include "protocol/json_document.h"

namespace keyturn {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_high_surrogate(std::uint32_t unit) { return unit >= 0xd800 && unit <= 0xdbff; }
constexpr bool is_low_surrogate(std::uint32_t unit) { return unit >= 0xdc00 && unit <= 0xdfff; }

void append_utf8(std::string& out, std::uint32_t code) {
    const auto append = [&out](std::uint32_t byte) { out += static_cast<char>(byte); };
    const auto append_continuation = [&](unsigned shift) { append(0x80 | ((code >> shift) & 0x3f)); };
    if (code < 0x80) return append(code);
    if (code < 0x800) {
        append(0xc0 | (code >> 6));
        return append_continuation(0);
    }
    if (code < 0x10000) {
        append(0xe0 | (code >> 12));
    } else {
        append(0xf0 | (code >> 18));
        append_continuation(12);
    }
    append_continuation(6);
    append_continuation(0);
}

// Reads one value after the other at a place that only moves forward. The functions that read are told where the value
// is to stand, because moving finished values up through every level would cost more than the scan itself; they
// return false after `stop`. Recursion is bounded by the depth limit.
class Scanner {
  public:
    Scanner(std::string_view text, const JsonLimits& limits)
        : text_(text), limits_(limits), values_left_(limits.values) {}

    Result<JsonValue> read_document() {
        JsonValue root;
        skip_space();
        if (!read_value(root, limits_.depth)) return std::unexpected(refusal_);
        skip_space();
        if (at_ != text_.size()) return refuse("text after the value", at_);
        return root;
    }

  private:
    bool read_value(JsonValue& into, std::size_t levels_left) {
        if (values_left_ == 0) return stop(fmt::format("more than {} values", limits_.values), at_);
        --values_left_;
        into.offset = at_;
        const bool was_read = read_any_kind(into, levels_left);
        into.end = at_;
        return was_read;
    }

    bool read_any_kind(JsonValue& into, std::size_t levels_left) {
        switch (peek()) {
            case '{':
                return read_object(into, levels_left);
            case '[':
                return read_array(into, levels_left);
            case '"':
                into.kind = JsonKind::string;
                return read_string(into.text);
            case 't':
                return read_boolean(into, true);
            case 'f':
                return read_boolean(into, false);
            case 'n':
                return read_word("null");
            default:
                return read_number(into);
        }
    }

    bool read_array(JsonValue& into, std::size_t levels_left) {
        into.kind = JsonKind::array;
        if (!enter_container(levels_left)) return false;
        if (accept(']')) return true;
        do {
            skip_space();
            if (!read_value(into.elements.emplace_back(), levels_left - 1)) return false;
            skip_space();
        } while (accept(','));
        return accept(']') || stop("expected ',' or ']'", at_);
    }

    bool read_object(JsonValue& into, std::size_t levels_left) {
        into.kind = JsonKind::object;
        if (!enter_container(levels_left)) return false;
        if (accept('}')) return true;
        do {
            skip_space();
            if (!read_member(into.members.emplace_back(), levels_left - 1)) return false;
            skip_space();
        } while (accept(','));
        return accept('}') || stop("expected ',' or '}'", at_);
    }

    bool read_member(JsonMember& into, std::size_t levels_left) {
        into.key_offset = at_;
        if (peek() != '"') return stop("expected a key", at_);
        if (!read_string(into.key)) return false;
        skip_space();
        if (!accept(':')) return stop("expected ':'", at_);
        skip_space();
        return read_value(into.value, levels_left);
    }

    bool enter_container(std::size_t levels_left) {
        if (levels_left == 0) return stop(fmt::format("nested deeper than {}", limits_.depth), at_);
        ++at_;
        skip_space();
        return true;
    }

    bool read_boolean(JsonValue& into, bool value) {
        into.kind = JsonKind::boolean;
        into.boolean = value;
        return read_word(value ? "true" : "false");
    }

    bool read_word(std::string_view word) {
        if (!text_.substr(at_).starts_with(word)) return stop("expected a value", at_);
        at_ += word.size();
        return true;
    }

    bool read_number(JsonValue& into) {
        const std::size_t start = at_;
        const bool is_negative = accept('-');
        if (!accept('0') && !skip_digits()) return stop(is_negative ? "expected a digit" : "expected a value", at_);
        if (accept('.') && !skip_digits()) return stop("expected a digit", at_);
        if (accept('e') || accept('E')) {
            if (!accept('+')) accept('-');
            if (!skip_digits()) return stop("expected a digit", at_);
        }
        into.kind = JsonKind::number;
        into.text = text_.substr(start, at_ - start);
        return true;
    }

    bool read_string(std::string& into) {
        ++at_;
        for (;;) {
            const std::size_t run = at_;
            while (at_ < text_.size() && is_plain(text_[at_])) ++at_;
            into.append(text_.substr(run, at_ - run));
            if (at_ == text_.size()) return stop("the string does not end", at_);
            if (accept('"')) return true;
            if (peek() != '\\') return stop("a control character in a string", at_);
            if (!read_escape(into)) return false;
        }
    }

    bool read_escape(std::string& into) {
        constexpr std::string_view letters = "\"\\/bfnrt", meanings = "\"\\/\b\f\n\r\t";
        const std::size_t start = at_++;
        if (accept('u')) return read_code_units(into, start);
        const std::size_t which = letters.find(peek());
        if (which == letters.npos) return stop("an unknown escape", start);
        ++at_;
        into += meanings[which];
        return true;
    }

    // One \uXXXX, or the two of a surrogate pair; the place is behind the first `\u`.
    bool read_code_units(std::string& into, std::size_t start) {
        const auto unit = read_four_digits();
        if (!unit) return stop("expected four hexadecimal digits", start);
        std::uint32_t code = *unit;
        if (is_low_surrogate(code)) return stop("a lone surrogate", start);
        if (is_high_surrogate(code)) {
            const auto low = accept('\\') && accept('u') ? read_four_digits() : std::nullopt;
            if (!low || !is_low_surrogate(*low)) return stop("a lone surrogate", start);
            code = 0x10000 + ((code - 0xd800) << 10) + (*low - 0xdc00);
        }
        append_utf8(into, code);
        return true;
    }

    std::optional<std::uint16_t> read_four_digits() {
        const std::string_view digits = text_.substr(at_, 4);
        std::uint16_t unit = 0;
        const auto [end, error] = std::from_chars(digits.begin(), digits.end(), unit, 16);
        if (end - digits.begin() != 4) return std::nullopt;
        at_ += 4;
        return unit;
    }

    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

    bool accept(char c) {
        if (at_ == text_.size() || text_[at_] != c) return false;
        ++at_;
        return true;
    }

    bool skip_digits() {
        const std::size_t start = at_;
        while (is_digit(peek())) ++at_;
        return at_ != start;
    }

    void skip_space() {
        constexpr std::string_view space = " \t\n\r";
        while (at_ < text_.size() && space.find(text_[at_]) != space.npos) ++at_;
    }

    bool stop(std::string reason, std::size_t offset) {
        refusal_ = {std::move(reason), offset};
        return false;
    }

    std::string_view text_;
    const JsonLimits& limits_;
    std::size_t values_left_;
    std::size_t at_ = 0;
    Refusal refusal_;
};

}  // namespace

Result<JsonValue> parse_json(std::string_view text, const JsonLimits& limits) {
    if (text.size() > limits.bytes) return refuse(fmt::format("longer than {} bytes", limits.bytes), limits.bytes);
    if (text.starts_with("\xef\xbb\xbf")) return refuse("a byte order mark");
    if (const std::size_t valid = utf8_prefix(text); valid != text.size()) return refuse("invalid UTF-8", valid);
    return Scanner(text, limits).read_document();
}

}  // namespace keyturn
