#include "fuzz/runner/branch_coverage.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace keyturn::fuzz {
namespace {

std::uint64_t count_at(const JsonValue& file, std::string_view pointer) {
    const JsonValue* found = resolve(file, pointer);
    std::uint64_t count = 0;
    if (found) std::from_chars(found->text.data(), found->text.data() + found->text.size(), count);
    return count;
}

bool is_file(const JsonValue& file, std::string_view name) {
    const JsonValue* filename = file.find("filename");
    return filename && filename->text.ends_with(fmt::format("/{}", name));
}

}  // namespace

std::expected<BranchCoverage, std::string> branches_of(const JsonValue& exported,
                                                       const std::vector<std::string>& aims_at) {
    const JsonValue* files = resolve(exported, "/data/0/files");
    if (!files || !files->is(JsonKind::array)) return std::unexpected("this is no export of llvm-cov");
    BranchCoverage sum;
    for (const std::string& name : aims_at) {
        const auto file = std::ranges::find_if(files->elements, [&](const JsonValue& f) { return is_file(f, name); });
        if (file == files->elements.end())
            return std::unexpected(fmt::format("{} is not part of the target: see \"aims_at\"", name));
        sum.branches += count_at(*file, "/summary/branches/count");
        sum.reached += count_at(*file, "/summary/branches/covered");
    }
    return sum;
}

}  // namespace keyturn::fuzz
