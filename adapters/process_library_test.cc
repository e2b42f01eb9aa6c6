#include "adapters/process_library.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "adapters/sample_change.h"
#include "protocol/base64.h"

namespace keyturn {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

const Surroundings now{1'700'000'000'123, {}};

// How every question of the tests begins whose id is 2, the first behind `start`.
const std::string surroundings = R"("now_msec":"1700000000123","entropy":")" + std::string(64, '0') + '"';

class ProcessLibraryTest : public testing::Test {
  protected:
    ProcessLibraryTest() {
        std::string name = (std::filesystem::temp_directory_path() / "keyturn-adapter-XXXXXX").string();
        folder_ = mkdtemp(name.data());
    }
    ~ProcessLibraryTest() override { std::filesystem::remove_all(folder_); }

    std::string path(std::string_view name) const { return (folder_ / name).string(); }

    std::string written(std::string_view name) const {
        std::ifstream file(path(name));
        std::ostringstream text;
        text << file.rdbuf();
        return text.str();
    }

    // Names every operation, then runs `script`, in which `ask` reads a question and notes it.
    std::string adapter(const std::string& script) const {
        std::string ops;
        for (const std::string_view operation : library_operations())
            ops += (ops.empty() ? "\"" : ",\"") + std::string(operation) + '"';
        return "ask() { read -r line; printf '%s\\n' \"$line\" >>" + path("asked") + "; }\n" + "ask\n" +
               R"(echo '{"id":1,"ok":{"name":"n","version":"v","ops":[)" + ops + "]}}'\n" + script + '\n';
    }

    // Answers the first question by this `ok`, and waits for the next.
    ProcessOptions saying(const std::string& ok) const {
        return {adapter("ask\necho '{\"id\":2,\"ok\":" + ok + "}'\nask")};
    }

    // Does this with the first question.
    ProcessOptions doing(const std::string& script) const { return {adapter("ask\n" + script)}; }

    // The question that was asked behind `start`, without what all have in common.
    std::string asked() const {
        std::string line = written("asked");
        line = line.substr(line.find('\n') + 1);
        line = line.substr(0, line.find('\n'));
        const std::size_t common = line.find(surroundings);
        if (common == line.npos) return line;
        return line.erase(common, surroundings.size() + 1);
    }

    std::filesystem::path folder_;
};

NoValue decoded_no_value(ProcessLibrary& library, const std::string& text = "QUI") {
    const auto answer = library.decode_base64(text, now);
    EXPECT_FALSE(answer.has_value());
    return answer ? NoValue{} : answer.error();
}

NoValue decoded_no_value(const ProcessOptions& options) {
    ProcessLibrary library(options);
    return decoded_no_value(library);
}

constexpr std::string_view right_answer = R"(echo '{"id":2,"ok":{"bytes":"QUI="}}')";

TEST_F(ProcessLibraryTest, asks_and_answers) {
    ProcessLibrary library(saying(R"({"bytes":"QUI="})"));
    EXPECT_EQ(library.decode_base64("QU\nI", now), (Bytes{'A', 'B'}));
    EXPECT_EQ(written("asked"), "{\"id\":1,\"op\":\"start\"}\n{\"id\":2,\"op\":\"decode_base64\"," + surroundings +
                                    R"(,"text":"QU\nI"})" + '\n');
    EXPECT_EQ(library.starts(), 1u);
}

TEST_F(ProcessLibraryTest, costs_the_processor_time_of_its_process) {
    ProcessLibrary library({adapter(R"(ask; i=0; while [ $i -lt 100000 ]; do i=$((i + 1)); done
                                       echo '{"id":2,"ok":{"bytes":"QUI="}}'; ask)")});
    EXPECT_EQ(library.processor_time().count(), 0);
    EXPECT_TRUE(library.describe().has_value());
    const auto before = library.processor_time();
    EXPECT_EQ(library.decode_base64("", now), (Bytes{'A', 'B'}));
    EXPECT_GT(library.processor_time(), before + milliseconds(1));
}

TEST_F(ProcessLibraryTest, describes_itself_without_a_question) {
    ProcessLibrary library(saying("{}"));
    EXPECT_EQ(library.describe()->name, "n");
    EXPECT_EQ(library.describe()->version, "v");
    EXPECT_EQ(library.describe()->ops.size(), 15u);
    EXPECT_EQ(library.starts(), 1u);
}

TEST_F(ProcessLibraryTest, asks_for_a_change_and_tells_no_secret_of_others) {
    ProcessLibrary library(saying(R"({"body":{ },"conversation_key":"QUI="})"));
    PrepareAddMembers change = sample_change();
    change.users.at("2222").token = "token";
    change.users.at("2222").private_keys = *PrivateKeys::read(sample_private_keys("2222"));
    const auto prepared = library.prepare_add_members(change, now);
    EXPECT_EQ(prepared->body, "{ }");
    EXPECT_EQ(prepared->conversation_key, (Bytes{'A', 'B'}));

    const auto question = parse_json(asked());
    EXPECT_EQ(resolve(*question, "/group/members/1")->text, "2222");
    EXPECT_EQ(question->find("sender")->text, "1111");
    EXPECT_EQ(question->find("private_keys")->text, base64(sample_private_keys("1111")));
    EXPECT_EQ(resolve(*question, "/add/0")->text, "3333");
    EXPECT_EQ(resolve(*question, "/users/2222")->members.size(), 1u);
    EXPECT_EQ(resolve(*question, "/users/2222/keys/0/version")->text, "1");
}

TEST_F(ProcessLibraryTest, asks_for_payloads) {
    ProcessLibrary library(saying(R"({"payload":"a,b"})"));
    EXPECT_EQ(library.signature_payload({json_object(), "m", "1", "g1", "7", Bytes{'A', 'B'}}, now), "a,b");
    EXPECT_EQ(asked(), R"({"id":2,"op":"signature_payload","detail":{},"message_id":"m","sender_id":"1",)"
                       R"("conversation_id":"g1","signature_version":"7","conversation_key":"QUI="})");
}

TEST_F(ProcessLibraryTest, asks_for_payloads_of_events_without_a_conversation) {
    ProcessLibrary library(saying(R"({"payload":"a,b"})"));
    EXPECT_EQ(library.signature_payload({json_object(), "m", "1", {}, "7", {}}, now), "a,b");
    EXPECT_EQ(asked(), R"({"id":2,"op":"signature_payload","detail":{},"message_id":"m","sender_id":"1",)"
                       R"("conversation_id":null,"signature_version":"7"})");
}

TEST_F(ProcessLibraryTest, asks_for_signatures) {
    ProcessLibrary library(saying(R"({"signature":"x"})"));
    EXPECT_EQ(library.sign({'A', 'B'}, "a,b", now), "x");
    EXPECT_EQ(asked(), R"({"id":2,"op":"sign","private_key":"QUI=","payload":"a,b"})");
}

TEST_F(ProcessLibraryTest, asks_for_verification) {
    ProcessLibrary library(saying(R"({"verified":true})"));
    EXPECT_EQ(library.verify_event({"QUI=", {{"1", {}}}, Bytes{'A'}}, now), true);
    EXPECT_EQ(asked(), R"({"id":2,"op":"verify_event","event":"QUI=","signing_keys":{"1":{"keys":[]}},)"
                       R"("conversation_key":"QQ=="})");
}

TEST_F(ProcessLibraryTest, asks_what_events_open) {
    ProcessLibrary library(saying(R"({"latest_version":"5","keys":{"5":"QUI="},"errors":[]})"));
    EXPECT_EQ(library.open_change({{"QUI="}, "1", {'A'}, {}}, now), (OpenedKeys{"5", {{"5", {'A', 'B'}}}, {}}));
    EXPECT_EQ(asked(), R"({"id":2,"op":"open_change","events":["QUI="],"user":"1","private_keys":"QQ==",)"
                       R"("signing_keys":{}})");
}

TEST_F(ProcessLibraryTest, asks_for_wrapped_keys) {
    ProcessLibrary library(saying(R"({"blob":"QUI="})"));
    EXPECT_EQ(library.wrap_key({'A'}, {'B'}, now), (Bytes{'A', 'B'}));
    EXPECT_EQ(asked(), R"({"id":2,"op":"wrap_key","public_key":"QQ==","key":"Qg=="})");
}

TEST_F(ProcessLibraryTest, asks_for_unwrapped_keys) {
    ProcessLibrary library(saying(R"({"key":"QUI="})"));
    EXPECT_EQ(library.unwrap_key({'A'}, {'B'}, now), (Bytes{'A', 'B'}));
    EXPECT_EQ(asked(), R"({"id":2,"op":"unwrap_key","private_key":"QQ==","blob":"Qg=="})");
}

TEST_F(ProcessLibraryTest, asks_for_sealed_texts) {
    ProcessLibrary library(saying(R"({"blob":"QUI="})"));
    EXPECT_EQ(library.seal_text({'A'}, "b", now), (Bytes{'A', 'B'}));
    EXPECT_EQ(asked(), R"({"id":2,"op":"seal_text","key":"QQ==","text":"b"})");
}

TEST_F(ProcessLibraryTest, asks_for_opened_texts) {
    ProcessLibrary library(saying(R"({"text":"b"})"));
    EXPECT_EQ(library.open_text({'A'}, {'B'}, now), "b");
    EXPECT_EQ(asked(), R"({"id":2,"op":"open_text","key":"QQ==","blob":"Qg=="})");
}

TEST_F(ProcessLibraryTest, asks_for_encoded_details) {
    ProcessLibrary library(saying(R"({"bytes":"QUI="})"));
    EXPECT_EQ(library.encode_detail(*parse_json(R"({"a":[1.0]})"), now), (Bytes{'A', 'B'}));
    EXPECT_EQ(asked(), R"({"id":2,"op":"encode_detail","detail":{"a":[1.0]}})");
}

TEST_F(ProcessLibraryTest, asks_for_decoded_details) {
    ProcessLibrary library(saying(R"({"detail":{"a":1}})"));
    EXPECT_EQ(library.decode_detail({'A'}, now), *parse_json(R"({"a":1})"));
    EXPECT_EQ(asked(), R"({"id":2,"op":"decode_detail","bytes":"QQ=="})");
}

TEST_F(ProcessLibraryTest, asks_for_canonical_ids) {
    ProcessLibrary library(saying(R"({"id":"1:2"})"));
    EXPECT_EQ(library.canonical_conversation_id("2-1", "3", now), "1:2");
    EXPECT_EQ(asked(), R"({"id":2,"op":"canonical_conversation_id","conversation_id":"2-1","sender":"3"})");
}

TEST_F(ProcessLibraryTest, asks_for_the_latest_version) {
    ProcessLibrary library(saying(R"({"version":"10"})"));
    EXPECT_EQ(library.latest_key_version({"9", "10"}, now), "10");
    EXPECT_EQ(asked(), R"({"id":2,"op":"latest_key_version","versions":["9","10"]})");
}

TEST_F(ProcessLibraryTest, asks_for_public_keys) {
    ProcessLibrary library(saying(R"({"sec1":"QUI="})"));
    EXPECT_EQ(library.parse_public_key({'A'}, now), (Bytes{'A', 'B'}));
    EXPECT_EQ(asked(), R"({"id":2,"op":"parse_public_key","bytes":"QQ=="})");
}

TEST_F(ProcessLibraryTest, a_refusal_keeps_the_process) {
    ProcessLibrary library({adapter(R"(ask; echo '{"id":2,"refused":"no"}'
                                       ask; echo '{"id":3,"ok":{"bytes":""}}'; ask)")});
    EXPECT_EQ(decoded_no_value(library), (NoValue{NoValueKind::refused, "no"}));
    EXPECT_EQ(library.decode_base64("", now), Bytes());
    EXPECT_EQ(library.starts(), 1u);
}

TEST_F(ProcessLibraryTest, what_it_does_not_name_is_unimplemented_and_not_asked) {
    ProcessLibrary library(
        {"read -r line; echo '{\"id\":1,\"ok\":{\"name\":\"n\",\"version\":\"v\",\"ops\":[]}}'; "
         "read -r line; echo \"$line\" >" +
         path("asked")});
    EXPECT_EQ(decoded_no_value(library),
              (NoValue{NoValueKind::unimplemented, "the adapter does not name this operation"}));
    EXPECT_EQ(written("asked"), "");
}

TEST_F(ProcessLibraryTest, a_process_that_ends_died) {
    EXPECT_EQ(decoded_no_value(doing("exit 3")), (NoValue{NoValueKind::died, "the process ended with status 3"}));
    EXPECT_EQ(decoded_no_value(doing("kill -SEGV $$")).reason,
              "the process was ended by signal 11 (Segmentation fault)");
    EXPECT_EQ(decoded_no_value(doing("exec >&-; read -r line")).reason, "the process closed its standard output");
}

TEST_F(ProcessLibraryTest, a_death_has_last_words) {
    EXPECT_EQ(decoded_no_value(doing("echo 'out of luck' >&2; exit 1")).reason,
              "the process ended with status 1; its last words: \"out of luck\" (string)");
    EXPECT_EQ(decoded_no_value(doing(R"(printf '\377' >&2; exit 1)")).reason,
              "the process ended with status 1; its last words: \"bytes that are no UTF-8\" (string)");
    const std::string long_reason = decoded_no_value(doing("printf '%0500d' 7 >&2; exit 1")).reason;
    EXPECT_TRUE(long_reason.contains("\"" + std::string(297, '0')));
    EXPECT_FALSE(long_reason.contains(std::string(301, '0')));
}

TEST_F(ProcessLibraryTest, a_command_that_is_not_there_died) {
    const NoValue found = decoded_no_value(ProcessOptions{"/no/such/adapter"});
    EXPECT_EQ(found.kind, NoValueKind::died);
    EXPECT_TRUE(found.reason.starts_with("the process ended with status 127; its last words: ")) << found.reason;
}

TEST_F(ProcessLibraryTest, a_process_that_traps_is_replaced) {
    ProcessLibrary library(doing(R"(echo '{"id":2,"trapped":"unreachable"}'; read -r line)"));
    EXPECT_EQ(decoded_no_value(library), (NoValue{NoValueKind::trapped, "unreachable"}));
    EXPECT_TRUE(library.describe().has_value());
    EXPECT_EQ(library.starts(), 2u);
}

TEST_F(ProcessLibraryTest, a_process_that_says_nothing_is_too_slow) {
    ProcessOptions options = doing("sleep 600");
    options.limits.deadline = milliseconds(150);
    const auto before = steady_clock::now();
    EXPECT_EQ(decoded_no_value(options), (NoValue{NoValueKind::too_slow, "there was no answer before the deadline"}));
    const auto took = steady_clock::now() - before;
    EXPECT_GE(took, milliseconds(150));
    EXPECT_LT(took, milliseconds(5000));
}

TEST_F(ProcessLibraryTest, the_first_answer_has_a_deadline_of_its_own) {
    ProcessOptions options{"sleep 600"};
    options.limits.start_deadline = milliseconds(50);
    EXPECT_EQ(decoded_no_value(options).kind, NoValueKind::too_slow);

    options.command = "sleep 0.3\n" + saying(R"({"bytes":"QUI="})").command;
    options.limits = {.deadline = milliseconds(200)};
    ProcessLibrary library(options);
    EXPECT_TRUE(library.describe().has_value());
}

TEST_F(ProcessLibraryTest, writing_without_end_is_no_way_past_the_deadline) {
    ProcessOptions options = doing("while :; do echo nonsense >&2; done");
    options.limits.deadline = milliseconds(200);
    EXPECT_EQ(decoded_no_value(options).kind, NoValueKind::too_slow);
}

TEST_F(ProcessLibraryTest, a_line_may_be_as_long_as_its_limit) {
    const std::string answer = R"({"id":2,"ok":{"bytes":"QUI="}})";
    ProcessOptions options = saying(R"({"bytes":"QUI="})");
    options.command = adapter("ask; printf '%s' '" + answer + "'; sleep 0.1; echo; ask");
    options.limits.line_bytes = 400;  // what the adapter answers to start is shorter
    EXPECT_TRUE(ProcessLibrary(options).decode_base64("", now).has_value());
    options.command = adapter("ask; printf '%0400d\\n' 7; ask");
    EXPECT_EQ(decoded_no_value(options).kind, NoValueKind::malformed);
    options.command = adapter("ask; printf '%0401d\\n' 7; ask");
    EXPECT_EQ(decoded_no_value(options), (NoValue{NoValueKind::too_large, "the answer is longer than 400 bytes"}));
    options.command = adapter("ask; while :; do printf aaaaaaaaaaaaaaaaaaaa; done");
    EXPECT_EQ(decoded_no_value(options).kind, NoValueKind::too_large);
}

TEST_F(ProcessLibraryTest, memory_is_limited_while_it_waits) {
    ProcessOptions options = doing("x=$(head -c 60000000 /dev/zero | tr '\\0' a); sleep 600");
    options.limits.memory_bytes = std::size_t{40} << 20;
    const NoValue found = decoded_no_value(options);
    EXPECT_EQ(found.kind, NoValueKind::too_large);
    EXPECT_TRUE(found.reason.starts_with("the process used ") && found.reason.ends_with(" MiB of memory, more than 40"))
        << found.reason;
}

TEST_F(ProcessLibraryTest, memory_is_limited_when_it_answers_and_that_of_its_children_counts) {
    ProcessOptions options = doing("sh -c 'x=$(head -c 60000000 /dev/zero | tr \"\\0\" a); echo >" + path("ready") +
                                   "; sleep 600' & while [ ! -e " + path("ready") + " ]; do sleep 0.01; done; " +
                                   std::string(right_answer) + "; read -r line");
    options.limits.memory_bytes = std::size_t{40} << 20;
    EXPECT_EQ(decoded_no_value(options).kind, NoValueKind::too_large);
}

TEST_F(ProcessLibraryTest, an_answer_is_one_line_that_was_asked_for) {
    EXPECT_EQ(decoded_no_value(doing(R"(printf '{"id":2,"ok":{"bytes":""}}\nmore\n'; read -r line)")),
              (NoValue{NoValueKind::malformed, "the process wrote more than one line for one question"}));
    EXPECT_EQ(decoded_no_value(doing("printf '{\"id\":2,\"ok\":{\"bytes\":\"\"}}\\nmore'; read -r line")).kind,
              NoValueKind::malformed);
    EXPECT_EQ(decoded_no_value(doing("echo '{\"id\":3,\"ok\":{\"bytes\":\"\"}}'; read -r line")).kind,
              NoValueKind::malformed);
    EXPECT_EQ(decoded_no_value(doing("echo '{\"id\":2,\"ok\":{\"text\":\"\"}}'; read -r line")),
              (NoValue{NoValueKind::malformed, "the answer lacks bytes"}));
    EXPECT_EQ(decoded_no_value(ProcessOptions{"read -r line; echo '{\"id\":1,\"ok\":{}}'; read -r line"}),
              (NoValue{NoValueKind::malformed, "the answer lacks name"}));
}

TEST_F(ProcessLibraryTest, words_before_the_question_are_malformed) {
    ProcessLibrary library({adapter("while [ ! -e " + path("started") + " ]; do sleep 0.01; done; echo hello; echo >" +
                                    path("ready") + "; ask")});
    EXPECT_TRUE(library.describe().has_value());
    std::ofstream(path("started")) << "yes";
    while (!std::filesystem::exists(path("ready"))) std::this_thread::sleep_for(milliseconds(1));
    EXPECT_EQ(decoded_no_value(library),
              (NoValue{NoValueKind::malformed, "the process wrote to standard output without being asked"}));
}

TEST_F(ProcessLibraryTest, a_failure_is_followed_by_a_new_process) {
    ProcessLibrary library(doing("exit 1"));
    decoded_no_value(library);
    EXPECT_EQ(library.starts(), 1u);
    decoded_no_value(library);
    EXPECT_EQ(library.starts(), 2u);
}

TEST_F(ProcessLibraryTest, a_process_is_replaced_after_so_many_answers) {
    ProcessOptions options{adapter(R"(ask; echo '{"id":2,"refused":""}'; ask; echo '{"id":3,"refused":""}'; ask)")};
    options.answers_per_process = 2;
    ProcessLibrary library(options);
    for (int question = 0; question < 4; ++question) EXPECT_EQ(decoded_no_value(library).kind, NoValueKind::refused);
    EXPECT_EQ(library.starts(), 2u);
    EXPECT_EQ(decoded_no_value(library).kind, NoValueKind::refused);
    EXPECT_EQ(library.starts(), 3u);
}

TEST_F(ProcessLibraryTest, the_end_is_announced) {
    {
        EXPECT_TRUE(ProcessLibrary(saying(R"({"bytes":"QUI="})")).decode_base64("QUI", now).has_value());
    }
    EXPECT_TRUE(written("asked").ends_with("\n{\"id\":3,\"op\":\"stop\"}\n"));
}

TEST_F(ProcessLibraryTest, ends_what_it_started_with_all_its_children) {
    const ProcessOptions options =
        doing("sleep 600 & echo $! >" + path("child") + "; " + std::string(right_answer) + "; sleep 600");
    {
        EXPECT_TRUE(ProcessLibrary(options).decode_base64("QUI", now).has_value());
    }
    const pid_t child = std::stoi(written("child"));
    const std::string state = "/proc/" + std::to_string(child) + "/stat";
    for (int look = 0; look < 1000 && kill(child, 0) == 0; ++look) {
        std::ifstream stat(state);  // one that nobody waits for stays as a zombie
        if (std::string text; std::getline(stat, text) && text.contains(") Z ")) break;
        std::this_thread::sleep_for(milliseconds(2));
        ASSERT_LT(look, 999);
    }
}

TEST_F(ProcessLibraryTest, survives_a_process_that_stops_listening) {
    ProcessLibrary library({adapter("exec <&-; sleep 0.1; exit 5")});
    EXPECT_EQ(decoded_no_value(library, std::string(3'000'000, 'a')).reason, "the process ended with status 5");
    ProcessLibrary deaf({"exec <&-; sleep 0.1; exit 5"});
    EXPECT_EQ(decoded_no_value(deaf).kind, NoValueKind::died);
}

TEST_F(ProcessLibraryTest, long_questions_answers_and_laments_don_t_wait_for_each_other) {
    ProcessLibrary library(
        doing("head -c 2000000 /dev/zero >&2; printf '{\"id\":2,\"ok\":{\"bytes\":\"'; "
              "head -c 400000 /dev/zero | tr '\\0' A; echo '\"}}'; read -r line"));
    const auto bytes = library.decode_base64(std::string(400'000, 'a'), now);
    ASSERT_TRUE(bytes.has_value()) << bytes.error().reason;
    EXPECT_EQ(bytes->size(), 300'000u);
}

TEST(ProcessLimits, are_those_of_the_manual) {
    const ProcessLimits limits;
    EXPECT_EQ(limits.deadline, std::chrono::seconds(10));
    EXPECT_EQ(limits.start_deadline, std::chrono::seconds(30));
    EXPECT_EQ(limits.memory_bytes, std::size_t{1} << 30);
    EXPECT_EQ(limits.line_bytes, std::size_t{64} << 20);
    EXPECT_EQ(ProcessOptions().answers_per_process, 500u);
}

TEST(ChildProcess, keeps_the_end_of_what_it_complains) {
    auto process = *ChildProcess::start("head -c 5000 /dev/zero | tr '\\0' a >&2; printf end >&2; exit 1");
    EXPECT_FALSE(process.ask("", milliseconds(5000), {}).has_value());
    EXPECT_EQ(process.last_words().size(), 4096u);
    EXPECT_TRUE(process.last_words().ends_with("aend"));
}

TEST(ChildProcess, blocks_and_ignores_no_signal_that_is_blocked_or_ignored_here) {
    sigset_t pipe, before;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, &before);
    const auto handler = signal(SIGPIPE, SIG_IGN);
    auto process =
        *ChildProcess::start("read -r line; grep -e SigBlk -e SigIgn /proc/self/status | tr '\\n\\t' '  '; echo");
    const std::string masks = process.ask("", milliseconds(5000), {}).value();
    EXPECT_TRUE(masks.starts_with("SigBlk: 0000000000000000 SigIgn: ")) << masks;
    EXPECT_TRUE(masks.ends_with("0000 ")) << masks;  // of the signals 1 to 16; the C library ignores two for itself
    signal(SIGPIPE, handler);
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

TEST_F(ProcessLibraryTest, has_time_to_end_by_itself) {
    {
        auto process = *ChildProcess::start("read -r line; sleep 0.1; echo >" + path("ended"));
        process.tell("end");
    }
    EXPECT_TRUE(std::filesystem::exists(path("ended")));
}

TEST_F(ProcessLibraryTest, has_no_time_to_stay) {
    const auto before = steady_clock::now();
    {
        auto process = *ChildProcess::start("sleep 600");
    }
    const auto took = steady_clock::now() - before;
    EXPECT_GE(took, milliseconds(500));
    EXPECT_LT(took, milliseconds(3000));
}

}  // namespace
}  // namespace keyturn
