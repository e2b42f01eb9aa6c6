// The command line that runs one case again as it was run.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "tools/conform_options.h"

namespace keyturn {

// `keyturn conform CASE …` with every option that changes what is sent or how it is judged, quoted for a shell.
// None of them holds a secret.
std::string repeat_command(std::string_view case_id, const ConformOptions& options, std::uint64_t seed);

// The text as one word of a POSIX shell: as it stands where nothing in it means anything, else in single quotes.
std::string shell_word(std::string_view text);

}  // namespace keyturn
