#include "properties/oracle_test_support.h"

#include "adapters/defective_libraries.h"
#include "adapters/reference_library.h"

namespace keyturn {

std::unique_ptr<Library> reference_but(const std::function<void(LibraryFunctions&)>& spoil) {
    LibraryFunctions functions = reference_functions();
    spoil(functions);
    return std::make_unique<FunctionLibrary>(std::move(functions));
}

std::unique_ptr<Library> defective(std::string_view name) { return make_library(*find_defective_library(name)); }

RosterChange sample_roster_change() {
    return {.users = {{"1111", {"1"}}, {"2222", {"9", "10"}}, {"3333", {"1"}}, {"4444", {"1"}}, {"5555", {"1"}}},
            .members = {"1111", "2222"},
            .admins = {"1111"},
            .pending = {"4444"},
            .add = {"3333", "5555"},
            .sender = "1111",
            .title = "Team",
            .avatar_url = {},
            .ttl_msec = 86'400'000,
            .screen_capture_blocking = {},
            .conversation_key_version = "1700000000000",
            .seed = 5};
}

std::string told(const std::optional<Violation>& found) {
    return found ? found->requirement + " " + found->summary : "";
}

}  // namespace keyturn
