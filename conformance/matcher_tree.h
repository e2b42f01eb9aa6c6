// The matchers of a response by place, so that one walk over a document meets them.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "conformance/matcher.h"

namespace keyturn {

struct MatcherNode {
    const Matcher* matcher = nullptr;
    std::map<std::string, MatcherNode, std::less<>> children;  // by unescaped token; "*" is every element of an array
};

// The matchers must outlive the tree.
MatcherNode matcher_tree(const std::vector<std::pair<std::string, Matcher>>& matchers);

// The nodes that hold at one place, a named place before a wildcard.
class ActiveMatchers {
  public:
    explicit ActiveMatchers(std::vector<const MatcherNode*> nodes) : nodes_(std::move(nodes)) {}

    bool empty() const { return nodes_.empty(); }
    const Matcher* matcher() const;  // nullptr where there is none

    ActiveMatchers at_member(std::string_view key) const;
    ActiveMatchers at_element(std::size_t index) const;
    std::vector<std::string_view> tokens_below() const;  // in byte order, each once

  private:
    std::vector<const MatcherNode*> nodes_;
};

}  // namespace keyturn
