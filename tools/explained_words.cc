#include "tools/explained_words.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "properties/catalogue.h"
#include "tools/data_folder.h"
#include "tools/suite.h"

namespace keyturn {
namespace {

std::function<std::string(std::string_view)> texts_of_requirements() {
    return [catalogue = std::optional<Requirements>()](std::string_view id) mutable -> std::string {
        if (!catalogue) {
            const auto data = data_folder("");
            const auto read = data ? load_requirements(*data) : std::unexpected(data.error());
            catalogue = read ? *read : Requirements();
        }
        const Requirement* found = catalogue->find(id);
        return found ? found->text : "";
    };
}

std::string text_of_property(std::string_view name) {
    const Property* property = find_property(name);
    return property ? fmt::format("it cites {}", fmt::join(property->requirements, ", ")) : "";
}

}  // namespace

ExplainOptions with_words(ExplainOptions options) {
    options.requirement_text = texts_of_requirements();
    options.property_text = text_of_property;
    return options;
}

}  // namespace keyturn
