// What engines call. Where the environment names a file in KEYTURN_TRACES, a line is added to it for each input: its
// content's name and the digest of its trace, to be compared with those of another run over the same inputs.
// As `TARGET --crashes …` no engine runs, but what crash_server.h says.
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/corpus/corpus_index.h"
#include "fuzz/engine/crash_server.h"
#include "fuzz/engine/trace.h"

extern "C" bool keyturn_target_accepts(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

std::FILE* traces_file() {
    const char* name = std::getenv("KEYTURN_TRACES");
    return name ? std::fopen(name, "w") : nullptr;
}

void write_trace(std::FILE* file, const std::uint8_t* data, std::size_t size) {
    const keyturn::fuzz::Trace trace = keyturn::fuzz::trace_of(data, size);
    const std::string name = keyturn::fuzz::content_name({reinterpret_cast<const char*>(data), size});
    std::fprintf(file, "%s %016" PRIx64 "\n", name.c_str(), trace.digest);
    std::fflush(file);
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments) {
    const std::vector<std::string> all(*arguments + 1, *arguments + *count);
    if (!all.empty() && all[0] == keyturn::fuzz::crash_server_flag) std::exit(keyturn::fuzz::serve_crashes(all));
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static std::FILE* const traces = traces_file();
    if (traces)
        write_trace(traces, data, size);
    else
        keyturn_target_accepts(data, size);
    return 0;
}
