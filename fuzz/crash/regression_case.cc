#include "fuzz/crash/regression_case.h"

#include <fmt/format.h>

#include "conformance/exchange.h"
#include "conformance/interchange/recording.h"
#include "fuzz/cast/scenes.h"
#include "fuzz/corpus/corpus_folder.h"
#include "fuzz/oracles/server_laws.h"

namespace keyturn::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t far_later_msec = std::uint64_t{1}
                                         << 53;  // a case is replayed by another clock than it was made
constexpr std::string_view requirement_of_an_accepted_add = "AM-ROT-021";

JsonValue text(std::string_view value) { return json_string(std::string(value)); }

std::string short_name(std::string_view target, std::string_view content) {
    constexpr std::size_t enough_of_a_hash = 12;
    return fmt::format("{}-{}", target, content_name(content).substr(0, enough_of_a_hash));
}

const Scene& scene_in(std::string_view target, std::string_view content) {
    return target == "server" ? scene_of(bytes_of(content)) : usual_scene();
}

BrokenRules broken_at(std::uint64_t now_msec, const Scene& scene, const HttpRequest& request) {
    return broken_rules({scene.state, *scene.state.find(cast_group().id), scene.sender, request, now_msec});
}

JsonValue exchange(std::string_view sender, const HttpRequest& request, const std::set<int>& statuses) {
    JsonValue any_of = json_array();
    for (const int status : statuses) any_of.elements.push_back(json_number(std::to_string(status)));
    JsonValue sent =
        json_object({{"method", text(request.method)},
                     {"path", text(request.target)},
                     {"headers", json_array({json_array({text("Content-Type"), text("application/json")})})}});
    if (!request.body.empty()) sent.set("body", body_of_case(request.body));
    return json_object({{"as", text(sender)},
                        {"request", std::move(sent)},
                        {"response", json_object({{"status", any_of.elements.size() == 1 ? any_of.elements.front()
                                                                                         : std::move(any_of)}})}});
}

JsonValue exchanges(const Scene& scene, const HttpRequest& request, const BrokenRules& broken) {
    const std::set<int> accepted = {200};
    JsonValue all = json_array();
    if (scene.earlier) all.elements.push_back(exchange(cast_admin, *scene.earlier, accepted));
    all.elements.push_back(exchange(scene.sender, request, broken.statuses.empty() ? accepted : broken.statuses));
    return all;
}

JsonValue requirements(const BrokenRules& broken) {
    JsonValue ids = json_array();
    for (const std::string& id : broken.requirements) ids.elements.push_back(text(id));
    if (ids.elements.empty()) ids.elements.push_back(text(requirement_of_an_accepted_add));
    return ids;
}

}  // namespace

fs::path case_of_regression(const fs::path& root, std::string_view target, std::string_view content) {
    return root / "conformance/cases/regressions" / (short_name(target, content) + ".json");
}

std::expected<JsonValue, std::string> regression_case(std::string_view target, std::string_view content,
                                                      const Regression& regression) {
    const Scene& scene = scene_in(target, content);
    const HttpRequest request = add_members_by(scene.sender, std::string(content));
    const BrokenRules broken = broken_at(now_msec, scene, request);
    if (broken.requirements != broken_at(far_later_msec, scene, request).requirements)
        return std::unexpected("what a server has to answer depends on its clock");
    const std::string name = short_name(target, content);
    JsonValue document =
        json_object({{"schema", json_number("1")},
                     {"title", text(fmt::format("the input {} of the bucket {}", name, regression.bucket))},
                     {"requirements", requirements(broken)},
                     {"why", text(fmt::format("{} ({})", regression.why, name))},
                     {"given", given_to_json(scene.given, PrivateParts::kept)},
                     {"exchanges", exchanges(scene, request, broken)}});
    const auto written = parse_json(to_json(document));
    const auto read = written ? read_case(*written, name, name, {}) : std::unexpected(Problems());
    if (!read) return std::unexpected("no case file can hold it");
    return document;
}

}  // namespace keyturn::fuzz
