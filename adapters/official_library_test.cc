// The official client library behind its adapter, and ours: each opens what the other prepares.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "adapters/process_library.h"
#include "adapters/reference_library.h"
#include "adapters/sample_change.h"
#include "adapters/smoke.h"

namespace keyturn {
namespace {

const Surroundings now{1'700'000'000'123, {}};
const std::string folder = KEYTURN_SOURCE_DIR "/adapters/chat-xdk";

class OfficialLibrary : public testing::Test {
  protected:
    void SetUp() override {
        if (std::system("node --version >/dev/null 2>&1") != 0)
            GTEST_SKIP() << "Node is not installed (Debian: apt-get install nodejs npm)";
        if (!std::filesystem::exists(folder + "/node_modules/@xdevplatform/chat-xdk"))
            GTEST_SKIP() << "the official client library is not installed (npm ci in adapters/chat-xdk)";
    }

    // Who opens which key of a prepared change, of all whom the sample registers.
    static std::string opened(Library& library, const PreparedChange& prepared) {
        std::string keys;
        for (const auto& [user, registered] : sample_change().users) {
            const auto found = library.open_change(
                {events_of(prepared, sample_change()), user, sample_private_keys(user), sample_change().users}, now);
            if (!found || found->keys.empty()) continue;
            EXPECT_EQ(found->latest_version, "1700000000123");
            keys += user + (found->keys.at("1700000000123") == prepared.conversation_key ? " " : "? ");
        }
        return keys;
    }

    ProcessLibrary official_{{"node '" + folder + "/adapter.mjs'"}};
    std::unique_ptr<Library> reference_ = reference_library();
};

TEST_F(OfficialLibrary, is_alive) {
    const auto results = smoke(official_);
    EXPECT_EQ(results.size(), 12u);
    for (const SmokeResult& result : results)
        EXPECT_FALSE(result.failed) << result.operation << ": " << result.failed->reason;
}

TEST_F(OfficialLibrary, prepares_what_the_reference_opens) {
    const auto prepared = official_.prepare_add_members(sample_change(), now);
    ASSERT_TRUE(prepared.has_value()) << prepared.error().reason;
    EXPECT_EQ(opened(*reference_, *prepared), "1111 2222 3333 ");
    EXPECT_EQ(opened(official_, *prepared), "1111 2222 3333 ");
}

TEST_F(OfficialLibrary, opens_what_the_reference_prepares) {
    const auto prepared = reference_->prepare_add_members(sample_change(), now);
    EXPECT_EQ(opened(official_, *prepared), "1111 2222 3333 ");
    for (const std::string& event : events_of(*prepared, sample_change()))
        EXPECT_EQ(official_.verify_event({event, sample_change().users, prepared->conversation_key}, now), true);
}

TEST_F(OfficialLibrary, answers_the_same_again_in_another_process) {
    const auto first = official_.prepare_add_members(sample_change(), now);
    ProcessLibrary other({"node '" + folder + "/adapter.mjs'"});
    other.decode_base64("QUI", now);
    const auto again = other.prepare_add_members(sample_change(), now);
    EXPECT_EQ(first->body, again->body);
    EXPECT_EQ(first->conversation_key, again->conversation_key);
}

}  // namespace
}  // namespace keyturn
