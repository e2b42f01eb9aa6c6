#include "tools/conform_learn.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include "conformance/case_files.h"
#include "conformance/case_secrets.h"
#include "conformance/learning.h"
#include "conformance/response_contract.h"
#include "tools/exit_status.h"

namespace keyturn {
namespace {

namespace fs = std::filesystem;

struct Run {
    Verdict verdict;
    std::map<std::size_t, HttpResponse> answers;  // by exchange
};

struct LearnedCase {
    std::string id;
    std::string nothing_learned;            // why, as a sentence; "" when there are lessons
    std::map<std::size_t, Lesson> lessons;  // by exchange
    std::string file;                       // that was written; "" when none was

    std::size_t proposals() const {
        std::size_t count = 0;
        for (const auto& [index, lesson] : lessons) count += lesson.proposals.size();
        return count;
    }
};

Run run_once(const Case& test, ServerUnderTest subject, const ReplayPolicy& policy) {
    Run run;
    const Secrets secrets = secrets_for(test, subject.secrets);
    Redactor redactor = redactor_of(secrets);
    subject.answered = [&](std::size_t exchange, const HttpResponse& answer) {
        run.answers[exchange] = secrets.empty() ? answer : redactor.redacted(answer).message;
    };
    run.verdict = replay(test, subject, policy);
    return run;
}

bool gives_a_secret_away(const Verdict& verdict) {
    return std::ranges::any_of(verdict.requirements, [](const std::string& id) {
        return id == always::own_token || id == always::private_material;
    });
}

// Why the answers of a run can't be learned from; "" when they can.
std::string no_lesson_from(const Run& run) {
    if (run.answers.empty()) return run.verdict.reason.empty() ? "no answer came" : run.verdict.reason;
    // What is learned is written down, and a case file is no place for a secret.
    if (!run.verdict.breaches.empty() && gives_a_secret_away(run.verdict)) return "an answer holds a secret";
    return {};
}

const JsonValue& response_in(const JsonValue& document, const Exchange& exchange) {
    return *resolve(document, exchange.pointer + "/response");
}

LearnedCase learn_from(const Case& test, const JsonValue& document, const Run& first, const Run& second,
                       std::uint64_t now_msec) {
    LearnedCase learned{test.id, no_lesson_from(first), {}, {}};
    if (learned.nothing_learned.empty()) learned.nothing_learned = no_lesson_from(second);
    if (!learned.nothing_learned.empty()) return learned;
    for (const auto& [index, answer] : first.answers) {
        const auto again = second.answers.find(index);
        if (again == second.answers.end()) continue;
        const Exchange& exchange = test.exchanges[index];
        learned.lessons[index] =
            learn(response_in(document, exchange), exchange.response.matchers, answer, again->second, now_msec);
    }
    return learned;
}

JsonValue with_lessons(JsonValue document, const Case& test, const LearnedCase& learned) {
    for (const auto& [index, lesson] : learned.lessons)
        *resolve(document, test.exchanges[index].pointer + "/response") = lesson.response;
    return document;
}

std::expected<std::string, std::string> write_case(const std::string& out, const Case& test,
                                                   const JsonValue& document) {
    const fs::path path = fs::path(out) / "learned" / (test.id + ".json");
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    if (error) return std::unexpected(fmt::format("{}: {}", path.parent_path().string(), error.message()));
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << to_pretty_json(document) << '\n';
    if (!file.flush()) return std::unexpected(path.string() + ": can't be written");
    return path.string();
}

// ---- telling

void print_text(const LearnedCase& learned) {
    if (!learned.nothing_learned.empty()) {
        fmt::print("{}: nothing learned ({})\n", learned.id, learned.nothing_learned);
        return;
    }
    fmt::print("{}: {} proposed\n", learned.id, learned.proposals());
    for (const auto& [index, lesson] : learned.lessons) {
        if (!lesson.nothing_learned.empty())
            fmt::print("  exchange {}  nothing learned: {}\n", index + 1, lesson.nothing_learned);
        for (const ProposedMatcher& proposal : lesson.proposals)
            fmt::print("  exchange {}  {}  {}   {}, then {}\n", index + 1,
                       proposal.pointer.empty() ? "the whole body" : proposal.pointer, to_json(proposal.matcher),
                       proposal.first, proposal.second);
    }
}

JsonValue json_of(const LearnedCase& learned) {
    JsonValue proposals = json_array();
    std::string why = learned.nothing_learned;
    for (const auto& [index, lesson] : learned.lessons) {
        if (why.empty()) why = lesson.nothing_learned;
        for (const ProposedMatcher& proposal : lesson.proposals)
            proposals.elements.push_back(json_object({{"exchange", json_number(std::to_string(index + 1))},
                                                      {"pointer", json_string(proposal.pointer)},
                                                      {"matcher", proposal.matcher}}));
    }
    return json_object({{"id", json_string(learned.id)},
                        {"reason", json_string(std::move(why))},
                        {"file", json_string(learned.file)},
                        {"proposals", std::move(proposals)}});
}

std::string counted(std::size_t number, std::string_view thing) {
    return fmt::format("{} {}{}", number, thing, number == 1 ? "" : "s");
}

void print_ending(const std::vector<LearnedCase>& all, const LearnOptions& options) {
    std::size_t proposals = 0;
    for (const LearnedCase& learned : all) proposals += learned.proposals();
    const std::string next = options.out.empty() ? "--out DIR writes the cases with them"
                                                 : fmt::format("look at {} and put in place what you accept",
                                                               (fs::path(options.out) / "learned").string());
    fmt::print(options.json ? stderr : stdout, "{} proposed for {}; no case was changed: {}\n",
               counted(proposals, "matcher"), counted(all.size(), "case"), next);
}

void print_json(const std::vector<LearnedCase>& all) {
    JsonValue cases = json_array();
    for (const LearnedCase& learned : all) cases.elements.push_back(json_of(learned));
    fmt::print("{}\n", to_pretty_json(json_object({{"cases", std::move(cases)}})));
}

// Learns one case, and writes it when it should; the error is a sentence.
std::expected<LearnedCase, std::string> learn_case(const Case& test, const ServerUnderTest& subject,
                                                   const ReplayPolicy& policy, const LearnOptions& options) {
    const auto document = read_json_file(test.file);
    if (!document) return std::unexpected(to_string(document.error()));
    const Run first = run_once(test, subject, policy), second = run_once(test, subject, policy);
    LearnedCase learned = learn_from(test, *document, first, second, policy.now_msec());
    if (options.out.empty() || learned.lessons.empty()) return learned;
    const auto file = write_case(options.out, test, with_lessons(*document, test, learned));
    if (!file) return std::unexpected(file.error());
    learned.file = *file;
    return learned;
}

}  // namespace

int learn_all(const std::vector<Case>& cases, const ServerUnderTest& subject, const ReplayPolicy& policy,
              const LearnOptions& options) {
    std::vector<LearnedCase> all;
    for (const Case& test : cases) {
        if (options.interrupted()) break;
        auto learned = learn_case(test, subject, policy, options);
        if (!learned) {
            fmt::print(stderr, "keyturn conform: {}\n", learned.error());
            return exit_usage;
        }
        if (!options.json) print_text(*learned);
        all.push_back(std::move(*learned));
    }
    if (options.json) print_json(all);
    print_ending(all, options);
    const bool any = std::ranges::any_of(all, [](const LearnedCase& learned) { return !learned.lessons.empty(); });
    return any ? exit_conformant : exit_nothing_ran;
}

}  // namespace keyturn
