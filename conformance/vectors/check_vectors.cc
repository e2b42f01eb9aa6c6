#include "conformance/vectors/check_vectors.h"

#include <algorithm>
#include <array>
#include <set>

#include "conformance/shown_text.h"
#include "conformance/vectors/section_checks.h"

namespace keyturn {
namespace {

enum class SectionShape {
    entries,        // an array
    named_entries,  // an object of entries by name
    single,         // an object that is the only entry
};

struct Section {
    std::string_view name;
    SectionShape shape;
    section_checks::Check* check;
};

using enum SectionShape;
namespace checks = section_checks;

constexpr Section sections[] = {
    {"keys", named_entries, checks::keys},
    {"signing_keys", entries, checks::signing_keys},
    {"ecdsa", entries, checks::ecdsa},
    {"binding", entries, checks::binding},
    {"ecies", entries, checks::ecies},
    {"member_add", entries, checks::member_add},
    {"key_change", entries, checks::key_change},
    {"key_change_plain", single, checks::key_change_plain},
    {"other", entries, checks::other},
    {"message_create", single, checks::message_create},
    {"secretbox", entries, checks::secretbox},
    {"secretstream", entries, checks::secretstream},
    {"request_capture", single, checks::request_capture},
    {"negative_events", entries, checks::negative_events},
};

constexpr auto names_of_sections = [] {
    std::array<std::string_view, std::size(sections)> names;
    for (std::size_t i = 0; i < names.size(); ++i) names[i] = sections[i].name;
    return names;
}();

constexpr std::string_view remark = "about";  // a sentence for people

// The name of a member that stands twice in an object, at any depth.
std::optional<std::string> doubled_name(const JsonValue& value) {
    std::set<std::string_view> seen;
    for (const JsonMember& member : value.members) {
        if (!seen.insert(member.key).second) return member.key;
        if (auto below = doubled_name(member.value)) return below;
    }
    for (const JsonValue& element : value.elements)
        if (auto below = doubled_name(element)) return below;
    return std::nullopt;
}

std::string label(std::string_view name) {
    const std::string shown = shown_bytes(name);
    const bool is_plain = shown.size() == name.size() + 2 && shown.substr(1, name.size()) == name;
    return is_plain ? std::string(name) : shown;
}

// Checks the entries of one section into the report.
class SectionRun {
  public:
    SectionRun(const Section& section, const VectorFacts& facts, VectorReport& report)
        : section_(section), facts_(facts), report_(report) {
        result_.name = section.name;
    }

    VectorSectionResult run(const JsonValue& value) {
        const bool is_list = section_.shape == entries;
        if (!value.is(is_list ? JsonKind::array : JsonKind::object))
            count("", {{"", is_list ? "an array of entries" : "an object", shown(&value)}});
        else if (section_.shape == single)
            check_single(value);
        else
            is_list ? check_list(value) : check_named(value);
        return result_;
    }

  private:
    void check_single(const JsonValue& value) {
        if (!value.members.empty()) count("", failures_of(value, ""));
    }

    void check_named(const JsonValue& value) {
        for (const JsonMember& member : value.members) count(label(member.key), failures_of(member.value, member.key));
    }

    void check_list(const JsonValue& value) {
        std::set<std::string_view> names;
        for (std::size_t i = 0; i < value.elements.size(); ++i) {
            const JsonValue& entry = value.elements[i];
            const JsonValue* name = entry.find("name");
            const bool is_named = name && name->is(JsonKind::string);
            FieldFailures failures = failures_of(entry, "");
            if (is_named && !names.insert(name->text).second)
                failures.push_back({"name", "a name of its own", "one that an entry before has"});
            count(is_named ? label(name->text) : "#" + std::to_string(i), failures);
        }
    }

    FieldFailures failures_of(const JsonValue& value, const std::string& name) const {
        if (!value.is(JsonKind::object)) return {{"", "an object", shown(&value)}};
        if (const auto doubled = doubled_name(value)) return {{*doubled, "one field of this name", "two"}};
        FieldFailures failures;
        VectorEntry entry(value, name, failures);
        section_.check(entry, facts_);
        return failures;
    }

    void count(const std::string& entry, const FieldFailures& failures) {
        ++result_.entries;
        if (failures.empty()) return;
        ++result_.failed;
        for (const FieldFailure& failure : failures)
            if (report_.failures.size() < VectorReport::most_failures)
                report_.failures.push_back(
                    {result_.name, entry, label(failure.field), failure.expected, failure.actual});
            else
                ++report_.failures_left_out;
    }

    const Section& section_;
    const VectorFacts& facts_;
    VectorReport& report_;
    VectorSectionResult result_;
};

bool is_known(std::string_view name) {
    return name == remark || std::ranges::find(sections, name, &Section::name) != std::end(sections);
}

std::vector<std::string> unknown_sections(const JsonValue& file) {
    std::vector<std::string> unknown;
    for (const JsonMember& member : file.members)
        if (!is_known(member.key)) unknown.push_back(label(member.key));
    return unknown;
}

std::optional<std::string> doubled_section(const JsonValue& file) {
    std::set<std::string_view> seen;
    for (const JsonMember& member : file.members)
        if (!seen.insert(member.key).second) return label(member.key);
    return std::nullopt;
}

}  // namespace

std::size_t VectorReport::entries() const {
    std::size_t sum = 0;
    for (const VectorSectionResult& section : sections) sum += section.entries;
    return sum;
}

std::size_t VectorReport::failed() const {
    std::size_t sum = 0;
    for (const VectorSectionResult& section : sections) sum += section.failed;
    return sum;
}

std::span<const std::string_view> vector_sections() { return names_of_sections; }

Result<VectorReport> check_vectors(const JsonValue& file) {
    if (!file.is(JsonKind::object)) return refuse("a file of vectors is an object of sections", file.offset);
    if (const auto doubled = doubled_section(file)) return refuse("the section " + *doubled + " stands there twice");
    const VectorFacts facts = VectorFacts::read(file);
    VectorReport report;
    report.unknown_sections = unknown_sections(file);
    for (const Section& section : sections) {
        const JsonValue* value = file.find(section.name);
        const bool is_absent = !value || value->is(JsonKind::null);
        report.sections.push_back(is_absent ? VectorSectionResult{std::string(section.name)}
                                            : SectionRun(section, facts, report).run(*value));
    }
    return report;
}

}  // namespace keyturn
