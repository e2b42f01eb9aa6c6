// Reads the lines that an adapter answers with. Whatever the bytes, there is a value or the reason why there is none.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "adapters/library.h"

namespace keyturn {

// What stands under `ok` in the answer to question `id`, or: refused, unimplemented, trapped, each as the adapter says;
// malformed when the line is no JSON object of exactly `id` and one of these four. Linear in the line.
Answer<JsonValue> read_adapter_answer(std::string_view line, std::uint64_t id);

// What each operation's `ok` holds, and nothing besides; else malformed. `line` is what `ok` was read from.
Answer<LibraryDescription> read_description(const JsonValue& ok);
Answer<PreparedChange> read_prepared_change(const JsonValue& ok, std::string_view line);
Answer<OpenedKeys> read_opened_keys(const JsonValue& ok);
Answer<JsonValue> read_detail(const JsonValue& ok);

// The one member of that name: base64, text, a boolean.
Answer<Bytes> read_only_bytes(const JsonValue& ok, std::string_view name);
Answer<std::string> read_only_text(const JsonValue& ok, std::string_view name);
Answer<bool> read_only_boolean(const JsonValue& ok, std::string_view name);

}  // namespace keyturn
