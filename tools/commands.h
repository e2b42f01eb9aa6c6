// The subcommands of keyturn (design, section 5).
#pragma once

namespace CLI {
class App;
}

namespace keyturn {

// Parses the command line and runs what it names. Returns the exit status; no exception leaves it.
int run_command_line(int argc, const char* const* argv);

// Each adds one subcommand to `app`; when it is chosen it sets `status`.
void add_conform_command(CLI::App& app, int& status);
void add_serve_command(CLI::App& app, int& status);
void add_prove_command(CLI::App& app, int& status);
void add_lint_command(CLI::App& app, int& status);
void add_requirements_command(CLI::App& app, int& status);
void add_request_command(CLI::App& app, int& status);
void add_record_command(CLI::App& app, int& status);
void add_import_command(CLI::App& app, int& status);
void add_export_command(CLI::App& app, int& status);
void add_explain_command(CLI::App& app, int& status);
void add_vectors_command(CLI::App& app, int& status);
void add_verify_command(CLI::App& app, int& status);
void add_report_command(CLI::App& app, int& status);
void add_diff_command(CLI::App& app, int& status);
void add_openapi_command(CLI::App& app, int& status);
void add_doctor_command(CLI::App& app, int& status);
void add_check_command(CLI::App& app, int& status);
void add_crash_command(CLI::App& app, int& status);

}  // namespace keyturn
