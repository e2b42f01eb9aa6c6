// Follows the groups of a case from one reading to the next: what accepted adds should have changed, what refused
// requests should not have (AM-ROT-020, AM-ROT-021, AM-ROT-034).
#pragma once

#include <vector>

#include "conformance/accepted_adds.h"
#include "conformance/group_view.h"
#include "conformance/journal.h"

namespace keyturn {

// Groups that the server does not show are not judged. Each step reads every group once more, unless none was shown.
class GroupWatch {
  public:
    // `given` must outlive it; of answers that give something confidential away no value is told.
    GroupWatch(Transport& server, const Given& given, const std::vector<HeaderLine>& headers,
               std::vector<Confidential> confidential)
        : reader_(server, given, headers), users_(given.users), confidential_(std::move(confidential)) {}

    // The groups as they stand now: what the next step compares with.
    void look() { seen_ = reader_.read(); }

    // What the accepted adds should have left behind since then, and did not.
    std::vector<Breach> unmet_effects(const AcceptedAdds& accepted);

    // What changed since then although nothing was accepted, as breaches in that exchange.
    std::vector<Breach> changes_by_refusals(std::size_t exchange);

    // Why a group could not be read although the server might show it: its load, or the end of our time; else "".
    const std::string& cut_off() const { return reader_.cut_off(); }

  private:
    // The views of before and those of now, group by group; none where no group was shown.
    std::vector<std::pair<GroupView, const GroupView&>> look_again();

    GroupReader reader_;
    const Users& users_;
    std::vector<Confidential> confidential_;
    std::vector<GroupView> seen_;
};

}  // namespace keyturn
