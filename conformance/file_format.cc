#include "conformance/file_format.h"

#include <algorithm>

namespace keyturn {

void require_schema(ObjectReader& object) {
    const JsonValue* schema = object.required_value("schema");
    if (schema && !(schema->is(JsonKind::number) && schema->text == "1")) object.complain("schema", "1", schema);
}

std::string nonempty_text(ObjectReader& object, std::string_view key) {
    const std::string text = object.text(key);
    const JsonValue* found = object.value(key);
    if (found && found->is(JsonKind::string) && text.empty())
        object.complain(key, "a text with something in it", found);
    return text;
}

std::vector<std::string> distinct_texts(ObjectReader& object, std::string_view key) {
    std::vector<std::string> texts = object.texts(key);
    const JsonValue* found = object.required_value(key);
    if (!found || !found->is(JsonKind::array)) return texts;
    const bool any_empty = std::ranges::count(texts, "") > 0;
    const std::set<std::string_view> distinct(texts.begin(), texts.end());
    if (texts.empty() || any_empty || distinct.size() != texts.size())
        object.complain(key, "one or more texts, none empty, none twice", found);
    return texts;
}

std::string one_of(const std::vector<std::string>& texts) {
    std::string words;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (i != 0) words += i + 1 == texts.size() ? " or " : ", ";
        words += texts[i];
    }
    return words;
}

}  // namespace keyturn
