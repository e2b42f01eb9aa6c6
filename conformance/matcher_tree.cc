#include "conformance/matcher_tree.h"

#include <set>

namespace keyturn {
namespace {

std::string unescaped(std::string_view token) {
    std::string key;
    for (std::size_t at = 0; at < token.size(); ++at) {
        const bool is_escape = token[at] == '~' && at + 1 < token.size();
        key += is_escape ? (token[++at] == '1' ? '/' : '~') : token[at];
    }
    return key;
}

void append_child(std::vector<const MatcherNode*>& nodes, const MatcherNode& parent, std::string_view token) {
    if (const auto child = parent.children.find(token); child != parent.children.end()) nodes.push_back(&child->second);
}

}  // namespace

MatcherNode matcher_tree(const std::vector<std::pair<std::string, Matcher>>& matchers) {
    MatcherNode root;
    for (const auto& [pointer, matcher] : matchers) {
        MatcherNode* node = &root;
        for (std::string_view rest = pointer; !rest.empty();) {
            rest.remove_prefix(1);
            const std::string_view token = rest.substr(0, rest.find('/'));
            rest.remove_prefix(token.size());
            node = &node->children[unescaped(token)];
        }
        node->matcher = &matcher;
    }
    return root;
}

const Matcher* ActiveMatchers::matcher() const {
    for (const MatcherNode* node : nodes_)
        if (node->matcher) return node->matcher;
    return nullptr;
}

ActiveMatchers ActiveMatchers::at_member(std::string_view key) const {
    std::vector<const MatcherNode*> below;
    for (const MatcherNode* node : nodes_) append_child(below, *node, key);
    return ActiveMatchers(std::move(below));
}

ActiveMatchers ActiveMatchers::at_element(std::size_t index) const {
    std::vector<const MatcherNode*> below;
    for (const MatcherNode* node : nodes_) append_child(below, *node, std::to_string(index));
    for (const MatcherNode* node : nodes_) append_child(below, *node, "*");
    return ActiveMatchers(std::move(below));
}

std::vector<std::string_view> ActiveMatchers::tokens_below() const {
    std::set<std::string_view> tokens;
    for (const MatcherNode* node : nodes_)
        for (const auto& [token, child] : node->children) tokens.insert(token);
    return {tokens.begin(), tokens.end()};
}

}  // namespace keyturn
