#include "fuzz/mutators/engine_hooks.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "fuzz/mutators/afl_hooks.h"
#include "fuzz/mutators/named_mutators.h"

// The engine of these tests writes one letter.
extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t, std::size_t max_size) {
    data[0] = 'E';
    return std::min<std::size_t>(1, max_size);
}

KEYTURN_MUTATOR_HOOKS(keyturn::fuzz::mutate_any_json, keyturn::fuzz::cross_over_any_json)
KEYTURN_AFL_HOOKS(keyturn::fuzz::mutate_any_json, keyturn::fuzz::cross_over_any_json)

namespace keyturn::fuzz {
namespace {

std::string mutated(unsigned seed, std::size_t max_size = 64) {
    std::string buffer = "[1]";
    buffer.resize(max_size);
    const std::size_t size = LLVMFuzzerCustomMutator(reinterpret_cast<std::uint8_t*>(buffer.data()),
                                                     std::min<std::size_t>(3, max_size), max_size, seed);
    EXPECT_LE(size, max_size);
    return buffer.substr(0, size);
}

TEST(EngineHooks, one_mutation_in_eight_is_the_engines) {
    int by_engine = 0, json = 0;
    for (unsigned seed = 0; seed < 4000; ++seed) {
        const std::string out = mutated(seed);
        by_engine += out == "E";
        json += parse_json(out).has_value();
        EXPECT_EQ(out, mutated(seed));
        mutated(seed, 2);
    }
    EXPECT_NEAR(by_engine, 500, 80);
    EXPECT_GT(json, 2500);
}

TEST(EngineHooks, crossing_writes_into_the_buffer_it_is_given) {
    std::set<std::string> seen;
    for (unsigned seed = 0; seed < 200; ++seed) {
        std::string out(8, '\0');
        const std::size_t size =
            LLVMFuzzerCustomCrossOver(bytes_of("[1]").data(), 3, bytes_of("[2]").data(), 3,
                                      reinterpret_cast<std::uint8_t*>(out.data()), out.size(), seed);
        seen.insert(out.substr(0, size));
    }
    EXPECT_TRUE(seen.contains("[2]"));
    EXPECT_TRUE(seen.contains("[1,2]"));
}

std::string crossed(unsigned seed) {
    std::string out(8, '\0');
    out.resize(LLVMFuzzerCustomCrossOver(bytes_of("[1]").data(), 3, bytes_of("[2]").data(), 3,
                                         reinterpret_cast<std::uint8_t*>(out.data()), out.size(), seed));
    return out;
}

TEST(EngineHooks, the_engine_mutates_alone_where_that_is_asked_for) {
    setenv("KEYTURN_MUTATIONS", "engine", 1);
    for (unsigned seed = 0; seed < 100; ++seed) {
        EXPECT_EQ(mutated(seed), "E");
        EXPECT_EQ(crossed(seed), "E");
    }
    setenv("KEYTURN_MUTATIONS", "all", 1);
    EXPECT_NE(crossed(1), "E");
    unsetenv("KEYTURN_MUTATIONS");
    EXPECT_NE(crossed(1), "E");
}

TEST(EngineHooks, what_does_not_fit_is_cut) {
    std::uint8_t out[2] = {};
    EXPECT_EQ(write_back("abc", out, 2), 2u);
    EXPECT_EQ(text_of(out), "ab");
    EXPECT_EQ(write_back("a", out, 2), 1u);
}

TEST(EngineHooks, of_afl_mutate_and_cross) {
    std::string text = "[1]", other = "[2]";
    std::map<std::string, int> alone, crossed;
    void* const mutator = afl_custom_init(nullptr, 7);
    const auto run = [&](bool with_other) {
        std::uint8_t* out = nullptr;
        const std::size_t size = afl_custom_fuzz(
            mutator, reinterpret_cast<std::uint8_t*>(text.data()), text.size(), &out,
            with_other ? reinterpret_cast<std::uint8_t*>(other.data()) : nullptr, with_other ? other.size() : 0, 64);
        EXPECT_LE(size, 64u);
        return std::string(text_of({out, size}));
    };
    for (int i = 0; i < 1000; ++i) {
        ++alone[run(false)];
        ++crossed[run(true)];
    }
    afl_custom_deinit(mutator);
    EXPECT_GT(alone.size(), 50u);
    EXPECT_LT(alone["[1,2]"], 10);
    EXPECT_GT(crossed["[1,2]"], 30);
    EXPECT_GT(crossed["[]"], 10);
}

}  // namespace
}  // namespace keyturn::fuzz
