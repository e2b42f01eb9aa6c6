#include "fuzz/mutators/event_mutator.h"

#include "fuzz/mutators/byte_mutations.h"
#include "fuzz/mutators/encoded_mutations.h"
#include "fuzz/mutators/fitting.h"
#include "fuzz/mutators/thrift_mutations.h"

namespace keyturn::fuzz {
namespace {

constexpr const ThriftStructSchema* schemas[] = {&message_event_detail_schema, &message_event_schema};

std::string written(const ThriftValue& value, const ThriftStructSchema& schema) {
    return std::string(text_of(write_thrift(value, schema)));
}

std::string fresh_event(Draws& draws) {
    const ThriftStructSchema& schema = *draws.pick(schemas);
    return written(any_thrift_struct(schema, draws), schema);
}

std::string mutant_of(std::string_view bytes, std::size_t max_size, Draws& draws) {
    if (draws.one_in(16)) return fresh_event(draws);
    return std::string(text_of(edited_thrift(bytes_of(bytes), draws, room_for(bytes.size(), max_size))));
}

std::string child_of(std::string_view first, std::string_view second, Draws& draws) {
    for (const ThriftStructSchema* schema : schemas) {
        auto value = read_thrift(bytes_of(first), *schema), other = read_thrift(bytes_of(second), *schema);
        if (!value || !other || draws.one_in(8)) continue;
        cross_over_thrift(*value, *std::move(other), *schema, draws);
        return written(*value, *schema);
    }
    return crossed_bytes(first, second, draws);
}

}  // namespace

std::string mutate_event(std::string_view bytes, std::uint64_t seed, std::size_t max_size) {
    Draws draws(seed);
    return first_that_fits(bytes, max_size, [&] { return mutant_of(bytes, max_size, draws); });
}

std::string cross_over_events(std::string_view first, std::string_view second, std::uint64_t seed,
                              std::size_t max_size) {
    Draws draws(seed);
    return first_that_fits(first, max_size, [&] { return child_of(first, second, draws); });
}

}  // namespace keyturn::fuzz
