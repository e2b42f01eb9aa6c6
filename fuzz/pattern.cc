// A pattern of a matcher on the first line, a text behind it. A pattern with a mistake fits nothing; one without fits
// what its laws say: alone as in a group, in either branch of a choice, and a text of plain letters fits itself.
#include "conformance/pattern.h"

#include <algorithm>

#include "fuzz/target.h"

using namespace keyturn;

namespace {

bool is_plain(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

// With a mistake only by its length.
bool fits_as_well(std::string_view text, const std::string& pattern, bool fits) {
    return mistake_in_pattern(pattern) || fits_pattern(text, pattern) == fits;
}

}  // namespace

FUZZ_TARGET {
    const std::string_view all = text_of(input);
    const std::size_t line = std::min(all.find('\n'), all.size());
    const std::string pattern(all.substr(0, line));
    const std::string_view text = all.substr(std::min(line + 1, all.size()));
    if (!is_utf8(pattern)) return fuzz::Taken::refused;  // a case file can't hold it
    const bool fits = fits_pattern(text, pattern);
    const auto mistake = mistake_in_pattern(pattern);
    if (mistake) {
        fuzz::expect(!fits && !mistake->empty() && is_utf8(*mistake), "a mistake is told, and fits nothing");
        return fuzz::Taken::refused;
    }
    fuzz::expect(fits_as_well(text, "(?:" + pattern + ")", fits), "a group is what stands in it");
    fuzz::expect(fits_as_well(text, "(?:" + pattern + ")|(?:" + pattern + ")", fits), "a choice of one is that one");
    if (is_plain(pattern)) fuzz::expect(fits == (text == pattern), "plain letters are themselves");
    return fuzz::accepted_if(fits);
}
