#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "protocol/json_document.h"
#include "tools/commands.h"
#include "tools/data_folder.h"
#include "tools/exit_status.h"
#include "tools/program.h"
#include "tools/reference_server.h"
#include "tools/suite.h"

namespace keyturn {
namespace {

namespace fs = std::filesystem;

struct Examined {
    std::string name;
    std::string for_what;
    bool is_there = false;
    bool is_needed = false;  // without it the main job does not run
    std::string finding;     // what is there, or what to do
};

std::string search_path() {
    const char* path = std::getenv("PATH");
    return path ? path : "";
}

Examined examine_data(const std::string& asked) {
    Examined examined{"data", "requirements, cases and states", false, true, {}};
    const auto folder = data_folder(asked);
    if (!folder) {
        examined.finding = folder.error();
        return examined;
    }
    const auto suite = load_suite(*folder, "");
    examined.is_there = suite.has_value();
    examined.finding = suite ? fmt::format("{} cases in {}", suite->cases.size(), *folder)
                             : fmt::format("{}: keyturn lint says what is wrong", *folder);
    return examined;
}

Examined examine_loopback() {
    const auto server = ReferenceServer::start(0, {}, clock_of({}));
    return {"loopback", "conform without an endpoint, serve, prove", server.has_value(), true,
            server ? "a server can listen on 127.0.0.1" : server.error()};
}

Examined examine_program(std::string name, std::string for_what, const std::vector<std::string>& arguments,
                         std::string remedy) {
    Examined examined{std::move(name), std::move(for_what), false, false, std::move(remedy)};
    const auto path = find_program(examined.name, search_path());
    const auto line = path ? first_line_of(*path, arguments) : std::nullopt;
    if (!line) return examined;
    examined.is_there = true;
    examined.finding = line->empty() ? *path : *line;
    return examined;
}

Examined examine_node() {
    Examined node = examine_program("node", "the official client library", {"--version"},
                                    "not found: install Node 18 or later (Debian: nodejs npm)");
    const bool is_old =
        node.is_there && std::atoi(node.finding.c_str() + std::min<std::size_t>(1, node.finding.size())) < 18;
    if (!is_old) return node;
    node.is_there = false;
    node.finding += " is too old: Node 18 or later is needed";
    return node;
}

Examined examine_package(std::string name, std::string for_what, const std::string& folder, std::string_view package) {
    const fs::path path = fs::path(KEYTURN_SOURCE_DIR) / folder / "node_modules" / package;
    std::error_code none;
    const bool is_there = fs::is_directory(path, none);
    return {std::move(name), std::move(for_what), is_there, false,
            is_there ? path.string() : fmt::format("not installed: cd {} && npm ci --ignore-scripts", folder)};
}

std::vector<Examined> examine_all(const std::string& data) {
    return {
        examine_data(data),
        examine_loopback(),
        examine_node(),
        examine_package("chat-xdk", "check --library 'node adapters/chat-xdk/adapter.mjs'", "adapters/chat-xdk",
                        "@xdevplatform/chat-xdk"),
        examine_package("prism", "tools/example-prism, which installs it", "examples/prism", "@stoplight/prism-cli"),
        examine_program("python3", "examples/adapters", {"--version"}, "not found (Debian: python3)"),
        examine_program("clang++-19", "fuzz targets that explore, tests under sanitizers", {"--version"},
                        "not found (Debian: clang-19 libclang-rt-19-dev)"),
        examine_program("setarch", "fuzzing that repeats bit for bit", {"-R", "true"},
                        "addresses can't be kept in place here: a container may forbid it"),
        examine_program("afl-fuzz", "fuzzing with AFL++", {"--version"}, "not found (Debian: afl++)"),
    };
}

void print_text(const std::vector<Examined>& all) {
    for (const Examined& one : all)
        fmt::print("{:<8} {:<11} {}\n{:>21}for: {}\n",
                   one.is_there    ? "ok"
                   : one.is_needed ? "MISSING"
                                   : "absent",
                   one.name, one.finding, "", one.for_what);
}

void print_json(const std::vector<Examined>& all) {
    JsonValue rows = json_array();
    for (const Examined& one : all)
        rows.elements.push_back(json_object({{"name", json_string(one.name)},
                                             {"there", json_bool(one.is_there)},
                                             {"needed", json_bool(one.is_needed)},
                                             {"finding", json_string(one.finding)},
                                             {"for", json_string(one.for_what)}}));
    fmt::print("{}\n", to_pretty_json(json_object({{"examined", std::move(rows)}})));
}

}  // namespace

void add_doctor_command(CLI::App& app, int& status) {
    struct DoctorOptions {
        std::string data;
        bool json = false;
    };
    auto options = std::make_shared<DoctorOptions>();
    CLI::App* command = app.add_subcommand("doctor", "Say what is installed, and why something can't run");
    command->add_option("--data", options->data, "Folder with conformance/requirements.json and all beside it")
        ->type_name("DIR");
    command->add_flag("--json", options->json, "The findings as one JSON document");
    command->footer("Exit status 3 when something is missing that the main job needs.");
    command->callback([options, &status] {
        const std::vector<Examined> all = examine_all(options->data);
        options->json ? print_json(all) : print_text(all);
        const bool can_run =
            std::ranges::all_of(all, [](const Examined& one) { return one.is_there || !one.is_needed; });
        status = can_run ? exit_conformant : exit_nothing_ran;
    });
}

}  // namespace keyturn
