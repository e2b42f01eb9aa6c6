#include "tools/state_file.h"

#include <utility>

#include "conformance/exchange.h"
#include "tools/input_file.h"

namespace keyturn {
namespace {

std::expected<Given, Problems> read_shared(const JsonValue& file) {
    auto state = read_shared_state(file);
    if (!state) return std::unexpected(std::move(state.error()));
    if (const auto* made = std::get_if<MadeState>(&*state)) return make_state(*made);
    return std::get<Given>(std::move(*state));
}

}  // namespace

std::expected<Given, std::string> read_state_file(const std::string& path) {
    const auto document = read_json_input(path);
    if (!document) return std::unexpected(document.error() + '\n');
    const JsonValue* within = document->find("state");
    auto given = within                     ? read_given(*within, "/state")
                 : document->find("schema") ? read_shared(*document)
                                            : read_given(*document);
    if (!given) return std::unexpected(lines_of(path, given.error()));
    return std::move(*given);
}

}  // namespace keyturn
