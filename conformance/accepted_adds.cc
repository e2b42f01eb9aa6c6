#include "conformance/accepted_adds.h"

#include <algorithm>

namespace keyturn {

void AcceptedAdds::add(std::size_t exchange, std::size_t turn, const std::string& sender, const BuiltRequest& request) {
    if (request.http.method == "GET" || is_known(sender, request)) return;
    if (!request.update || !request.update->is_right) return lose_track();
    const auto body = parse_json(request.http.body);
    taken_.push_back(
        {{exchange, turn, sender, *request.update, AddMembersRequest::read(*body).request}, request.http.body});
}

bool AcceptedAdds::is_known(const std::string& sender, const BuiltRequest& request) const {
    return std::ranges::any_of(taken_, [&](const Taken& taken) {
        return taken.add.sender == sender && request.update && taken.add.update.group == request.update->group &&
               taken.body == request.http.body;
    });
}

std::vector<AcceptedAdd> AcceptedAdds::to(const std::string& group) const {
    std::vector<AcceptedAdd> adds;
    if (!foreseeable_) return adds;
    for (const Taken& taken : taken_)
        if (taken.add.update.group == group) adds.push_back(taken.add);
    return adds;
}

}  // namespace keyturn
