// Texts that may come from a hostile server, made inert for the language they are put into.
#pragma once

#include <string>
#include <string_view>

namespace keyturn {

// For elements and quoted attributes of XML 1.0 and HTML. What XML can't hold (control characters, U+FFFE, U+FFFF,
// bytes that are not UTF-8) becomes U+FFFD; what turns the direction of a text around is shown as its number.
std::string markup_text(std::string_view text);

// A code span of GitHub-flavoured Markdown, on one line, that no backtick in the text ends: what stands in it is no
// markup, link or mention.
std::string markdown_code(std::string_view text);

}  // namespace keyturn
