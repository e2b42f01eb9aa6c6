#include "properties/observed_library.h"

#include <gtest/gtest.h>

#include "adapters/reference_library.h"
#include "properties/named_keys.h"
#include "properties/oracle_test_support.h"

namespace keyturn {
namespace {

template <class T>
auto failing(NoValueKind kind) {
    return [kind](const auto&...) -> Answer<T> { return std::unexpected(NoValue{kind, "reason"}); };
}

TEST(ObservedLibrary, is_exercised_by_an_answer_or_a_refusal) {
    const auto library = reference_but([](LibraryFunctions& f) { f.sign = refusing<std::string>(); });
    ObservedLibrary asked(*library), refused(*library), nothing(*library);
    asked.decode_base64("QQ", surroundings());
    refused.sign({}, "", surroundings());
    EXPECT_TRUE(asked.was_exercised());
    EXPECT_TRUE(refused.was_exercised());
    EXPECT_FALSE(nothing.was_exercised());
    EXPECT_FALSE(refused.failure());
}

TEST(ObservedLibrary, is_not_exercised_when_it_lacks_one_of_the_operations) {
    const auto library = reference_but([](LibraryFunctions& f) { f.sign = lacking<std::string>(); });
    ObservedLibrary observed(*library);
    observed.decode_base64("QQ", surroundings());
    observed.sign({}, "", surroundings());
    EXPECT_FALSE(observed.was_exercised());
    EXPECT_FALSE(observed.failure());
}

TEST(ObservedLibrary, a_failure_is_the_first_and_is_told_by_whose_events_were_read) {
    const auto library = reference_but([](LibraryFunctions& f) {
        f.sign = failing<std::string>(NoValueKind::trapped);
        f.decode_detail = failing<JsonValue>(NoValueKind::too_slow);
        f.verify_event = failing<bool>(NoValueKind::died);
        f.open_change = failing<OpenedKeys>(NoValueKind::malformed);
    });
    ObservedLibrary signs(*library), reads(*library), verifies(*library), opens(*library);
    signs.sign({}, "", surroundings());
    signs.decode_detail({}, surroundings());
    reads.decode_detail({}, surroundings());
    verifies.verify_event({}, surroundings());
    opens.open_change({}, surroundings());
    EXPECT_EQ(told(signs.failure()), "AM-SIG-042 sign gave no answer (trapped): reason");
    EXPECT_EQ(told(reads.failure()), "AM-SIG-041 decode_detail gave no answer (too slow): reason");
    EXPECT_EQ(told(verifies.failure()), "AM-SIG-041 verify_event gave no answer (died): reason");
    EXPECT_EQ(told(opens.failure()), "AM-SIG-041 open_change gave no answer (malformed): reason");
    EXPECT_TRUE(signs.was_exercised());
}

TEST(ObservedLibrary, its_time_is_that_of_the_library) {
    class Standing : public FunctionLibrary {
      public:
        Standing() : FunctionLibrary(reference_functions()) {}
        std::chrono::nanoseconds processor_time() const override { return std::chrono::nanoseconds(17); }
    } library;
    EXPECT_EQ(ObservedLibrary(library).processor_time().count(), 17);
}

// Every operation reaches the library, and is told by its own name.
TEST(ObservedLibrary, names_every_operation) {
    const auto dead = reference_but([](LibraryFunctions& f) {
        const auto died = NoValueKind::died;
        f.describe = failing<LibraryDescription>(died);
        f.prepare_add_members = failing<PreparedChange>(died);
        f.signature_payload = failing<std::string>(died);
        f.wrap_key = failing<Bytes>(died);
        f.unwrap_key = failing<Bytes>(died);
        f.seal_text = failing<Bytes>(died);
        f.open_text = failing<std::string>(died);
        f.encode_detail = failing<Bytes>(died);
        f.canonical_conversation_id = failing<std::string>(died);
        f.latest_key_version = failing<std::string>(died);
        f.parse_public_key = failing<Bytes>(died);
        f.decode_base64 = failing<Bytes>(died);
    });
    const auto name_in = [&](auto ask) {
        ObservedLibrary observed(*dead);
        ask(observed);
        return observed.failure()->summary.substr(0, observed.failure()->summary.find(' '));
    };
    const Surroundings now = surroundings();
    EXPECT_EQ(name_in([](Library& l) { l.describe(); }), "start");
    EXPECT_EQ(name_in([&](Library& l) { l.prepare_add_members({}, now); }), "prepare_add_members");
    EXPECT_EQ(name_in([&](Library& l) { l.signature_payload({}, now); }), "signature_payload");
    EXPECT_EQ(name_in([&](Library& l) { l.wrap_key({}, {}, now); }), "wrap_key");
    EXPECT_EQ(name_in([&](Library& l) { l.unwrap_key({}, {}, now); }), "unwrap_key");
    EXPECT_EQ(name_in([&](Library& l) { l.seal_text({}, "", now); }), "seal_text");
    EXPECT_EQ(name_in([&](Library& l) { l.open_text({}, {}, now); }), "open_text");
    EXPECT_EQ(name_in([&](Library& l) { l.encode_detail({}, now); }), "encode_detail");
    EXPECT_EQ(name_in([&](Library& l) { l.canonical_conversation_id("", "", now); }), "canonical_conversation_id");
    EXPECT_EQ(name_in([&](Library& l) { l.latest_key_version({}, now); }), "latest_key_version");
    EXPECT_EQ(name_in([&](Library& l) { l.parse_public_key({}, now); }), "parse_public_key");
    EXPECT_EQ(name_in([&](Library& l) { l.decode_base64("", now); }), "decode_base64");
}

}  // namespace
}  // namespace keyturn
