#include "protocol/thrift_schema.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <regex>
#include <set>

namespace keyturn {
namespace {

std::string type_in_idl(ThriftKind kind, const ThriftFieldSchema& field) {
    switch (kind) {
        case ThriftKind::boolean:
            return "bool";
        case ThriftKind::i32:
            return "i32";
        case ThriftKind::i64:
            return "i64";
        case ThriftKind::text:
            return "string";
        case ThriftKind::binary:
            return "binary";
        case ThriftKind::structure:
            return std::string(field.of->name);
        case ThriftKind::list:
            break;
    }
    return "list<" + type_in_idl(field.element, field) + ">";
}

// "struct" or "union" and the field lines of every struct, by its name.
using Structs = std::map<std::string, std::vector<std::string>>;

Structs structs_of_table() {
    Structs structs;
    for (const ThriftStructSchema* schema : thrift_structs()) {
        auto& lines = structs[std::string(schema->name)];
        lines.push_back(schema->is_union ? "union" : "struct");
        for (const ThriftFieldSchema& field : schema->fields)
            lines.push_back(std::to_string(field.id) + ": optional " + type_in_idl(field.kind, field) + " " +
                            std::string(field.name));
    }
    return structs;
}

Structs structs_of_idl() {
    std::ifstream idl(KEYTURN_SOURCE_DIR "/protocol/event.thrift");
    const std::regex head(R"((struct|union) (\w+) \{)"), field(R"(  (\d+: optional \S+ \w+))");
    Structs structs;
    std::string current;
    std::smatch match;
    for (std::string line; std::getline(idl, line);)
        if (std::regex_match(line, match, head))
            structs[current = match[2]].push_back(match[1]);
        else if (std::regex_match(line, match, field))
            structs[current].push_back(match[1]);
    return structs;
}

TEST(ThriftSchema, the_table_and_the_idl_have_the_same_structs_fields_ids_and_types) {
    EXPECT_EQ(structs_of_table(), structs_of_idl());
    EXPECT_EQ(structs_of_table().size(), 42u);
}

TEST(ThriftSchema, fields_ascend_and_every_struct_that_is_used_is_listed) {
    const std::set<const ThriftStructSchema*> listed(thrift_structs().begin(), thrift_structs().end());
    EXPECT_EQ(listed.size(), thrift_structs().size());
    for (const ThriftStructSchema* schema : thrift_structs()) {
        EXPECT_TRUE(std::ranges::is_sorted(schema->fields, std::less_equal{}, &ThriftFieldSchema::id)) << schema->name;
        for (const ThriftFieldSchema& field : schema->fields)
            EXPECT_TRUE(!field.of || listed.contains(field.of)) << schema->name << "." << field.name;
    }
}

TEST(ThriftSchema, a_field_is_found_by_id_and_by_name) {
    EXPECT_EQ(message_event_schema.find(7)->name, "detail");
    EXPECT_EQ(message_event_schema.find("detail")->id, 7);
    EXPECT_EQ(message_event_schema.find(12), nullptr);
    EXPECT_EQ(message_event_schema.find("Detail"), nullptr);
}

}  // namespace
}  // namespace keyturn
