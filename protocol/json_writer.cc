// JSON as text: compact, pretty, and as it stands in error texts.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "protocol/bytes.h"
#include "protocol/json_characters.h"
#include "protocol/json_document.h"

namespace keyturn {
namespace {

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

// Some CI systems take "##[" for a command of theirs wherever it stands in a line of a log. It stands in texts only,
// where an escape means the same.
std::string without_commands(std::string json) {
    constexpr std::string_view command = "##[";
    for (std::size_t at = 0; (at = json.find(command, at)) != std::string::npos;)
        json.replace(at, command.size(), "#\\u0023[");
    return json;
}

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

}  // namespace

std::string to_json(const JsonValue& value) {
    std::string out;
    LineWriter{out}.append(value);
    return out;
}

std::string to_pretty_json(const JsonValue& value) { return without_commands(PrettyWriter().write(value)); }

std::string shown(const JsonValue* value, std::size_t width) {
    if (value == nullptr) return "nothing";
    std::string json;
    // One byte more than that many characters can take, so that the cut is seen.
    LineWriter{.out = json, .enough = width * 4 + 1}.append(*value);
    return fmt::format("{} ({})", cut(with_terminal_controls_escaped(json), width), name_of(value->kind));
}

}  // namespace keyturn
