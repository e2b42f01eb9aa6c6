// A request body as JSON text. What is read and written again reads as the same request; every problem has a
// requirement.
#include "fuzz/target.h"
#include "protocol/add_members_request.h"

using namespace keyturn;

FUZZ_TARGET {
    const auto document = parse_json(text_of(input));
    if (!document) return fuzz::Taken::refused;
    const ReadRequest read = AddMembersRequest::read(*document);
    for (const Problem& problem : read.problems)
        fuzz::expect(problem.requirement.starts_with("AM-REQ-"), "a problem cites its requirement");
    const ReadRequest again = AddMembersRequest::read(read.request.to_json());
    fuzz::expect(again.request == read.request, "a written request reads back");
    if (read.problems.empty()) fuzz::expect(again.problems.empty(), "a right request is written right");
    return fuzz::accepted_if(read.problems.empty());
}
