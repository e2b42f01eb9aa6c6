// The manual's page of requirements, `docs/requirements.md`: its tables are made from the catalogue.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "conformance/requirement.h"

namespace keyturn {

// A table for each prefix, in the order of the catalogue. Of a conflict: the other side, and the profiles that take
// this one.
std::string requirement_tables_markdown(const Requirements& catalogue);

// The page with these tables between its marks. The error is a sentence: a page without the marks.
std::expected<std::string, std::string> with_requirement_tables(std::string_view page, std::string_view tables);

}  // namespace keyturn
