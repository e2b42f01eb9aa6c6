#include "fuzz/crash/crash_buckets.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "conformance/shown_text.h"

namespace keyturn::fuzz {
namespace {

JsonValue bucket_json(const CrashBucket& bucket) {
    JsonValue files = json_array();
    for (const CrashRow* row : bucket.rows) files.elements.push_back(json_string(shown_place(row->file.path.string())));
    return json_object({{"bucket", json_string(bucket.name)},
                        {"target", json_string(bucket.target)},
                        {"kind", json_string(std::string(name_of(bucket.crash.kind)))},
                        {"said", json_string(shown_place(bucket.crash.said))},
                        {"requirement", json_string(bucket.crash.requirement)},
                        {"place", json_string(shown_place(bucket.crash.place))},
                        {"files", json_number(std::to_string(bucket.files))},
                        {"exemplar", json_string(shown_place(bucket.exemplar().file.path.string()))},
                        {"size", json_number(std::to_string(bucket.exemplar().file.size))},
                        {"inputs", std::move(files)}});
}

}  // namespace

std::vector<CrashBucket> buckets_of(const Reproduction& reproduction) {
    std::map<std::string, CrashBucket> by_name;
    for (const CrashRow& row : reproduction.rows) {
        if (!row.crash) continue;
        CrashBucket& bucket = by_name[row.bucket];
        bucket.rows.push_back(&row);
        bucket.files += row.file.copies;
    }
    std::vector<CrashBucket> buckets;
    for (auto& [name, bucket] : by_name) {
        std::ranges::sort(bucket.rows, {},
                          [](const CrashRow* row) { return std::tie(row->file.size, row->file.content); });
        bucket.name = name;
        bucket.target = bucket.exemplar().file.target;
        bucket.crash = *bucket.exemplar().crash;
        buckets.push_back(std::move(bucket));
    }
    return buckets;
}

std::string text_of(const std::vector<CrashBucket>& buckets) {
    std::string text;
    for (const CrashBucket& bucket : buckets)
        text += fmt::format("{}: {} {}\n  {}, {} bytes\n  {}: {}\n", bucket.name, bucket.files,
                            bucket.files == 1 ? "file" : "files", shown_place(bucket.exemplar().file.path.string()),
                            bucket.exemplar().file.size, name_of(bucket.crash.kind), shown_place(bucket.crash.said));
    return text + fmt::format("{} {}\n", buckets.size(), buckets.size() == 1 ? "bucket" : "buckets");
}

JsonValue to_json(const std::vector<CrashBucket>& buckets) {
    JsonValue list = json_array();
    for (const CrashBucket& bucket : buckets) list.elements.push_back(bucket_json(bucket));
    return json_object({{"schema", json_number("1")}, {"buckets", std::move(list)}});
}

}  // namespace keyturn::fuzz
