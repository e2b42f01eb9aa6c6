#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "protocol/openapi_document.h"
#include "tools/commands.h"
#include "tools/exit_status.h"

namespace keyturn {

void add_openapi_command(CLI::App& app, int& status) {
    auto profile = std::make_shared<std::string>("guide");
    CLI::App* command =
        app.add_subcommand("openapi", "The operation as an OpenAPI 3.0 document, made from the field table");
    command->add_option("--profile", *profile, "Which source to believe where they disagree")
        ->check(CLI::IsMember({"documented", "openapi", "guide"}))
        ->capture_default_str();
    command->footer("For mock servers and other tools; tools/example-prism serves it with Prism.");
    command->callback([profile, &status] {
        fmt::print("{}\n", to_pretty_json(openapi_document(*profile_named(*profile))));
        status = exit_conformant;
    });
}

}  // namespace keyturn
