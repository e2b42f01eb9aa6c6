#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "conformance/vectors/check_vectors.h"
#include "tools/commands.h"
#include "tools/exit_status.h"
#include "tools/vectors_report.h"

namespace keyturn {
namespace {

struct VectorsOptions {
    std::vector<std::string> files;
    bool json = false;
};

int run_files(const VectorsOptions& options) {
    std::vector<VectorFileReport> reports;
    bool all_read = true;
    for (const std::string& path : options.files) {
        auto report = check_vector_file(path);
        if (!report) {
            fmt::print(stderr, "keyturn vectors: {}\n", report.error());
            all_read = false;
        } else {
            reports.push_back({path, std::move(*report)});
        }
    }
    if (options.json)
        fmt::print("{}\n", to_pretty_json(to_json(reports)));
    else
        for (const VectorFileReport& report : reports) fmt::print("{}", text_of(report));
    return all_read ? exit_status_of(reports) : exit_usage;
}

}  // namespace

void add_vectors_command(CLI::App& app, int& status) {
    auto options = std::make_shared<VectorsOptions>();
    CLI::App* command =
        app.add_subcommand("vectors", "Check files of golden vectors, every entry as strictly as its section allows");
    command->add_option("FILE", options->files, "Golden vectors as JSON; - is standard input")->required();
    command->add_flag("--json", options->json, "Counts and failures as JSON");
    command->footer(
        "Of a failure, 'expected' is what the protocol makes of the entry's other fields, 'found' what the file says.\n"
        "Exit status: 0 every entry passes; 1 one fails; 2 a file can't be read; 3 no file has an entry.");
    command->callback([options, &status] { status = run_files(*options); });
}

}  // namespace keyturn
