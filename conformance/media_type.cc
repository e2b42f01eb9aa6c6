#include "conformance/media_type.h"

#include <algorithm>

#include "conformance/message_parts.h"
#include "conformance/shown_text.h"

namespace keyturn {
namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

class MediaTypeScanner {
  public:
    explicit MediaTypeScanner(std::string_view text) : rest_(text) {}

    std::optional<MediaType> read() {
        MediaType type;
        type.name = lower(take_token());
        if (type.name.empty() || !take('/')) return std::nullopt;
        const std::string subtype = lower(take_token());
        if (subtype.empty()) return std::nullopt;
        type.name += '/' + subtype;
        while (take_separator())
            if (!read_parameter(type)) return std::nullopt;
        if (!rest_.empty()) return std::nullopt;
        return type;
    }

  private:
    // A semicolon with white space around it. A parameter may be left out behind it.
    bool take_separator() {
        skip_white_space();
        if (!take(';')) return false;
        skip_white_space();
        return true;
    }

    bool read_parameter(MediaType& type) {
        const std::string name = lower(take_token());
        if (name.empty()) return rest_.empty() || rest_.front() == ';';
        if (!take('=')) return false;
        auto value = rest_.starts_with('"') ? take_quoted() : std::optional(std::string(take_token()));
        if (!value || (value->empty() && !was_quoted_)) return false;
        return type.parameters.emplace(name, name == "charset" ? lower(*value) : *value).second;
    }

    std::string_view take_token() {
        std::size_t length = 0;
        while (length < rest_.size() && is_token(rest_.substr(length, 1))) ++length;
        was_quoted_ = false;
        return take_front(length);
    }

    std::optional<std::string> take_quoted() {
        std::string value;
        was_quoted_ = true;
        rest_.remove_prefix(1);
        while (!rest_.empty() && rest_.front() != '"') {
            if (rest_.front() == '\\') rest_.remove_prefix(1);
            value += take_front(1);
        }
        if (!take('"')) return std::nullopt;
        return value;
    }

    bool take(char c) {
        if (!rest_.starts_with(c)) return false;
        rest_.remove_prefix(1);
        return true;
    }

    std::string_view take_front(std::size_t length) {
        const std::string_view front = rest_.substr(0, length);
        rest_.remove_prefix(front.size());
        return front;
    }

    void skip_white_space() { take_front(std::min(rest_.find_first_not_of(" \t"), rest_.size())); }

    std::string_view rest_;
    bool was_quoted_ = false;
};

bool says_nothing_new(const MediaType& expected, const std::string& name, const std::string& value) {
    return is_json(expected) && expected.parameters.empty() && name == "charset" && value == "utf-8";
}

std::string parameter(const std::string& name, const std::string& value) {
    return "parameter " + shown_bytes(name + '=' + value);
}

}  // namespace

std::optional<MediaType> read_media_type(std::string_view text) { return MediaTypeScanner(text).read(); }

bool is_json(const MediaType& type) { return type.name == "application/json" || type.name.ends_with("+json"); }

std::vector<Difference> media_type_differences(const std::string& place, std::string_view expected,
                                               std::string_view actual) {
    const auto wanted = read_media_type(expected), found = read_media_type(actual);
    if (expected == actual) return {};
    if (!wanted || !found || wanted->name != found->name) return {{place, shown_bytes(expected), shown_bytes(actual)}};
    std::vector<Difference> all;
    for (const auto& [name, value] : wanted->parameters) {
        const auto other = found->parameters.find(name);
        if (other == found->parameters.end())
            all.push_back({place, parameter(name, value), shown_bytes(actual), DifferenceKind::missing});
        else if (other->second != value)
            all.push_back({place, parameter(name, value), parameter(name, other->second)});
    }
    for (const auto& [name, value] : found->parameters)
        if (!wanted->parameters.contains(name) && !says_nothing_new(*wanted, name, value))
            all.push_back({place, shown_bytes(expected), parameter(name, value) + " besides"});
    return all;
}

}  // namespace keyturn
