// The head of an answer of 429, a field a line. How long it asks to wait is bounded, doesn't depend on how names are
// written, and is the same when it is asked for in plain seconds. With the status 503 it asks only where it says so.
#include "conformance/load/retry_after.h"

#include <algorithm>

#include "fuzz/target.h"

using namespace keyturn;

namespace {

constexpr std::uint64_t now_msec = 1'790'000'000'000;
constexpr std::size_t most_lines = 64;

HttpResponse answer_with(std::string_view text) {
    HttpResponse answer{.status = 429, .reason = "Too Many Requests", .headers = {}, .body = ""};
    while (!text.empty() && answer.headers.size() < most_lines) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        const std::size_t colon = std::min(line.find(": "), line.size());
        answer.headers.emplace_back(line.substr(0, colon), line.substr(std::min(colon + 2, line.size())));
    }
    return answer;
}

char in_lower_case(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

HttpResponse with_status(HttpResponse answer, int status) {
    answer.status = status;
    return answer;
}

HttpResponse with_names_in_lower_case(HttpResponse answer) {
    for (auto& [name, value] : answer.headers) std::ranges::transform(name, name.begin(), in_lower_case);
    return answer;
}

}  // namespace

FUZZ_TARGET {
    const HttpResponse answer = answer_with(text_of(input));
    fuzz::expect(refuses_for_load(answer), "429 is about the load");
    fuzz::expect(refuses_for_load(with_status(answer, 503)) == (find_header(answer.headers, "Retry-After") != nullptr),
                 "503 is where it says when to come again");
    fuzz::expect(!refuses_for_load(with_status(answer, 500)), "500 is not");
    const auto wait = wait_asked_for(answer, now_msec);
    fuzz::expect(wait_asked_for(with_names_in_lower_case(answer), now_msec) == wait, "names are without case");
    if (!wait) return fuzz::Taken::refused;
    fuzz::expect(wait->count() >= 0 && *wait <= longest_wait_asked_for, "a wait is bounded");
    const HttpResponse plain = answer_with("Retry-After: " + std::to_string(wait->count()));
    fuzz::expect(wait_asked_for(plain, now_msec) == wait, "plain seconds ask for the same");
    return fuzz::Taken::accepted;
}
