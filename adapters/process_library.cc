#include "adapters/process_library.h"

#include <algorithm>

#include "adapters/adapter_answer.h"
#include "adapters/process_usage.h"

namespace keyturn {
namespace {

auto only_bytes(std::string_view name) {
    return [name](const auto& answered) { return read_only_bytes(answered.ok, name); };
}

auto only_text(std::string_view name) {
    return [name](const auto& answered) { return read_only_text(answered.ok, name); };
}

}  // namespace

ProcessLibrary::ProcessLibrary(ProcessOptions options) : options_(std::move(options)) {}

ProcessLibrary::~ProcessLibrary() { end(); }

std::chrono::nanoseconds ProcessLibrary::processor_time() const {
    return process_ ? processor_time_of_tree(process_->pid()) : std::chrono::nanoseconds(0);
}

void ProcessLibrary::end() {
    if (process_) process_->tell(to_json(bare_question(++last_id_, "stop")));
    process_.reset();
}

Answer<ProcessLibrary::Answered> ProcessLibrary::exchange(const JsonValue& question, std::uint64_t id,
                                                          std::chrono::milliseconds deadline) {
    auto line = process_->ask(to_json(question), deadline, options_.limits);
    if (!line) return std::unexpected(std::move(line.error()));
    auto ok = read_adapter_answer(*line, id);
    if (!ok) return std::unexpected(std::move(ok.error()));
    return Answered{std::move(*ok), std::move(*line)};
}

Answer<LibraryDescription> ProcessLibrary::start() {
    auto process = ChildProcess::start(options_.command);
    if (!process) return std::unexpected(std::move(process.error()));
    process_.emplace(std::move(*process));
    ++starts_;
    answers_ = 0;
    last_id_ = 1;
    const auto answered = exchange(bare_question(last_id_, "start"), last_id_, options_.limits.start_deadline);
    if (!answered) return std::unexpected(answered.error());
    return read_description(answered->ok);
}

Answer<void> ProcessLibrary::make_sure_it_runs() {
    if (process_ && answers_ >= options_.answers_per_process) end();
    if (process_) return {};
    auto description = start();
    if (!description) {
        process_.reset();
        return std::unexpected(std::move(description.error()));
    }
    description_ = std::move(*description);
    return {};
}

Answer<LibraryDescription> ProcessLibrary::describe() {
    if (auto running = make_sure_it_runs(); !running) return std::unexpected(std::move(running.error()));
    return *description_;
}

template <class Read>
auto ProcessLibrary::ask(std::string_view operation, Arguments arguments, const Surroundings& surroundings, Read read)
    -> decltype(read(std::declval<const Answered&>())) {
    if (auto running = make_sure_it_runs(); !running) return std::unexpected(std::move(running.error()));
    if (std::ranges::find(description_->ops, operation) == description_->ops.end())
        return std::unexpected(NoValue{NoValueKind::unimplemented, "the adapter does not name this operation"});
    const std::uint64_t id = ++last_id_;
    const auto answered =
        exchange(question(id, operation, surroundings, std::move(arguments)), id, options_.limits.deadline);
    auto value = answered ? read(*answered) : std::unexpected(answered.error());
    ++answers_;
    if (!value && value.error().is_failure()) process_.reset();
    return value;
}

Answer<PreparedChange> ProcessLibrary::prepare_add_members(const PrepareAddMembers& change,
                                                           const Surroundings& surroundings) {
    return ask("prepare_add_members", arguments_of(change), surroundings,
               [](const Answered& answered) { return read_prepared_change(answered.ok, answered.line); });
}

Answer<std::string> ProcessLibrary::signature_payload(const PayloadQuestion& asked, const Surroundings& surroundings) {
    return ask("signature_payload", arguments_of(asked), surroundings, only_text("payload"));
}

Answer<std::string> ProcessLibrary::sign(const Bytes& private_key, const std::string& payload,
                                         const Surroundings& surroundings) {
    return ask("sign", {{"private_key", json_bytes(private_key)}, {"payload", json_string(payload)}}, surroundings,
               only_text("signature"));
}

Answer<bool> ProcessLibrary::verify_event(const VerifyEvent& asked, const Surroundings& surroundings) {
    return ask("verify_event", arguments_of(asked), surroundings,
               [](const Answered& answered) { return read_only_boolean(answered.ok, "verified"); });
}

Answer<OpenedKeys> ProcessLibrary::open_change(const OpenChange& change, const Surroundings& surroundings) {
    return ask("open_change", arguments_of(change), surroundings,
               [](const Answered& answered) { return read_opened_keys(answered.ok); });
}

Answer<Bytes> ProcessLibrary::wrap_key(const Bytes& public_key, const Bytes& key, const Surroundings& surroundings) {
    return ask("wrap_key", {{"public_key", json_bytes(public_key)}, {"key", json_bytes(key)}}, surroundings,
               only_bytes("blob"));
}

Answer<Bytes> ProcessLibrary::unwrap_key(const Bytes& private_key, const Bytes& blob,
                                         const Surroundings& surroundings) {
    return ask("unwrap_key", {{"private_key", json_bytes(private_key)}, {"blob", json_bytes(blob)}}, surroundings,
               only_bytes("key"));
}

Answer<Bytes> ProcessLibrary::seal_text(const Bytes& key, const std::string& text, const Surroundings& surroundings) {
    return ask("seal_text", {{"key", json_bytes(key)}, {"text", json_string(text)}}, surroundings, only_bytes("blob"));
}

Answer<std::string> ProcessLibrary::open_text(const Bytes& key, const Bytes& blob, const Surroundings& surroundings) {
    return ask("open_text", {{"key", json_bytes(key)}, {"blob", json_bytes(blob)}}, surroundings, only_text("text"));
}

Answer<Bytes> ProcessLibrary::encode_detail(const JsonValue& detail, const Surroundings& surroundings) {
    return ask("encode_detail", {{"detail", detail}}, surroundings, only_bytes("bytes"));
}

Answer<JsonValue> ProcessLibrary::decode_detail(const Bytes& bytes, const Surroundings& surroundings) {
    return ask("decode_detail", {{"bytes", json_bytes(bytes)}}, surroundings,
               [](const Answered& answered) { return read_detail(answered.ok); });
}

// The question has an `id` already, so the conversation's stands under `conversation_id`.
Answer<std::string> ProcessLibrary::canonical_conversation_id(const std::string& id, const std::string& sender,
                                                              const Surroundings& surroundings) {
    return ask("canonical_conversation_id", {{"conversation_id", json_string(id)}, {"sender", json_string(sender)}},
               surroundings, only_text("id"));
}

Answer<std::string> ProcessLibrary::latest_key_version(const std::vector<std::string>& versions,
                                                       const Surroundings& surroundings) {
    return ask("latest_key_version", {{"versions", json_texts(versions)}}, surroundings, only_text("version"));
}

Answer<Bytes> ProcessLibrary::parse_public_key(const Bytes& bytes, const Surroundings& surroundings) {
    return ask("parse_public_key", {{"bytes", json_bytes(bytes)}}, surroundings, only_bytes("sec1"));
}

Answer<Bytes> ProcessLibrary::decode_base64(const std::string& text, const Surroundings& surroundings) {
    return ask("decode_base64", {{"text", json_string(text)}}, surroundings, only_bytes("bytes"));
}

}  // namespace keyturn
