#include "conformance/journal.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "conformance/file_format.h"
#include "protocol/object_reader.h"

namespace keyturn {
namespace {

JsonValue breach_to_json(const Breach& breach) {
    JsonValue object = json_object();
    object.set("requirement", json_string(breach.requirement));
    object.set("exchange", json_number(std::to_string(breach.exchange)));
    object.set("place", json_string(breach.difference.place));
    object.set("expected", json_string(breach.difference.expected));
    object.set("actual", json_string(breach.difference.actual));
    object.set("kind", json_string(std::string(name_of(breach.difference.kind))));
    return object;
}

// Of the kinds up to the last one that whose name stands there; the first of them after a problem.
template <class Kind>
Kind read_kind(ObjectReader& object, std::string_view key, Kind last) {
    const JsonValue* value = object.value(key);
    const std::string text = object.text(key);
    std::vector<std::string> names;
    for (int place = 0; place <= static_cast<int>(last); ++place) {
        names.emplace_back(name_of(static_cast<Kind>(place)));
        if (names.back() == text) return static_cast<Kind>(place);
    }
    if (value && value->is(JsonKind::string)) object.complain(key, one_of(names), value);
    return Kind{};
}

std::size_t read_exchange_index(ObjectReader& object) {
    object.required_value("exchange");
    const auto index = object.optional_integer("exchange");
    if (index && *index < 0) object.complain("exchange", "an integer from 0", object.value("exchange"));
    return static_cast<std::size_t>(std::max<std::int64_t>(index.value_or(0), 0));
}

Breach read_breach(const JsonValue& value, const std::string& pointer, Problems& problems) {
    ObjectReader object(value, pointer, problems);
    Breach breach;
    breach.requirement = object.text("requirement");
    breach.exchange = read_exchange_index(object);
    breach.difference.place = object.text("place");
    breach.difference.expected = object.text("expected");
    breach.difference.actual = object.text("actual");
    breach.difference.kind = read_kind(object, "kind", DifferenceKind::doubled);
    object.finish();
    return breach;
}

JsonValue names_to_json(const std::set<std::string>& names) {
    JsonValue array = json_array();
    for (const std::string& name : names) array.elements.push_back(json_string(name));
    return array;
}

std::set<std::string> read_names(ObjectReader& object, std::string_view key) {
    object.required_value(key);
    const auto names = object.texts(key);
    return {names.begin(), names.end()};
}

Exercised read_exercised(const JsonValue& value, Problems& problems) {
    ObjectReader object(value, "/exercised", problems);
    Exercised exercised;
    exercised.valid = read_names(object, "valid");
    exercised.broken = read_names(object, "broken");
    object.finish();
    return exercised;
}

std::string error_of(const std::string& path, int error) { return fmt::format("{}: {}", path, std::strerror(error)); }

}  // namespace

std::string_view name_of(VerdictKind kind) {
    constexpr std::string_view names[] = {"conformant",   "tolerated", "nonconformant", "unimplemented",
                                          "inconclusive", "not run",   "flaky"};
    return names[static_cast<std::size_t>(kind)];
}

std::string journal_line(const Verdict& verdict) {
    JsonValue requirements = json_array(), breaches = json_array();
    for (const std::string& id : verdict.requirements) requirements.elements.push_back(json_string(id));
    for (const Breach& breach : verdict.breaches) breaches.elements.push_back(breach_to_json(breach));
    JsonValue line = json_object();
    line.set("schema", json_number("1"));
    line.set("case", json_string(verdict.case_id));
    line.set("verdict", json_string(std::string(name_of(verdict.kind))));
    line.set("requirements", std::move(requirements));
    line.set("reason", json_string(verdict.reason));
    line.set("set_up_failed", json_bool(verdict.set_up_failed));
    line.set("breaches", std::move(breaches));
    line.set("repeat", json_string(verdict.repeat));
    if (!verdict.exercised.empty())
        line.set("exercised", json_object({{"valid", names_to_json(verdict.exercised.valid)},
                                           {"broken", names_to_json(verdict.exercised.broken)}}));
    return to_json(line);
}

std::expected<Verdict, Problems> read_journal_line(const JsonValue& line) {
    Problems problems;
    ObjectReader object(line, "", problems);
    Verdict verdict;
    require_schema(object);
    verdict.case_id = object.text("case");
    verdict.kind = read_kind(object, "verdict", VerdictKind::flaky);
    object.required_value("requirements");
    verdict.requirements = object.texts("requirements");
    verdict.reason = object.text("reason");
    object.required_value("set_up_failed");
    verdict.set_up_failed = object.optional_boolean("set_up_failed").value_or(false);
    object.required_value("breaches");
    for (const JsonValue& breach : object.elements("breaches"))
        verdict.breaches.push_back(read_breach(breach, pointer_to("/breaches", verdict.breaches.size()), problems));
    verdict.repeat = object.text("repeat");
    if (const JsonValue* exercised = object.value("exercised"))
        verdict.exercised = read_exercised(*exercised, problems);
    object.finish();
    if (!problems.empty()) return std::unexpected(std::move(problems));
    return verdict;
}

std::expected<Journal, std::string> Journal::create(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (descriptor < 0) return std::unexpected(error_of(path, errno));
    return Journal(descriptor, path);
}

Journal::Journal(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}

Journal::Journal(Journal&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)), length_(other.length_) {}

Journal& Journal::operator=(Journal&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    std::swap(path_, other.path_);
    std::swap(length_, other.length_);
    return *this;
}

Journal::~Journal() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

std::expected<void, std::string> Journal::append(const Verdict& verdict) {
    const std::string line = journal_line(verdict) + '\n';
    for (std::size_t written = 0; written < line.size();) {
        const ssize_t count = ::write(descriptor_, line.data() + written, line.size() - written);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return std::unexpected(give_up(errno));
        written += static_cast<std::size_t>(count);
    }
    length_ += static_cast<long long>(line.size());
    return {};
}

std::string Journal::give_up(int error) {
    std::string reason = error_of(path_, error);
    if (::ftruncate(descriptor_, length_) == 0) ::lseek(descriptor_, length_, SEEK_SET);
    return reason;
}

}  // namespace keyturn
