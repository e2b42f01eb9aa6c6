// The text of a golden vector file. Checking repeats; every entry has passed or failed, and what failed says where.
#include "conformance/vectors/check_vectors.h"

#include <algorithm>
#include <set>

#include "fuzz/target.h"

using namespace keyturn;

namespace {

bool has_each_key_once(const JsonValue& object) {
    std::set<std::string_view> keys;
    return std::ranges::all_of(object.members,
                               [&](const JsonMember& member) { return keys.insert(member.key).second; });
}

}  // namespace

FUZZ_TARGET {
    const auto document = parse_json(text_of(input));
    if (!document) return fuzz::Taken::refused;
    const auto report = check_vectors(*document);
    if (!report) {
        fuzz::expect(!document->is(JsonKind::object) || !has_each_key_once(*document),
                     "an object with each section once is a vector file");
        return fuzz::Taken::refused;
    }
    fuzz::expect(report->failed() <= report->entries(), "no more entries fail than there are");
    fuzz::expect((report->failed() == 0) == report->failures.empty(), "what failed is told");
    for (const VectorFailure& failure : report->failures)
        fuzz::expect(!failure.section.empty() && is_utf8(failure.actual), "a failure has a place");
    fuzz::expect(check_vectors(*document)->failures == report->failures, "checking repeats");
    return fuzz::accepted_if(report->failed() == 0);
}
