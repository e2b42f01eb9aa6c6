#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "fuzz/crash/strategies.h"
#include "protocol/bytes.h"

namespace keyturn::fuzz {
namespace {

constexpr std::string_view line_end = "\r\n";

bool is_http(std::string_view input) {
    const std::string_view first = input.substr(0, input.find('\n'));
    return first.starts_with("HTTP/1.") || first.contains(" HTTP/1.");
}

std::size_t end_of_line(std::string_view text, std::size_t at) {
    const std::size_t feed = text.find('\n', at);
    return feed == std::string_view::npos ? text.size() : feed + 1;
}

std::string lower_case(std::string_view text) {
    std::string lower(text);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    return lower;
}

Parts bytes_within(std::string_view text) {
    Parts bytes;
    for (std::size_t i = 0; i < text.size(); ++i) bytes.push_back(text.substr(i, 1));
    return bytes;
}

std::optional<std::size_t> number_at(std::string_view text, int base) {
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    return error == std::errc() ? std::optional(number) : std::nullopt;
}

class HttpPlaces {
  public:
    explicit HttpPlaces(std::string_view input) : input_(input), body_(input.size()) {}

    std::vector<Place> all() {
        add_head();
        const std::string head = lower_case(input_.substr(0, body_));
        if (head.contains("chunked"))
            add_chunks();
        else if (const std::size_t length = head.find("content-length:"); length != std::string::npos)
            add_body(length + std::string_view("content-length:").size());
        return std::move(places_);
    }

  private:
    std::string_view from_to(std::size_t begin, std::size_t end) const { return input_.substr(begin, end - begin); }

    void add_head() {
        Place head{0, 0, {}, joined, {}};
        std::vector<Place> values;
        while (head.end < input_.size()) {
            const std::size_t end = end_of_line(input_, head.end);
            const std::string_view line = from_to(head.end, end);
            if (line == "\r\n" || line == "\n") {
                body_ = end;
                break;
            }
            head.parts.push_back(line);
            add_value(head.end, line, values);
            head.end = end;
        }
        places_.push_back(std::move(head));
        std::ranges::move(values, std::back_inserter(places_));
    }

    static void add_value(std::size_t at, std::string_view line, std::vector<Place>& values) {
        const std::size_t end = line.find_last_not_of(line_end) + 1, colon = line.substr(0, end).find(':');
        const std::size_t begin = colon == std::string_view::npos ? 0 : colon + 1;
        values.push_back({at + begin, at + end, bytes_within(line.substr(begin, end - begin)), joined, {}});
    }

    // The length goes down by what goes from the body: one that was wrong stays as wrong.
    void add_body(std::size_t after_name) {
        const std::size_t digits = std::min(input_.find_first_not_of(' ', after_name), input_.size());
        const std::size_t behind = std::min(input_.find_first_not_of("0123456789", digits), input_.size());
        const std::size_t size = input_.size() - body_;
        const auto length = number_at(from_to(digits, behind), 10);
        if (!length || *length < size) return;
        const auto made_of = [head = from_to(digits, body_), skipped = behind - digits,
                              beyond = *length - size](const Parts& kept) {
            return fmt::format("{}{}{}", kept.size() + beyond, head.substr(skipped), joined(kept));
        };
        places_.push_back({digits, input_.size(), bytes_within(input_.substr(body_)), made_of, {}});
    }

    // The place of each chunk as a whole, and of what it holds. They end where no whole chunk follows.
    void add_chunks() {
        Place chunks{body_, body_, {}, joined, {}};
        std::vector<Place> contents;
        for (std::size_t at = body_; at < input_.size();) {
            const std::size_t content = end_of_line(input_, at);
            const auto size = number_at(from_to(at, content), 16);
            if (!size || *size == 0 || *size > input_.size() - content) break;
            const std::size_t end = end_of_line(input_, content + *size);
            contents.push_back({at, end, bytes_within(input_.substr(content, *size)), as_chunk, {}});
            chunks.parts.push_back(from_to(at, end));
            chunks.end = at = end;
        }
        places_.push_back(std::move(chunks));
        std::ranges::move(contents, std::back_inserter(places_));
    }

    static std::string as_chunk(const Parts& content) {
        return fmt::format("{:x}{}{}{}", content.size(), line_end, joined(content), line_end);
    }

    std::string_view input_;
    std::size_t body_;  // where it begins
    std::vector<Place> places_;
};

}  // namespace

std::vector<Place> http_places(std::string_view input) {
    return is_http(input) ? HttpPlaces(input).all() : std::vector<Place>();
}

}  // namespace keyturn::fuzz
