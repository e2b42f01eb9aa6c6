// A main without an engine: runs a target over files and folders, each input in a buffer of its exact size, so that a
// sanitizer sees one byte too many. Exit status 0: every input held; 2: nothing to run, or a file that can't be read.
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fs = std::filesystem;

void collect(const fs::path& path, std::vector<fs::path>& files) {
    if (!fs::is_directory(path)) return files.push_back(path);
    for (const auto& entry : fs::recursive_directory_iterator(path))
        if (entry.is_regular_file()) files.push_back(entry.path());
}

bool run(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(file), {}};
    if (!file) {
        std::fprintf(stderr, "%s: can't be read\n", path.c_str());
        return false;
    }
    const auto exact = std::make_unique<std::uint8_t[]>(content.size());
    std::memcpy(exact.get(), content.data(), content.size());
    std::printf("%s\n", path.c_str());
    std::fflush(stdout);  // the last line names the input that ended the process
    LLVMFuzzerTestOneInput(exact.get(), content.size());
    return true;
}

}  // namespace

int main(int argc, char** argv) try {
    std::vector<fs::path> files;
    for (int i = 1; i < argc; ++i) collect(argv[i], files);
    bool all_read = true;
    for (const fs::path& file : files) all_read = run(file) && all_read;
    std::printf("%zu inputs held\n", files.size());
    return files.empty() || !all_read ? 2 : 0;
} catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 2;
}
