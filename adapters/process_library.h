// A library behind a process in any language, asked by one JSON object a line (design, section 4; docs/adapters.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "adapters/adapter_question.h"
#include "adapters/child_process.h"
#include "adapters/library.h"

namespace keyturn {

struct ProcessOptions {
    std::string command;  // run by /bin/sh -c
    ProcessLimits limits = {};
    // A process is replaced after so many answers, so that a slow leak of an adapter is not the fault of one input.
    std::size_t answers_per_process = 500;
};

// Starts the process at the first question, and again for the question after a failure: died, trapped, too slow, too
// large, malformed. A failure to start is the answer to the question. Texts given to it must be UTF-8. Not for several
// threads at once.
class ProcessLibrary : public Library {
  public:
    explicit ProcessLibrary(ProcessOptions options);
    ~ProcessLibrary() override;

    // Of the process that runs, and all that it started: begins anew when another one is started.
    std::chrono::nanoseconds processor_time() const override;

    Answer<LibraryDescription> describe() override;
    Answer<PreparedChange> prepare_add_members(const PrepareAddMembers&, const Surroundings&) override;
    Answer<std::string> signature_payload(const PayloadQuestion&, const Surroundings&) override;
    Answer<std::string> sign(const Bytes& private_key, const std::string& payload, const Surroundings&) override;
    Answer<bool> verify_event(const VerifyEvent&, const Surroundings&) override;
    Answer<OpenedKeys> open_change(const OpenChange&, const Surroundings&) override;
    Answer<Bytes> wrap_key(const Bytes& public_key, const Bytes& key, const Surroundings&) override;
    Answer<Bytes> unwrap_key(const Bytes& private_key, const Bytes& blob, const Surroundings&) override;
    Answer<Bytes> seal_text(const Bytes& key, const std::string& text, const Surroundings&) override;
    Answer<std::string> open_text(const Bytes& key, const Bytes& blob, const Surroundings&) override;
    Answer<Bytes> encode_detail(const JsonValue& detail, const Surroundings&) override;
    Answer<JsonValue> decode_detail(const Bytes& bytes, const Surroundings&) override;
    Answer<std::string> canonical_conversation_id(const std::string& id, const std::string& sender,
                                                  const Surroundings&) override;
    Answer<std::string> latest_key_version(const std::vector<std::string>& versions, const Surroundings&) override;
    Answer<Bytes> parse_public_key(const Bytes& bytes, const Surroundings&) override;
    Answer<Bytes> decode_base64(const std::string& text, const Surroundings&) override;

    std::size_t starts() const { return starts_; }  // how often a process was started so far

  private:
    // What an answer holds: `ok`, and the line that it was read from.
    struct Answered {
        JsonValue ok;
        std::string line;
    };

    Answer<void> make_sure_it_runs();
    Answer<LibraryDescription> start();
    void end();
    Answer<Answered> exchange(const JsonValue& question, std::uint64_t id, std::chrono::milliseconds deadline);
    // Asks, and reads what was answered by `read(Answered)`; what can't be read is a failure too.
    template <class Read>
    auto ask(std::string_view operation, Arguments arguments, const Surroundings& surroundings, Read read)
        -> decltype(read(std::declval<const Answered&>()));

    ProcessOptions options_;
    std::optional<ChildProcess> process_;
    std::optional<LibraryDescription> description_;
    std::uint64_t last_id_ = 0;  // to the process that runs; that of `start` is 1
    std::size_t answers_ = 0;    // of the process that runs
    std::size_t starts_ = 0;
};

}  // namespace keyturn
