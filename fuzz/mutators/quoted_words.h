// What stands between quotes in the schemas of our formats and in the code that reads them: the build collects it.
#pragma once

#include <span>
#include <string_view>

namespace keyturn::fuzz {

struct QuotedWord {
    std::string_view format;  // "case", "journal-line", …: the schema's name; "vectors", "adapter_answer"
    std::string_view word;
};

// By format, then in the order of words; each once for a format.
std::span<const QuotedWord> quoted_words();

}  // namespace keyturn::fuzz
