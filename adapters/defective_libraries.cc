#include "adapters/defective_libraries.h"

#include <algorithm>
#include <string>

#include "adapters/defect_tables.h"
#include "adapters/reference_library.h"
#include "protocol/base64.h"
#include "protocol/event_verification.h"

namespace keyturn {

const std::vector<DefectiveLibrary>& defective_libraries() {
    static const std::vector<DefectiveLibrary> all = [] {
        std::vector<DefectiveLibrary> joined;
        for (const auto table : {defects_of_encodings(), defects_of_sealing(), defects_of_details(),
                                 defects_of_payloads(), defects_of_wraps(), defects_of_group_states(),
                                 defects_of_changes(), defects_of_verifiers(), defects_of_recipients()})
            joined.insert(joined.end(), table.begin(), table.end());
        return joined;
    }();
    return all;
}

const DefectiveLibrary* find_defective_library(std::string_view name) {
    const auto found = std::ranges::find(defective_libraries(), name, &DefectiveLibrary::name);
    return found == defective_libraries().end() ? nullptr : &*found;
}

std::unique_ptr<Library> make_library(const DefectiveLibrary& defect) {
    LibraryFunctions functions = reference_functions();
    defect.spoil(functions);
    functions.describe = [name = std::string(defect.name), describe = functions.describe]() {
        auto description = describe();
        description->name = name;
        return description;
    };
    return std::make_unique<FunctionLibrary>(std::move(functions));
}

std::optional<Event> readable_event(const std::string& base64) {
    const auto bytes = read_base64(base64);
    auto event = bytes ? read_canonical_event(*bytes) : std::unexpected(bytes.error());
    if (!event) return std::nullopt;
    return std::move(*event);
}

}  // namespace keyturn
