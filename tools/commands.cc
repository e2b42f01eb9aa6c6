#include "tools/commands.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "tools/exit_status.h"

namespace keyturn {
namespace {

constexpr const char* description =
    "Fuzzing and conformance tests for adding members to an encrypted group chat:\n"
    "POST /2/chat/conversations/{id}/members of X's Chat API.";

constexpr const char* footer =
    "Exit status: 0 conformant; 1 nonconformant; 2 wrong usage or a bad file; 3 set-up failed or nothing ran;\n"
    "4 unreachable or inconclusive; 5 stale baseline. Every subcommand has --help.";

}  // namespace

int run_command_line(int argc, const char* const* argv) {
    CLI::App app(description, "keyturn");
    app.footer(footer);
    app.set_version_flag("--version", "keyturn " KEYTURN_VERSION);
    app.require_subcommand(1);
    int status = exit_conformant;
    add_conform_command(app, status);
    add_serve_command(app, status);
    add_request_command(app, status);
    add_record_command(app, status);
    add_import_command(app, status);
    add_export_command(app, status);
    add_verify_command(app, status);
    add_explain_command(app, status);
    add_vectors_command(app, status);
    add_report_command(app, status);
    add_diff_command(app, status);
    add_prove_command(app, status);
    add_check_command(app, status);
    add_crash_command(app, status);
    add_lint_command(app, status);
    add_openapi_command(app, status);
    add_doctor_command(app, status);
    add_requirements_command(app, status);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) return app.exit(error);
        fmt::print(stderr, "keyturn: {}\nTry: keyturn {}--help\n", error.what(),
                   app.get_subcommands().empty() ? "" : app.get_subcommands().front()->get_name() + " ");
        return exit_usage;
    } catch (const std::exception& error) {
        fmt::print(stderr, "keyturn: {}\n", error.what());
        return exit_usage;
    }
    return status;
}

}  // namespace keyturn
