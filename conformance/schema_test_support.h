// The JSON Schemas of our files, through another reader of schemas.
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "conformance/case_files.h"

namespace keyturn {

class Schema {
  public:
    // A file of the folder, without ".schema.json".
    explicit Schema(const std::string& name, const std::string& folder = "conformance/schemas") {
        const auto document = read_json_file(KEYTURN_SOURCE_DIR "/" + folder + "/" + name + ".schema.json");
        EXPECT_TRUE(document.has_value()) << name;
        const auto parsed = nlohmann::json::parse(to_json(*document));
        valijson::SchemaParser(valijson::SchemaParser::kDraft7)
            .populateSchema(valijson::adapters::NlohmannJsonAdapter(parsed), schema_);
    }

    bool accepts(std::string_view text) const {
        const auto document = nlohmann::json::parse(text);
        return valijson::Validator().validate(schema_, valijson::adapters::NlohmannJsonAdapter(document), nullptr);
    }

    bool accepts_file(const std::string& path) const { return accepts(to_json(*read_json_file(path))); }

  private:
    valijson::Schema schema_;
};

}  // namespace keyturn
