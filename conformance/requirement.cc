#include "conformance/requirement.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "conformance/file_format.h"
#include "protocol/object_reader.h"

namespace keyturn {
namespace {

constexpr std::string_view levels[] = {"MUST", "SHOULD", "MAY"};
constexpr std::string_view keepers[] = {"server", "library", "recipient"};
constexpr std::string_view prefixes[] = {"AM-REQ-", "AM-SIG-", "AM-ROT-", "AM-KEY-", "AM-RSP-", "AM-HTTP-", "AM-SEC-"};

// By profile: the sources from the most to the least believed.
constexpr std::size_t source_count = 5;
constexpr std::array<std::string_view, source_count> believed[] = {
    {"documented", "openapi", "guide", "sdk", "policy"},
    {"openapi", "documented", "guide", "sdk", "policy"},
    {"guide", "sdk", "openapi", "documented", "policy"},
};

template <class Names>
std::optional<std::size_t> place_in(const Names& names, std::string_view name) {
    const auto found = std::ranges::find(names, name);
    if (found == std::end(names)) return std::nullopt;
    return static_cast<std::size_t>(found - std::begin(names));
}

bool is_requirement_id(std::string_view id) {
    return std::ranges::any_of(prefixes, [id](std::string_view prefix) {
        const std::string_view number = id.substr(std::min(id.size(), prefix.size()));
        return id.starts_with(prefix) && number.size() == 3 &&
               number.find_first_not_of("0123456789") == std::string_view::npos;
    });
}

// The place of a required text among the names it may be; 0 after a problem.
template <class Names>
std::size_t read_choice(ObjectReader& object, std::string_view key, const Names& names) {
    const JsonValue* found = object.value(key);
    const std::string text = object.text(key);
    const auto place = place_in(names, text);
    if (!place && found && found->is(JsonKind::string))
        object.complain(key, one_of({std::begin(names), std::end(names)}), found);
    return place.value_or(0);
}

bool is_must_whatever_the_source(std::string_view id) { return id.starts_with("AM-SEC-") || id == "AM-ROT-020"; }

void check_level(ObjectReader& object, const Requirement& requirement) {
    const bool always_must = is_must_whatever_the_source(requirement.id);
    if (always_must && requirement.level != Level::must) object.complain("level", "MUST", object.value("level"));
    if (!always_must && requirement.source == "policy" && requirement.level != Level::should)
        object.complain("level", "SHOULD, for the source is policy", object.value("level"));
}

Requirement read_requirement(const JsonValue& value, const std::string& pointer, Problems& problems) {
    ObjectReader object(value, pointer, problems);
    Requirement requirement;
    requirement.id = object.text("id");
    const JsonValue* id = object.value("id");
    if (id && id->is(JsonKind::string) && !is_requirement_id(requirement.id))
        object.complain("id", "an id such as AM-SIG-003", id);
    requirement.level = static_cast<Level>(read_choice(object, "level", levels));
    requirement.keeper = static_cast<Keeper>(read_choice(object, "keeper", keepers));
    requirement.source = believed[0][read_choice(object, "source", believed[0])];
    requirement.text = nonempty_text(object, "text");
    requirement.conflict = object.optional_text("conflict");
    requirement.replaced_by = object.optional_text("replaced_by");
    check_level(object, requirement);
    object.finish();
    return requirement;
}

std::string quoted(const std::string& text) {
    const JsonValue value = json_string(text);
    return shown(&value);
}

class ReferenceCheck {
  public:
    ReferenceCheck(const Requirements& catalogue, Problems& problems) : catalogue_(catalogue), problems_(problems) {}

    void run() {
        std::set<std::string_view> seen;
        for (std::size_t i = 0; i < catalogue_.all().size(); ++i) {
            pointer_ = fmt::format("/requirements/{}", i);
            const Requirement& requirement = catalogue_.all()[i];
            if (!seen.insert(requirement.id).second) complain("id", "each id once", quoted(requirement.id) + " again");
            check_conflict(requirement);
            if (requirement.replaced_by) check_other(requirement, "replaced_by", *requirement.replaced_by);
        }
    }

  private:
    void check_conflict(const Requirement& requirement) {
        if (!requirement.conflict || !check_other(requirement, "conflict", *requirement.conflict)) return;
        const Requirement& other = *catalogue_.find(*requirement.conflict);
        if (other.conflict != requirement.id)
            complain("conflict", "a requirement that names this one as its conflict", quoted(other.id));
        if (other.source == requirement.source)
            complain("conflict", "a requirement from another source",
                     fmt::format("{} of {}", quoted(other.id), other.source));
    }

    bool check_other(const Requirement& requirement, std::string_view key, const std::string& other) {
        const bool exists = other != requirement.id && catalogue_.find(other);
        if (!exists) complain(key, "the id of another requirement", quoted(other));
        return exists;
    }

    void complain(std::string_view key, std::string expected, std::string actual) {
        problems_.push_back({"", pointer_to(pointer_, key), std::move(expected), std::move(actual)});
    }

    const Requirements& catalogue_;
    Problems& problems_;
    std::string pointer_;
};

}  // namespace

std::string_view name_of(Level level) { return levels[static_cast<std::size_t>(level)]; }

std::string_view name_of(Keeper keeper) { return keepers[static_cast<std::size_t>(keeper)]; }

std::expected<Requirements, Problems> Requirements::read(const JsonValue& document) {
    Requirements catalogue;
    Problems problems;
    ObjectReader object(document, "", problems);
    require_schema(object);
    object.required_value("requirements");
    for (const JsonValue& value : object.elements("requirements"))
        catalogue.all_.push_back(read_requirement(value, pointer_to("/requirements", catalogue.all_.size()), problems));
    object.finish();
    ReferenceCheck(catalogue, problems).run();
    if (!problems.empty()) return std::unexpected(std::move(problems));
    return catalogue;
}

const Requirement* Requirements::find(std::string_view id) const {
    const auto found = std::ranges::find(all_, id, &Requirement::id);
    return found == all_.end() ? nullptr : &*found;
}

bool Requirements::applies(const Requirement& requirement, Profile profile) const {
    if (requirement.replaced_by) return false;
    if (!requirement.conflict) return true;
    const auto& order = believed[static_cast<std::size_t>(profile)];
    return place_in(order, requirement.source) < place_in(order, find(*requirement.conflict)->source);
}

}  // namespace keyturn
