#include <algorithm>

#include "conformance/defects/defect_groups.h"

namespace keyturn {
namespace {

constexpr ServerDefects (*groups[])() = {
    acceptance_defects, refusal_defects, json_defects,       framing_defects, delivery_defects,
    leak_defects,       caller_defects,  strictness_defects, roster_defects,  event_defects,
    refused_defects,    repeat_defects,  reading_defects,
};

}  // namespace

std::span<const ServerDefect> server_defects() {
    static const ServerDefects all = [] {
        ServerDefects rows;
        for (const auto group : groups) std::ranges::move(group(), std::back_inserter(rows));
        return rows;
    }();
    return all;
}

const ServerDefect* find_server_defect(std::string_view name) {
    const auto found = std::ranges::find(server_defects(), name, &ServerDefect::name);
    return found == server_defects().end() ? nullptr : &*found;
}

}  // namespace keyturn
