#include "conformance/defects/defective_server.h"

#include <utility>

#include "conformance/defects/occasions.h"

namespace keyturn {

DefectiveServer::DefectiveServer(Planted planted) : defects_(std::move(planted.defects)) {
    state_.left_out = std::make_shared<const LeftOut>(std::move(planted.left_out));
}

ServerAnswer DefectiveServer::answer(const HttpRequest& request, std::uint64_t now_msec) {
    if (is_addition(request)) ++past_.additions;
    Turn turn{state_, request, past_, now_msec, respond(state_, request, now_msec)};
    if (!defects_.empty() && !is_for_state_hook(request)) {
        const HttpResponse right_response = turn.handled.response;
        for (const ServerDefect* defect : defects_)
            if (defect->when(turn)) defect->bend(turn);
        remember(request, right_response);
    }
    if (turn.handled.next) state_ = std::move(*turn.handled.next);
    if (turn.raw) return std::move(*turn.raw);
    return std::move(turn.handled.response);
}

void DefectiveServer::remember(const HttpRequest& request, const HttpResponse& right_response) {
    if (is_addition(request)) past_.last_response = right_response;
    if (const User* user = user_with(*state_.users, token_of(request))) past_.last_token = *user->token;
}

}  // namespace keyturn
