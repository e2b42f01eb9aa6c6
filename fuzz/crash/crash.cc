#include "fuzz/crash/crash.h"

#include <fmt/format.h>
#include <string.h>

#include <array>
#include <cctype>
#include <charconv>
#include <string_view>

namespace keyturn::fuzz {
namespace {

constexpr auto none = std::string_view::npos;

// The rest of the first line that has the label; nothing where none has.
std::optional<std::string_view> rest_after(std::string_view text, std::string_view label) {
    const auto at = text.find(label);
    if (at == none) return std::nullopt;
    const std::string_view rest = text.substr(at + label.size());
    return rest.substr(0, rest.find('\n'));
}

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }
bool is_capital(char c) { return std::isupper(static_cast<unsigned char>(c)) != 0; }

std::size_t count_while(std::string_view text, bool (*is_one)(char)) {
    std::size_t count = 0;
    while (count < text.size() && is_one(text[count])) ++count;
    return count;
}

// "AM-ROT-002" at the front of a text.
std::string_view requirement_at(std::string_view text) {
    if (!text.starts_with("AM-")) return {};
    const std::size_t letters = count_while(text.substr(3), is_capital);
    if (letters == 0 || !text.substr(3 + letters).starts_with('-')) return {};
    const std::size_t digits = count_while(text.substr(4 + letters), is_digit);
    return digits == 3 ? text.substr(0, 4 + letters + digits) : std::string_view();
}

std::string requirement_in(std::string_view sentence) {
    for (auto at = sentence.find("AM-"); at != none; at = sentence.find("AM-", at + 1))
        if (const std::string_view id = requirement_at(sentence.substr(at)); !id.empty()) return std::string(id);
    return "";
}

bool ends_pointer(char c) { return c == ' ' || c == ',' || c == ':' || c == ';' || c == ')' || c == '"'; }

// A pointer stands as a word of its own: "/user_ids/3 is …".
std::string pointer_in(std::string_view sentence) {
    for (auto at = sentence.find('/'); at != none; at = sentence.find('/', at + 1)) {
        if (at != 0 && sentence[at - 1] != ' ' && sentence[at - 1] != '(' && sentence[at - 1] != '"') continue;
        const std::string_view pointer =
            sentence.substr(at, count_while(sentence.substr(at), [](char c) { return !ends_pointer(c); }));
        if (pointer.size() > 1) return std::string(pointer);
    }
    return "";
}

std::string field_in(std::string_view sentence) {
    constexpr std::string_view label = "field ";
    const auto at = sentence.find(label);
    if (at == none) return "";
    const std::size_t digits = count_while(sentence.substr(at + label.size()), is_digit);
    return digits == 0 ? "" : std::string(sentence.substr(at, label.size() + digits));
}

std::optional<CodePlace> place_of_frame(std::string_view line) {
    const auto offset = line.rfind("+0x");
    const auto module = line.rfind('(', offset);
    if (offset == none || module == none) return std::nullopt;
    CodePlace place{std::string(line.substr(module + 1, offset - module - 1)), 0};
    const std::string_view digits = line.substr(offset + 3);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), place.offset, 16);
    if (error != std::errc() || end == digits.data() + digits.size() || *end != ')') return std::nullopt;
    return place;
}

std::string_view take_line(std::string_view& text) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    return line;
}

// The first stack of those that a sanitizer prints: where it happened. Later ones say where memory came from.
std::vector<CodePlace> first_stack(std::string_view text) {
    std::vector<CodePlace> stack;
    std::size_t number = 0;
    while (!text.empty() && stack.size() < Crash::most_frames) {
        std::string_view line = take_line(text);
        line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
        if (line.starts_with("#0 ") && number > 0) break;
        if (!line.starts_with(fmt::format("#{} ", number))) continue;
        ++number;
        if (auto place = place_of_frame(line)) stack.push_back(*std::move(place));
    }
    return stack;
}

// "AddressSanitizer: heap-buffer-overflow"; of undefined behaviour what it is.
std::optional<std::string> sanitizer_error(std::string_view text) {
    if (const auto error = rest_after(text, ": runtime error: "))
        return fmt::format("UndefinedBehaviorSanitizer: {}", error->substr(0, error->find(": ")));
    const auto summary = rest_after(text, "SUMMARY: ");
    if (!summary) return std::nullopt;
    const auto tool = summary->find(": ");
    const auto kind = tool == none ? none : summary->find(' ', tool + 2);
    return std::string(summary->substr(0, kind));
}

Crash oracle_crash(std::string_view sentence) {
    std::string pointer = pointer_in(sentence);
    return {.kind = CrashKind::oracle,
            .said = std::string(sentence),
            .requirement = requirement_in(sentence),
            .place = pointer.empty() ? field_in(sentence) : std::move(pointer)};
}

std::string name_of_signal(int number) {
    const char* name = sigabbrev_np(number);
    return name ? fmt::format("SIG{}", name) : fmt::format("signal {}", number);
}

Crash crash_by_end(const InputRun& run) {
    if (run.end == InputEnd::too_slow) return {CrashKind::too_slow, "it took too long", "", ""};
    if (run.end == InputEnd::too_large) return {CrashKind::too_large, "it took too much memory", "", ""};
    if (run.end == InputEnd::exited) return {CrashKind::exit, fmt::format("exit status {}", run.number), "", ""};
    return {CrashKind::signal, name_of_signal(run.number), "", "", first_stack(run.said)};
}

}  // namespace

std::string_view name_of(CrashKind kind) {
    constexpr std::array<std::string_view, 6> names = {"oracle", "sanitizer", "signal",
                                                       "exit",   "too slow",  "too large"};
    return names[static_cast<std::size_t>(kind)];
}

std::optional<Crash> crash_of(const InputRun& run) {
    if (!run.is_crash()) return std::nullopt;
    if (const auto sentence = rest_after(run.said, "oracle violated: ")) return oracle_crash(*sentence);
    if (auto error = sanitizer_error(run.said))
        return Crash{CrashKind::sanitizer, *std::move(error), "", "", first_stack(run.said)};
    return crash_by_end(run);
}

}  // namespace keyturn::fuzz
