// Judges one answer: by what its case expects, by what every answer is held to, by what must not come back
// (design, section 4, verdicts; AM-RSP, AM-HTTP, AM-SEC).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "conformance/content_coding.h"
#include "conformance/exchange.h"
#include "conformance/journal.h"
#include "conformance/leaks.h"
#include "conformance/matcher.h"
#include "conformance/placeholders.h"
#include "conformance/redaction.h"

namespace keyturn {

// The answers to the exchanges of one case, which must outlive it.
class AnswerJudge {
  public:
    // `secrets`: those of the case, which stand in no difference: answers are compared with placeholders in their
    // place.
    explicit AnswerJudge(const Case& test, const Secrets& secrets = {});

    // What the answer to an exchange breaks, whether a run asks for it or not. `request` is what was sent. Call it in
    // the order of the exchanges: what one answer gives the next is compared with. A 501 says that there is nothing to
    // judge: of it only secrets are told.
    std::vector<Breach> judge(std::size_t exchange, const HttpRequest& request, const HttpResponse& answer,
                              const std::vector<Confidential>& confidential, std::uint64_t now_msec);

    // What the statuses of exchanges that were sent at once break together.
    std::vector<Breach> judge_outcome(const ParallelExchanges& parallel, const std::vector<int>& statuses) const;

    const Captures& captures() const { return captures_; }

  private:
    std::vector<Breach> faults(std::size_t exchange, const HttpRequest& request, const HttpResponse& answer,
                               std::uint64_t now_msec);
    void append_faults_of_any(std::vector<Breach>& breaches, std::size_t exchange, const HttpRequest& request,
                              const HttpResponse& answer, const CodingFindings& coding) const;
    bool is_answer_of_before(const Exchange& asked, const HttpRequest& request, const HttpResponse& answer) const;
    Difference answer_of_before() const;

    struct Answered {
        std::size_t exchange;
        HttpRequest request;
        HttpResponse answer;
        bool is_as_expected;
    };

    HttpResponse without_secrets(const HttpResponse& answer);

    const Case& test_;
    std::optional<Redactor> redactor_;  // of a case with secrets
    Captures captures_;
    std::optional<Answered> before_;
};

}  // namespace keyturn
