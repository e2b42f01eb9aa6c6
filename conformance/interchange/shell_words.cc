#include "conformance/interchange/shell_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>

#include "conformance/utf8_characters.h"
#include "protocol/json_document.h"

namespace keyturn {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }
bool is_octal(char c) { return c >= '0' && c <= '7'; }
bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool may_name_a_variable(char c) { return is_secret_name(std::string(1, c)) || (c >= '0' && c <= '9'); }

class ShellReader {
  public:
    explicit ShellReader(std::string_view text) : text_(text), rest_(text) {}

    std::expected<ShellCommands, std::string> read() {
        while (fault_.empty() && !rest_.empty()) read_next();
        end_command();
        if (!fault_.empty()) {
            const auto [line, column] = line_and_column(text_, text_.size() - rest_.size());
            return std::unexpected(fmt::format("{}, line {}, column {}", fault_, line, column));
        }
        return std::move(commands_);
    }

  private:
    void read_next() {
        const char c = rest_.front();
        if (is_blank(c)) {
            end_word();
            skip(1);
        } else if (c == '\n' || c == ';') {
            end_command();
            skip(1);
        } else if (c == '#' && !word_) {
            skip(std::min(rest_.find('\n'), rest_.size()));
        } else if (std::string_view("|&<>()").contains(c)) {
            fault_ = "a pipe, a redirection or a second process: no command is run here";
        } else {
            read_part_of_word(c);
        }
    }

    void read_part_of_word(char c) {
        if (!word_) word_.emplace();
        if (c == '\'')
            read_single_quoted();
        else if (c == '"')
            read_double_quoted();
        else if (c == '\\')
            read_escape();
        else if (rest_.starts_with("$'"))
            read_ansi_quoted();
        else if (c == '$' || c == '`')
            read_expansion();
        else
            take_literal();
    }

    void take_literal() {
        *word_ += rest_.front();
        skip(1);
    }

    void read_single_quoted() {
        const std::size_t end = rest_.find('\'', 1);
        if (end == std::string_view::npos) return fail("a single quote without its end");
        *word_ += rest_.substr(1, end - 1);
        skip(end + 1);
    }

    // A line end behind it goes on with the line.
    void read_escape() {
        if (rest_.size() == 1) return fail("a backslash at the end");
        skip(1);
        if (rest_.starts_with("\r\n")) skip(1);
        if (rest_.front() == '\n') {
            if (word_->empty()) word_.reset();
            return skip(1);
        }
        take_literal();
    }

    void read_double_quoted() {
        skip(1);
        while (fault_.empty() && !rest_.empty() && rest_.front() != '"') {
            const char c = rest_.front();
            if (c == '$' || c == '`')
                read_expansion();
            else if (c == '\\')
                read_escape_within_quotes();
            else
                take_literal();
        }
        if (fault_.empty() && rest_.empty()) return fail("a double quote without its end");
        skip(1);
    }

    void read_escape_within_quotes() {
        const std::string_view escaped = rest_.substr(1, 1);
        if (escaped == "\n") return skip(2);
        if (!escaped.empty() && std::string_view("$`\"\\").contains(escaped)) skip(1);
        take_literal();
    }

    // ---- $'…'

    void read_ansi_quoted() {
        skip(2);
        while (!rest_.empty() && rest_.front() != '\'') {
            if (rest_.front() == '\\' && rest_.size() > 1)
                read_ansi_escape();
            else
                take_literal();
        }
        if (rest_.empty()) return fail("a quote $' without its end");
        skip(1);
    }

    void read_ansi_escape() {
        constexpr std::string_view letters = "abefnrtv\\'\"?", meant = "\a\b\x1b\f\n\r\t\v\\'\"?";
        const char c = rest_[1];
        skip(1);
        if (is_octal(c)) return take_number(8, 3, is_octal, false);
        skip(1);
        if (const std::size_t which = letters.find(c); which != std::string_view::npos)
            *word_ += meant[which];
        else if (c == 'x')
            take_number(16, 2, is_hex, false);
        else if (c == 'u')
            take_number(16, 4, is_hex, true);
        else if (c == 'U')
            take_number(16, 8, is_hex, true);
        else
            *word_ += {'\\', c};
    }

    void take_number(std::uint32_t base, std::size_t most_digits, bool (*is_digit)(char), bool is_character) {
        std::uint32_t value = 0;
        for (std::size_t digits = 0; digits < most_digits && !rest_.empty() && is_digit(rest_.front()); ++digits) {
            const char c = rest_.front();
            const int digit = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
            value = value * base + static_cast<std::uint32_t>(digit);
            skip(1);
        }
        *word_ += is_character ? utf8_of(value) : std::string(1, static_cast<char>(value));
    }

    // ---- variables

    void read_expansion() {
        if (rest_.front() == '`' || rest_.starts_with("$("))
            return fail("a command within the command: none is run here");
        const bool in_braces = rest_.starts_with("${");
        const std::string_view behind = rest_.substr(in_braces ? 2 : 1);
        std::size_t size = 0;
        while (size < behind.size() && may_name_a_variable(behind[size])) ++size;
        const std::string name(behind.substr(0, size));
        if (!in_braces && !is_secret_name(name)) return take_literal();
        const std::string_view tail = behind.substr(size);
        // ${NAME:?why} as an export has it is a variable, too.
        const std::size_t end = in_braces ? tail.find('}') : 0;
        const bool is_plain = end == 0 || tail.starts_with(":?");
        if (!is_secret_name(name) || end == std::string_view::npos || !is_plain)
            return fail("an expansion other than $NAME and ${NAME}");
        *word_ += commands_.variables.try_emplace(name, "\x01variable " + name + "\x01").first->second;
        skip(rest_.size() - tail.size() + end + (in_braces ? 1 : 0));
    }

    // ---- ends

    void end_word() {
        if (word_) words_.push_back(*std::move(word_));
        word_.reset();
    }

    void end_command() {
        end_word();
        if (!words_.empty()) commands_.commands.push_back(std::move(words_));
        words_.clear();
    }

    void fail(const char* why) { fault_ = why; }
    void skip(std::size_t bytes) { rest_.remove_prefix(std::min(bytes, rest_.size())); }

    std::string_view text_, rest_;
    std::optional<std::string> word_;  // that is being read; quotes make one of nothing
    std::vector<std::string> words_;
    ShellCommands commands_;
    std::string fault_;
};

}  // namespace

std::expected<ShellCommands, std::string> read_shell_commands(std::string_view text) {
    if (text.find_first_of(std::string_view("\0\x01", 2)) != std::string_view::npos)
        return std::unexpected("a control character that no command line holds");
    return ShellReader(text).read();
}

}  // namespace keyturn
