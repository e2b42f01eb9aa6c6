#include "conformance/reports/report_test_support.h"

namespace keyturn {

const Requirements& two_requirements() {
    static const Requirements all = Requirements::read(parse_json(R"({"schema": 1, "requirements": [
        {"id": "AM-ROT-002", "level": "MUST", "keeper": "server", "source": "guide", "text": "versions go <up>"},
        {"id": "AM-RSP-006", "level": "SHOULD", "keeper": "server", "source": "guide",
         "text": "refusals are told as expected"}]})")
                                                           .value())
                                        .value();
    return all;
}

Verdict verdict_of(std::string id, VerdictKind kind, std::string reason) {
    Verdict verdict;
    verdict.case_id = std::move(id);
    verdict.kind = kind;
    verdict.reason = std::move(reason);
    return verdict;
}

Verdict breaking(std::string id, std::string requirement, std::string place, std::string expected, std::string actual) {
    const bool is_should = requirement == "AM-RSP-006";
    Verdict verdict = verdict_of(id, is_should ? VerdictKind::tolerated : VerdictKind::nonconformant);
    verdict.requirements = {requirement};
    verdict.breaches = {{std::move(requirement), 0, {std::move(place), std::move(expected), std::move(actual)}}};
    verdict.repeat = "keyturn conform " + id;
    return verdict;
}

}  // namespace keyturn
