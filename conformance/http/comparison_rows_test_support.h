// The kinds of differences as data: an expected response, the bytes that come instead, and what is told of them.
#pragma once

#include <string>
#include <vector>

namespace keyturn {

struct ComparisonExchange {
    std::string expected;  // `response` of a case
    std::string wire;      // the bytes that the server sends; then it closes
    std::string method = "POST";
};

struct ComparisonRow {
    std::string kind;  // as the manual has it
    std::vector<ComparisonExchange> exchanges;
    std::string verdict;             // "nonconformant AM-RSP-001 AM-HTTP-007": the verdict and what it cites
    std::vector<std::string> lines;  // of the report between the requirements and the command

    std::string text_of_lines() const {
        std::string text;
        for (const std::string& line : lines) text += "  " + line + "\n";
        return text;
    }
};

const std::vector<ComparisonRow>& noticed_rows();
const std::vector<ComparisonRow>& quiet_rows();

// The users of every row's case as JSON: 1111, whose token is sent, and 2222; and what of them is secret.
std::string comparison_users();
std::vector<std::string> comparison_secrets();

}  // namespace keyturn
