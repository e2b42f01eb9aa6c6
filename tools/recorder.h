// Writes exchanges to a folder of cases as they come, from any thread: for commands that record and import.
#pragma once

#include <cstddef>
#include <expected>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "conformance/interchange/case_folder.h"
#include "conformance/interchange/recording.h"

namespace keyturn {

class Recorder {
  public:
    // `secret_variables`: environment variables whose values are secrets (--secret-env). The error is a sentence.
    static std::expected<std::unique_ptr<Recorder>, std::string> open(const std::string& folder,
                                                                      const std::vector<std::string>& secret_variables);

    // A value that is a secret from now on.
    void name_secret(const std::string& name, const std::string& value, const std::string& what) {
        redactor_.name(name, value, what);
    }

    // Says on standard error what was written, or why nothing was.
    void record(const RecordedExchange& exchange);
    void miss(const std::string& what);

    std::size_t recorded() const { return recorded_; }
    std::size_t missed() const { return missed_; }

    // What a replay needs to know: the secrets that were taken out, by name, and the command.
    std::string how_to_replay() const;

  private:
    Recorder(CaseFolder folder, std::string path);

    std::string path_;
    CaseFolder folder_;
    Redactor redactor_;
    std::mutex mutex_;
    std::size_t recorded_ = 0, missed_ = 0;
    std::map<std::string, std::string, std::less<>> secrets_;  // what each is, by name
};

}  // namespace keyturn
