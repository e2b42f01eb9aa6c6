#include "protocol/json_document.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>
#include <optional>

#include "protocol/bytes.h"

namespace keyturn {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_high_surrogate(std::uint32_t unit) { return unit >= 0xd800 && unit <= 0xdbff; }
constexpr bool is_low_surrogate(std::uint32_t unit) { return unit >= 0xdc00 && unit <= 0xdfff; }

// What a string holds as it stands: everything but the quote, the backslash and the control characters.
constexpr bool is_plain(char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; }

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

void append_quoted(std::string& out, std::string_view text) {
    constexpr std::string_view meanings = "\"\\\b\f\n\r\t", letters = "\"\\bfnrt";
    out += '"';
    for (;;) {
        const auto run = static_cast<std::size_t>(std::ranges::find_if_not(text, is_plain) - text.begin());
        out.append(text.substr(0, run));
        if (run == text.size()) break;
        const std::size_t which = meanings.find(text[run]);
        if (which == meanings.npos)
            fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned char>(text[run]));
        else
            (out += '\\') += letters[which];
        text.remove_prefix(run + 1);
    }
    out += '"';
}

// Writes on one line. What would come after `enough` bytes may be left out: only who cuts the text asks for less than
// all.
struct LineWriter {
    std::string& out;
    std::string_view comma = ",";
    std::string_view colon = ":";
    std::size_t enough = std::numeric_limits<std::size_t>::max();

    void append(const JsonValue& value) {
        switch (value.kind) {
            case JsonKind::null:
                out += "null";
                break;
            case JsonKind::boolean:
                out += value.boolean ? "true" : "false";
                break;
            case JsonKind::number:
                out += std::string_view(value.text).substr(0, enough);
                break;
            case JsonKind::string:
                append_text(value.text);
                break;
            case JsonKind::array:
                append_elements(value.elements);
                break;
            case JsonKind::object:
                append_members(value.members);
                break;
        }
    }

    void append_text(std::string_view text) { append_quoted(out, text.substr(0, enough)); }

    void append_elements(const std::vector<JsonValue>& elements) {
        out += '[';
        for (std::size_t i = 0; i < elements.size() && out.size() <= enough; ++i) {
            if (i != 0) out += comma;
            append(elements[i]);
        }
        out += ']';
    }

    void append_members(const std::vector<JsonMember>& members) {
        out += '{';
        for (std::size_t i = 0; i < members.size() && out.size() <= enough; ++i) {
            if (i != 0) out += comma;
            append_text(members[i].key);
            out += colon;
            append(members[i].value);
        }
        out += '}';
    }
};

bool is_container(const JsonValue& value) { return value.is(JsonKind::array) || value.is(JsonKind::object); }

bool holds_containers(const JsonValue& value) {
    return std::ranges::any_of(value.elements, is_container) ||
           std::ranges::any_of(value.members, is_container, &JsonMember::value);
}

class PrettyWriter {
  public:
    std::string write(const JsonValue& value) {
        append(value, 0);
        return std::move(out_);
    }

  private:
    void append(const JsonValue& value, std::size_t level) {
        if (!is_container(value)) return LineWriter{out_}.append(value);
        if (!holds_containers(value) && append_to_this_line(value)) return;
        out_ += value.is(JsonKind::array) ? '[' : '{';
        for (const JsonValue& element : value.elements) {
            start_item(level + 1);
            append(element, level + 1);
        }
        for (const JsonMember& member : value.members) {
            start_item(level + 1);
            append_quoted(out_, member.key);
            out_ += ": ";
            append(member.value, level + 1);
        }
        start_line(level);
        out_ += value.is(JsonKind::array) ? ']' : '}';
    }

    // False, and nothing written, when the line gets too long.
    bool append_to_this_line(const JsonValue& value) {
        constexpr std::size_t columns = 120;
        const std::size_t end = out_.size(), line = out_.rfind('\n') + 1;
        LineWriter{.out = out_, .comma = ", ", .colon = ": "}.append(value);
        if (count_characters(std::string_view(out_).substr(line)) <= columns) return true;
        out_.resize(end);
        return false;
    }

    void start_item(std::size_t level) {
        if (out_.back() != '[' && out_.back() != '{') out_ += ',';
        start_line(level);
    }

    void start_line(std::size_t level) {
        out_ += '\n';
        out_.append(level * 2, ' ');
    }

    std::string out_;
};

// The control characters that JSON allows to stand as they are: DEL, and C1 (in UTF-8 C2 80 to C2 9F).
std::string with_terminal_controls_escaped(std::string_view json) {
    std::string out;
    for (std::size_t at = 0; at < json.size(); ++at) {
        const auto byte = static_cast<unsigned char>(json[at]);
        const auto next = at + 1 < json.size() ? static_cast<unsigned char>(json[at + 1]) : 0u;
        if (byte == 0x7f) {
            out += "\\u007f";
        } else if (byte == 0xc2 && next >= 0x80 && next <= 0x9f) {
            fmt::format_to(std::back_inserter(out), "\\u{:04x}", next);
            ++at;
        } else {
            out += json[at];
        }
    }
    return out;
}

// The first characters of a text, and an ellipsis if that is not all.
std::string cut(std::string text, std::size_t width) {
    std::size_t end = 0;
    for (std::size_t characters = 0; end < text.size() && characters < width; ++characters)
        while (++end < text.size() && (text[end] & 0xc0) == 0x80) {
        }
    if (end == text.size()) return text;
    return text.substr(0, end) + "…";
}

JsonValue of_kind(JsonKind kind) {
    JsonValue made;
    made.kind = kind;
    return made;
}

std::optional<std::string> unescaped_token(std::string_view token) {
    std::string key;
    for (std::size_t at = 0; at < token.size(); ++at) {
        if (token[at] != '~') {
            key += token[at];
        } else if (const std::string_view escape = token.substr(at++, 2); escape == "~0" || escape == "~1") {
            key += escape == "~0" ? '~' : '/';
        } else {
            return std::nullopt;
        }
    }
    return key;
}

const JsonValue* element_at(const JsonValue& array, std::string_view token) {
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(token.begin(), token.end(), index);
    const bool is_index = error == std::errc{} && end == token.end() && (token == "0" || token[0] != '0');
    return is_index && index < array.elements.size() ? &array.elements[index] : nullptr;
}

const JsonValue* child_at(const JsonValue& parent, std::string_view token) {
    if (parent.is(JsonKind::array)) return element_at(parent, token);
    const auto key = unescaped_token(token);
    return key ? parent.find(*key) : nullptr;
}

}  // namespace

std::string_view name_of(JsonKind kind) {
    constexpr std::string_view names[] = {"null", "boolean", "number", "string", "array", "object"};
    return names[static_cast<std::size_t>(kind)];
}

const JsonValue* JsonValue::find(std::string_view key) const {
    const auto found = std::ranges::find(members, key, &JsonMember::key);
    return found == members.end() ? nullptr : &found->value;
}

JsonValue* JsonValue::find(std::string_view key) { return const_cast<JsonValue*>(std::as_const(*this).find(key)); }

void JsonValue::set(std::string_view key, JsonValue value) {
    if (JsonValue* const present = find(key))
        *present = std::move(value);
    else
        members.push_back({std::string(key), std::move(value), 0});
}

bool JsonValue::erase(std::string_view key) {
    return std::erase_if(members, [key](const JsonMember& member) { return member.key == key; }) != 0;
}

bool operator==(const JsonValue& a, const JsonValue& b) {
    return a.kind == b.kind && a.boolean == b.boolean && a.text == b.text && a.elements == b.elements &&
           a.members == b.members;
}

JsonValue json_null() { return {}; }

JsonValue json_bool(bool value) {
    JsonValue made = of_kind(JsonKind::boolean);
    made.boolean = value;
    return made;
}

JsonValue json_number(std::string literal) {
    JsonValue made = of_kind(JsonKind::number);
    made.text = std::move(literal);
    return made;
}

JsonValue json_string(std::string utf8) {
    JsonValue made = of_kind(JsonKind::string);
    made.text = std::move(utf8);
    return made;
}

JsonValue json_array(std::vector<JsonValue> elements) {
    JsonValue made = of_kind(JsonKind::array);
    made.elements = std::move(elements);
    return made;
}

JsonValue json_object(std::vector<JsonMember> members) {
    JsonValue made = of_kind(JsonKind::object);
    made.members = std::move(members);
    return made;
}

Result<JsonValue> parse_json(std::string_view text, const JsonLimits& limits) {
    if (text.size() > limits.bytes) return refuse(fmt::format("longer than {} bytes", limits.bytes), limits.bytes);
    if (text.starts_with("\xef\xbb\xbf")) return refuse("a byte order mark");
    if (const std::size_t valid = utf8_prefix(text); valid != text.size()) return refuse("invalid UTF-8", valid);
    return Scanner(text, limits).read_document();
}

std::string to_json(const JsonValue& value) {
    std::string out;
    LineWriter{out}.append(value);
    return out;
}

std::string to_pretty_json(const JsonValue& value) { return PrettyWriter().write(value); }

const JsonValue* resolve(const JsonValue& root, std::string_view pointer) {
    const JsonValue* at = &root;
    while (at != nullptr && !pointer.empty()) {
        if (pointer[0] != '/') return nullptr;
        pointer.remove_prefix(1);
        const std::string_view token = pointer.substr(0, pointer.find('/'));
        pointer.remove_prefix(token.size());
        at = child_at(*at, token);
    }
    return at;
}

JsonValue* resolve(JsonValue& root, std::string_view pointer) {
    return const_cast<JsonValue*>(resolve(std::as_const(root), pointer));
}

std::string pointer_to(std::string_view parent, std::string_view key) {
    std::string pointer(parent);
    pointer += '/';
    for (const char c : key) {
        if (c == '~')
            pointer += "~0";
        else if (c == '/')
            pointer += "~1";
        else
            pointer += c;
    }
    return pointer;
}

std::string pointer_to(std::string_view parent, std::size_t index) { return fmt::format("{}/{}", parent, index); }

std::string shown(const JsonValue* value, std::size_t width) {
    if (value == nullptr) return "nothing";
    std::string json;
    // One byte more than that many characters can take, so that the cut is seen.
    LineWriter{.out = json, .enough = width * 4 + 1}.append(*value);
    return fmt::format("{} ({})", cut(with_terminal_controls_escaped(json), width), name_of(value->kind));
}

std::pair<std::size_t, std::size_t> line_and_column(std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, offset);
    const auto line_feeds = static_cast<std::size_t>(std::ranges::count(before, '\n'));
    return {line_feeds + 1, count_characters(before.substr(before.rfind('\n') + 1)) + 1};
}

}  // namespace keyturn
