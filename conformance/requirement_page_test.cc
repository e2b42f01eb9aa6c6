#include "conformance/requirement_page.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "conformance/case_files.h"
#include "protocol/json_document.h"

namespace keyturn {
namespace {

Requirements catalogue_of(const std::string& entries) {
    return Requirements::read(parse_json(R"({"schema": 1, "requirements": [)" + entries + "]}").value()).value();
}

TEST(RequirementPage, EveryPrefixHasATableInWhichARequirementIsOneLine) {
    const std::string tables = requirement_tables_markdown(catalogue_of(
        R"({"id": "AM-SIG-001", "level": "MUST", "keeper": "library", "source": "sdk", "text": "r || s"},
           {"id": "AM-SEC-001", "level": "MUST", "keeper": "server", "source": "policy", "text": "secret"})"));
    const std::string head = "| id | level | keeper | source | text | conflict |\n|---|---|---|---|---|---|\n";
    EXPECT_EQ(tables, "\n## AM-REQ: the shape of requests\n\n" + head +
                          "\n## AM-SIG: signed actions, payloads and message ids\n\n" + head +
                          "| AM-SIG-001 | MUST | library | sdk | r \\|\\| s |  |\n"
                          "\n## AM-ROT: the key version, the roster and rights\n\n" +
                          head + "\n## AM-KEY: wrapped keys, sealed texts and encodings\n\n" + head +
                          "\n## AM-RSP: responses\n\n" + head + "\n## AM-HTTP: transport\n\n" + head +
                          "\n## AM-SEC: secrets\n\n" + head + "| AM-SEC-001 | MUST | server | policy | secret |  |\n");
}

TEST(RequirementPage, AConflictNamesTheOtherSideAndTheProfilesThatTakeThisOne) {
    const std::string tables = requirement_tables_markdown(catalogue_of(
        R"({"id": "AM-KEY-001", "level": "MUST", "keeper": "server", "source": "openapi", "text": "a", "conflict": "AM-KEY-002"},
           {"id": "AM-KEY-002", "level": "MAY", "keeper": "server", "source": "documented", "text": "b", "conflict": "AM-KEY-001"},
           {"id": "AM-KEY-003", "level": "MUST", "keeper": "server", "source": "openapi", "text": "c", "replaced_by": "AM-KEY-001"},
           {"id": "AM-KEY-004", "level": "MUST", "keeper": "server", "source": "guide", "text": "d", "conflict": "AM-KEY-005"},
           {"id": "AM-KEY-005", "level": "SHOULD", "keeper": "server", "source": "policy", "text": "e", "conflict": "AM-KEY-004"})"));
    EXPECT_TRUE(tables.contains("| a | AM-KEY-002; taken by openapi, guide |\n")) << tables;
    EXPECT_TRUE(tables.contains("| b | AM-KEY-001; taken by documented |\n")) << tables;
    EXPECT_TRUE(tables.contains("| c | replaced by AM-KEY-001 |\n")) << tables;
    EXPECT_TRUE(tables.contains("| e | AM-KEY-004; taken by no profile |\n")) << tables;
}

TEST(RequirementPage, TheTablesStandBetweenTheMarks) {
    EXPECT_EQ(with_requirement_tables("# A\n<!-- tables: begin -->old<!-- tables: end -->\nB\n", "new\n"),
              "# A\n<!-- tables: begin -->\nnew\n<!-- tables: end -->\nB\n");
    for (const char* page : {"", "<!-- tables: begin -->", "<!-- tables: end --><!-- tables: begin -->"})
        EXPECT_EQ(with_requirement_tables(page, "").error(),
                  "it has no marks <!-- tables: begin --> and <!-- tables: end -->")
            << page;
}

TEST(RequirementPage, TheManualShowsTheCatalogue) {
    std::ifstream file(KEYTURN_SOURCE_DIR "/docs/requirements.md");
    const std::string page{std::istreambuf_iterator<char>(file), {}};
    const auto catalogue = read_requirements_file(KEYTURN_SOURCE_DIR "/conformance/requirements.json");
    EXPECT_EQ(with_requirement_tables(page, requirement_tables_markdown(*catalogue)), page)
        << "keyturn requirements --page docs/requirements.md writes it again";
}

}  // namespace
}  // namespace keyturn
