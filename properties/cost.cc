#include "properties/cost.h"

#include <algorithm>
#include <chrono>
#include <ctime>

#include "properties/answers.h"
#include "properties/named_keys.h"
#include "protocol/event_detail.h"

namespace keyturn {
namespace {

using std::chrono::nanoseconds;

constexpr std::uint64_t growth = 8, smallest_id = 1'000'000'000'000'000'000;
constexpr nanoseconds of_no_account = std::chrono::milliseconds(5);

Bytes detail_with(std::uint64_t ids) {
    MemberAdd add;
    add.conversation_key_version = "1";
    for (std::uint64_t i = 0; i < ids; ++i) add.new_members.push_back(std::to_string(smallest_id + i));
    return write_thrift(add.to_detail(), message_event_detail_schema);
}

nanoseconds processor_time() {
    std::timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + nanoseconds(time.tv_nsec);
}

nanoseconds cost_of_reading(Library& library, const Bytes& bytes) {
    constexpr int tries = 3;
    auto least = nanoseconds::max();
    for (int i = 0; i < tries; ++i) {
        const nanoseconds before = processor_time();
        static_cast<void>(library.decode_detail(bytes, surroundings()));
        least = std::min(least, processor_time() - before);
    }
    return least;
}

}  // namespace

std::optional<Violation> reading_costs_what_it_reads(Library& library, const ReadingCost& input) {
    const nanoseconds small = cost_of_reading(library, detail_with(input.ids));
    const nanoseconds large = cost_of_reading(library, detail_with(growth * input.ids));
    const bool is_in_proportion = large <= 2 * growth * small + of_no_account;
    if (is_in_proportion) return std::nullopt;
    return violated("AM-SIG-042", fmt::format("a detail of {} ids costs more than {} times the work of one of {}",
                                              growth * input.ids, 2 * growth, input.ids));
}

}  // namespace keyturn
