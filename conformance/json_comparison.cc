#include "conformance/json_comparison.h"

#include <algorithm>
#include <map>
#include <set>

#include "conformance/decimal.h"
#include "conformance/look_alike.h"
#include "conformance/matcher_tree.h"
#include "conformance/shown_text.h"
#include "protocol/identifiers.h"

namespace keyturn {
namespace {

using enum DifferenceKind;
using Place = std::string;
using Values = std::vector<const JsonValue*>;

bool is_unordered(const Matcher& matcher) { return matcher.kind == Matcher::Kind::unordered; }

// The values under each key, in their order: more than one where a key is doubled.
std::map<std::string_view, Values> by_key(const JsonValue& object) {
    std::map<std::string_view, Values> values;
    for (const JsonMember& member : object.members) values[member.key].push_back(&member.value);
    return values;
}

bool is_index_below(std::string_view token, std::size_t size) {
    const auto index = read_key_version(token);
    return index && *index < size;
}

// Texts that are equal for elements that would compare without a difference. What a matcher accepts counts as one
// value.
class ElementText {
  public:
    explicit ElementText(const MatchContext& context) : context_(context) {}

    std::string of_expected(const JsonValue& value, const ActiveMatchers& matchers) const {
        return to_json(
            with_keys_in_order(masked(value, matchers, [](const Matcher&, const JsonValue&) { return true; })));
    }

    std::string of_actual(const JsonValue& value, const ActiveMatchers& matchers) const {
        return to_json(
            with_keys_in_order(masked(value, matchers, [this](const Matcher& matcher, const JsonValue& found) {
                return fits(matcher, found, context_);
            })));
    }

  private:
    template <class Accepts>
    JsonValue masked(const JsonValue& value, const ActiveMatchers& matchers, Accepts accepts) const {
        if (matchers.empty()) return value;
        const Matcher* matcher = matchers.matcher();
        if (matcher && !is_unordered(*matcher)) return accepts(*matcher, value) ? json_number("accepted") : value;
        JsonValue copy = value;
        for (std::size_t i = 0; i < copy.elements.size(); ++i)
            copy.elements[i] = masked(value.elements[i], matchers.at_element(i), accepts);
        for (JsonMember& member : copy.members)
            member.value = masked(member.value, matchers.at_member(member.key), accepts);
        if (matcher)
            std::ranges::sort(copy.elements, {}, [](const JsonValue& e) { return to_json(with_keys_in_order(e)); });
        return copy;
    }

    const MatchContext& context_;
};

class Comparison {
  public:
    Comparison(const MatchContext& context, DifferenceList& differences)
        : context_(context), differences_(differences) {}

    void compare(const JsonValue& expected, const JsonValue& actual, const Place& place,
                 const ActiveMatchers& matchers) {
        const Matcher* matcher = matchers.matcher();
        if (matcher)
            return is_unordered(*matcher) ? compare_unordered(expected, actual, place, matchers)
                                          : judge(&actual, place, matchers);
        if (matchers.empty() && expected == actual) return;
        if (expected.kind != actual.kind) return add_wrong(place, expected, actual);
        if (expected.is(JsonKind::object)) return compare_objects(expected, actual, place, matchers);
        if (expected.is(JsonKind::array)) return compare_arrays(expected, actual, place, matchers);
        if (expected != actual) compare_scalars(expected, actual, place);
        judge_below(&actual, place, matchers);
    }

    // Only what matchers say, of a value and all below it. nullptr: there is none.
    void judge(const JsonValue* actual, const Place& place, const ActiveMatchers& matchers) {
        const Matcher* matcher = matchers.matcher();
        if (matcher && !actual) return add(place, wanted_by(*matcher, context_), "nothing", missing);
        if (matcher && !fits(*matcher, *actual, context_))
            return add(place, wanted_by(*matcher, context_), shown(actual), wrong);
        if (matcher && matcher->kind == Matcher::Kind::capture)
            context_.captures.insert_or_assign(matcher->text, *actual);
        judge_below(actual, place, matchers);
    }

  private:
    void judge_below(const JsonValue* actual, const Place& place, const ActiveMatchers& matchers) {
        if (matchers.empty()) return;
        const std::size_t size = actual && actual->is(JsonKind::array) ? actual->elements.size() : 0;
        for (std::size_t i = 0; i < size; ++i)
            judge(&actual->elements[i], pointer_to(place, i), matchers.at_element(i));
        for (const std::string_view token : matchers.tokens_below()) {
            if (is_index_below(token, size)) continue;
            if (token == "*" && actual && actual->is(JsonKind::array)) continue;
            judge(actual ? actual->find(token) : nullptr, pointer_to(place, token), matchers.at_member(token));
        }
    }

    void compare_scalars(const JsonValue& expected, const JsonValue& actual, const Place& place) {
        if (expected.is(JsonKind::number)) return compare_numbers(expected, actual, place);
        auto [wanted, found] = shown_apart(expected, actual);
        if (const auto likeness = resemblance_in_words(expected.text, actual.text); !likeness.empty())
            found.append(", which ").append(likeness);
        add(place, std::move(wanted), std::move(found), wrong);
    }

    void compare_numbers(const JsonValue& expected, const JsonValue& actual, const Place& place) {
        const auto wanted = read_decimal(expected.text), found = read_decimal(actual.text);
        if (wanted && found && *wanted == *found)
            add(place, shown(&expected), shown(&actual) + ", equal in value, written otherwise", written_otherwise);
        else
            add_wrong(place, expected, actual);
    }

    void compare_objects(const JsonValue& expected, const JsonValue& actual, const Place& place,
                         const ActiveMatchers& matchers) {
        const auto wanted = by_key(expected), found = by_key(actual);
        for (const auto& [key, values] : wanted) {
            const auto other = found.find(key);
            if (other == found.end())
                tell_missing_member(*values.front(), key, actual, place, matchers);
            else
                compare_members(values, other->second, pointer_to(place, key), matchers.at_member(key));
        }
        for (const auto& [key, values] : found)
            if (!wanted.contains(key))
                judge_or_tell_extra(*values.front(), pointer_to(place, key), matchers.at_member(key));
        for (const std::string_view token : matchers.tokens_below())
            if (!wanted.contains(token) && !found.contains(token))
                judge(nullptr, pointer_to(place, token), matchers.at_member(token));
    }

    // Under one key: as a rule one value on each side. That one side has more is told once for the whole document.
    void compare_members(const Values& expected, const Values& actual, const Place& place,
                         const ActiveMatchers& matchers) {
        for (std::size_t i = 0; i < std::min(expected.size(), actual.size()); ++i)
            compare(*expected[i], *actual[i], place, matchers);
    }

    void tell_missing_member(const JsonValue& expected, std::string_view key, const JsonValue& actual,
                             const Place& place, const ActiveMatchers& matchers) {
        const Place where = pointer_to(place, key);
        if (const ActiveMatchers below = matchers.at_member(key); !below.empty()) return judge(nullptr, where, below);
        std::string found = "nothing";
        for (const JsonMember& member : actual.members)
            if (const auto likeness = resemblance_in_words(key, member.key); !likeness.empty())
                found += ", but " + shown_bytes(member.key) + ", which " + likeness;
        add(where, shown(&expected), std::move(found), missing);
    }

    void judge_or_tell_extra(const JsonValue& actual, const Place& place, const ActiveMatchers& matchers) {
        if (matchers.empty()) return add(place, "nothing", shown(&actual), extra);
        judge(&actual, place, matchers);
    }

    struct Side {
        const JsonValue& array;
        std::vector<std::string> texts;  // of the elements, as ElementText has them
    };

    void compare_arrays(const JsonValue& expected, const JsonValue& actual, const Place& place,
                        const ActiveMatchers& matchers) {
        const Side wanted{expected, expected_texts(expected, matchers)}, found{actual, actual_texts(actual, matchers)};
        if (wanted.texts != found.texts && sorted(wanted.texts) == sorted(found.texts))
            return tell_moved(wanted, found, place);
        const std::size_t shorter = std::min(wanted.texts.size(), found.texts.size());
        const bool same_size = wanted.texts.size() == found.texts.size();
        const std::size_t front = same_size ? shorter : common_front(wanted.texts, found.texts);
        const std::size_t back = same_size ? 0 : common_back(wanted.texts, found.texts, shorter - front);
        for (std::size_t i = 0; i < shorter - back; ++i)
            compare(expected.elements[i], actual.elements[i], pointer_to(place, i), matchers.at_element(i));
        for (std::size_t i = shorter - back; i < wanted.texts.size() - back; ++i)
            add(pointer_to(place, i), shown(&expected.elements[i]), "nothing", missing);
        for (std::size_t i = shorter - back; i < found.texts.size() - back; ++i)
            tell_extra_element(wanted, found, i, place);
        for (std::size_t i = back; i > 0; --i)
            compare(expected.elements[wanted.texts.size() - i], actual.elements[found.texts.size() - i],
                    pointer_to(place, found.texts.size() - i), matchers.at_element(found.texts.size() - i));
        judge_absent_elements(actual, place, matchers);
    }

    std::vector<std::string> expected_texts(const JsonValue& array, const ActiveMatchers& matchers) const {
        std::vector<std::string> texts;
        for (const JsonValue& element : array.elements)
            texts.push_back(ElementText(context_).of_expected(element, matchers.at_element(texts.size())));
        return texts;
    }

    std::vector<std::string> actual_texts(const JsonValue& array, const ActiveMatchers& matchers) const {
        std::vector<std::string> texts;
        for (const JsonValue& element : array.elements)
            texts.push_back(ElementText(context_).of_actual(element, matchers.at_element(texts.size())));
        return texts;
    }

    static std::vector<std::string> sorted(std::vector<std::string> texts) {
        std::ranges::sort(texts);
        return texts;
    }

    static std::size_t common_front(const std::vector<std::string>& a, const std::vector<std::string>& b) {
        return static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
    }

    static std::size_t common_back(const std::vector<std::string>& a, const std::vector<std::string>& b,
                                   std::size_t most) {
        std::size_t length = 0;
        while (length < most && a[a.size() - 1 - length] == b[b.size() - 1 - length]) ++length;
        return length;
    }

    void tell_moved(const Side& wanted, const Side& found, const Place& place) {
        const std::size_t first = common_front(wanted.texts, found.texts);
        add(pointer_to(place, first), shown(&wanted.array.elements[first]),
            shown(&found.array.elements[first]) + ", for the same elements stand in another order", moved);
    }

    void tell_extra_element(const Side& wanted, const Side& found, std::size_t index, const Place& place) {
        const bool is_again = std::ranges::find(wanted.texts, found.texts[index]) != wanted.texts.end();
        add(pointer_to(place, index), "nothing", shown(&found.array.elements[index]) + (is_again ? ", once more" : ""),
            wrong);
    }

    void judge_absent_elements(const JsonValue& actual, const Place& place, const ActiveMatchers& matchers) {
        for (const std::string_view token : matchers.tokens_below())
            if (token != "*" && !is_index_below(token, actual.elements.size()))
                judge(nullptr, pointer_to(place, token), matchers.at_member(token));
    }

    // What the matchers below say is said first: an element that breaks one has no counterpart, and that once is
    // enough.
    void compare_unordered(const JsonValue& expected, const JsonValue& actual, const Place& place,
                           const ActiveMatchers& matchers) {
        const std::size_t before = differences_.count();
        judge(&actual, place, matchers);
        if (differences_.count() != before) return;
        const std::vector<std::string> wanted = expected_texts(expected, matchers),
                                       found = actual_texts(actual, matchers);
        std::multiset<std::string_view> left(wanted.begin(), wanted.end());
        for (std::size_t i = 0; i < found.size(); ++i) {
            const auto partner = left.find(found[i]);
            if (partner == left.end())
                tell_extra_element({expected, wanted}, {actual, found}, i, place);
            else
                left.erase(partner);
        }
        for (std::size_t i = 0; i < wanted.size(); ++i)
            if (const auto unmatched = left.find(wanted[i]); unmatched != left.end()) {
                left.erase(unmatched);
                add(pointer_to(place, i), shown(&expected.elements[i]) + " at any place", "nothing", missing);
            }
    }

    void add_wrong(const Place& place, const JsonValue& expected, const JsonValue& actual) {
        add(place, shown(&expected), shown(&actual), wrong);
    }

    void add(const Place& place, std::string expected, std::string actual, DifferenceKind kind) {
        differences_.add({place, std::move(expected), std::move(actual), kind});
    }

    const MatchContext& context_;
    DifferenceList& differences_;
};

using KeyCounts = std::map<std::string, std::size_t>;

void count_doubled(const JsonValue& value, const Place& place, std::vector<Place>& doubled) {
    std::size_t index = 0;
    for (const JsonValue& element : value.elements) count_doubled(element, pointer_to(place, index++), doubled);
    std::set<std::string_view> seen;
    for (const JsonMember& member : value.members) {
        const Place below = pointer_to(place, member.key);
        if (!seen.insert(member.key).second) doubled.push_back(below);
        count_doubled(member.value, below, doubled);
    }
}

KeyCounts counts_of_doubled(const JsonValue& value) {
    KeyCounts counts;
    for (const Place& place : doubled_keys(value)) ++counts[place];
    return counts;
}

std::string times(std::size_t repetitions) {
    return "the key " + (repetitions == 0 ? "once" : std::to_string(repetitions + 1) + " times");
}

void compare_doubled(const JsonValue* expected, const JsonValue& actual, DifferenceList& differences) {
    KeyCounts wanted = expected ? counts_of_doubled(*expected) : KeyCounts{}, found = counts_of_doubled(actual);
    for (const auto& [place, count] : wanted) found.try_emplace(place, 0);
    for (const auto& [place, count] : found)
        if (count != wanted[place]) differences.add({place, times(wanted[place]), times(count), doubled});
}

}  // namespace

std::vector<std::string> doubled_keys(const JsonValue& value) {
    std::vector<Place> doubled;
    count_doubled(value, "", doubled);
    return doubled;
}

void compare_json(const JsonValue* expected, const JsonValue& actual,
                  const std::vector<std::pair<std::string, Matcher>>& matchers, const MatchContext& context,
                  DifferenceList& differences) {
    const MatcherNode tree = matcher_tree(matchers);
    const ActiveMatchers root(matchers.empty() ? std::vector<const MatcherNode*>{} : std::vector{&tree});
    Comparison comparison(context, differences);
    if (expected)
        comparison.compare(*expected, actual, "", root);
    else
        comparison.judge(&actual, "", root);
    compare_doubled(expected, actual, differences);
}

}  // namespace keyturn
