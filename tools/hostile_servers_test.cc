// Servers that do to keyturn what no server should: each case ends with the right verdict and says why, the next one is
// unharmed, and nothing that was sent acts on a terminal, a report or a CI job.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "conformance/journal.h"
#include "conformance/reports/markup.h"
#include "protocol/bytes.h"
#include "protocol/json_document.h"
#include "tools/command_test_support.h"
#include "tools/hostile_servers_test_support.h"

namespace keyturn {
namespace {

// ---- a run

class Folder {
  public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "keyturn-test-XXXXXX").string();
        path_ = mkdtemp(name.data());
        for (const char* id : {"hostile", "next"}) std::ofstream(fmt::format("{}/{}.json", path_, id)) << one_case;
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    const std::string& path() const { return path_; }

  private:
    static constexpr const char* one_case =
        R"({"schema": 1, "title": "t", "requirements": ["AM-RSP-001"], "exchanges": [
            {"request": {"method": "POST", "path": "/x", "body": {"json": {}}},
             "response": {"status": 200, "body": {"json": {"data": {"text": "right"}}}}}]})";

    std::string path_;
};

struct Seen {
    std::vector<Verdict> verdicts;
    std::map<std::string, std::string> outputs;  // by name
};

std::vector<Verdict> verdicts_in(const std::string& folder) {
    std::vector<Verdict> verdicts;
    std::ifstream journal(folder + "/journal.ndjson");
    for (std::string line; std::getline(journal, line);)
        verdicts.push_back(read_journal_line(parse_json(line).value()).value());
    return verdicts;
}

std::string content_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

Seen run_against(const HostileServer& hostile) {
    const Folder folder;
    const RawServer server({hostile.script, answer_rightly});
    const std::string deadline = hostile.ends_by_deadline ? "1" : "60";
    const std::string out = folder.path() + "/out";
    const CommandRun ran = run({"conform", "--cases", folder.path(), "--state", "none", "--endpoint", server.url(),
                                "--out", out, "--first-byte-timeout", deadline, "--timeout", deadline});
    Seen seen{verdicts_in(out),
              {{"text", ran.out}, {"errors", ran.err}, {"journal", content_of(out + "/journal.ndjson")}}};
    for (const char* form : {"html", "junit", "sarif", "markdown", "json", "annotations"})
        seen.outputs[form] = run({"report", out, "--as", form}).out;
    return seen;
}

std::string reason_of(const Verdict& verdict) {
    if (verdict.breaches.empty()) return verdict.reason;
    const Breach& first = verdict.breaches.front();
    return fmt::format("{} {}: {}", first.requirement, first.difference.place, first.difference.actual);
}

bool fits(const std::string& reason, std::string_view expected) {
    constexpr std::string_view ellipsis = "…";
    if (!expected.ends_with(ellipsis)) return reason == expected;
    return reason.starts_with(expected.substr(0, expected.size() - ellipsis.size()));
}

// ---- inert outputs

bool turns_text(char32_t c) {
    return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e || c == 0x200f || c == 0x61c;
}

bool is_control(char32_t c) { return (c < 0x20 && c != '\n') || (c >= 0x7f && c <= 0x9f); }

char32_t code_point_at(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(text[at + i])); };
    if (byte(0) < 0x80) return byte(0);
    if (byte(0) < 0xe0) return (byte(0) & 0x1f) << 6 | (byte(1) & 0x3f);
    return (byte(0) & 0x0f) << 12 | (byte(1) & 0x3f) << 6 | (byte(2) & 0x3f);  // nothing beyond is looked for
}

// The bytes that a terminal acts on; "" when there are none.
std::string acting_bytes(std::string_view text) {
    if (!is_utf8(text)) return "no UTF-8";
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        const bool begins = byte < 0x80 || (byte >= 0xc0 && byte < 0xf0);
        if (!begins) continue;
        const char32_t c = code_point_at(text, at);
        if (is_control(c) || turns_text(c)) return fmt::format("U+{:04x} at {}", static_cast<unsigned>(c), at);
    }
    return {};
}

bool has_workflow_command(const std::string& text) {
    std::size_t begin = 0;
    while (begin < text.size()) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string line = text.substr(begin, end - begin);
        if (line.substr(std::min(line.find_first_not_of(' '), line.size())).starts_with("::")) return true;
        if (line.contains("##[")) return true;
        begin = end + 1;
    }
    return false;
}

std::string markup_in(const std::string& text) {
    for (const char* markup : {"<script>alert", "<img src", "]]><failure", "text/<script>"})
        if (text.contains(markup)) return markup;
    return {};
}

// ---- tests

std::vector<HostileServer> all_hostile_servers() {
    std::vector<HostileServer> all;
    for (const HostileGroup& group : hostile_servers())
        all.insert(all.end(), group.servers.begin(), group.servers.end());
    return all;
}

class Hostile : public testing::TestWithParam<HostileServer> {};

TEST_P(Hostile, ends_with_its_verdict_and_reason_harms_no_other_case_and_acts_on_nothing) {
    const Seen seen = run_against(GetParam());
    ASSERT_EQ(seen.verdicts.size(), 2u);
    EXPECT_EQ(name_of(seen.verdicts[0].kind), GetParam().verdict);
    EXPECT_PRED2(fits, reason_of(seen.verdicts[0]), GetParam().reason);
    EXPECT_EQ(name_of(seen.verdicts[1].kind), "conformant") << reason_of(seen.verdicts[1]);
    for (const auto& [name, output] : seen.outputs) EXPECT_EQ(acting_bytes(output), "") << name << "\n" << output;
    for (const char* on_a_log : {"text", "errors", "json", "sarif"})
        EXPECT_FALSE(has_workflow_command(seen.outputs.at(on_a_log))) << on_a_log;
    for (const char* marked_up : {"html", "junit"})
        EXPECT_EQ(markup_in(seen.outputs.at(marked_up)), "") << seen.outputs.at(marked_up);
}

std::string name_in_letters(const std::string& behaviour) {
    std::string name;
    for (const char c : behaviour) name += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
    return name;
}

INSTANTIATE_TEST_SUITE_P(Servers, Hostile, testing::ValuesIn(all_hostile_servers()), [](const auto& server) {
    return std::to_string(server.index) + "_" + name_in_letters(server.param.behaviour);
});

// ---- the page

std::string in_a_cell(const std::string& text) {
    std::string cell;
    for (const char c : text) cell += c == '|' ? std::string("\\|") : std::string(1, c);
    return cell;
}

std::string tables_in_markdown() {
    std::string page;
    for (const HostileGroup& group : hostile_servers()) {
        page += fmt::format("\n## {}\n\n| the server | verdict | what is said |\n|---|---|---|\n", group.title);
        for (const HostileServer& server : group.servers)
            page += fmt::format("| {} | {} | {} |\n", in_a_cell(server.behaviour), server.verdict,
                                server.reason.empty() ? "" : in_a_cell(markdown_code(server.reason)));
    }
    return page;
}

TEST(HostileServersPage, shows_the_table) {
    const std::string page = content_of(KEYTURN_SOURCE_DIR "/docs/hostile-servers.md");
    const std::size_t begin = page.find("\n## ");
    EXPECT_EQ(page.substr(std::min(begin, page.size())), tables_in_markdown());
}

}  // namespace
}  // namespace keyturn
