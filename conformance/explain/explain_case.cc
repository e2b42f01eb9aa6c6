// Case files, journals and witnesses: what the suite itself reads and writes.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "conformance/composer.h"
#include "conformance/explain/input_form.h"
#include "conformance/explain/kinds.h"
#include "conformance/journal.h"
#include "conformance/shown_text.h"

namespace keyturn {
namespace {

constexpr std::size_t most_told = 20;  // exchanges, verdicts, breaches

void say_deviation(const Exchange& exchange, Words& words) {
    const auto* composed = std::get_if<ComposedRequest>(&exchange.request);
    if (!composed || !composed->deviation) return;
    const Deviation* row = find_deviation(*composed->deviation);
    words.find_odd_if(!row, fmt::format("there is no deviation {}", quoted(*composed->deviation)));
    if (!row) return;
    words.say(row->requirement.empty() ? fmt::format("still right: {}", row->summary)
                                       : fmt::format("{}, which breaks {}", row->summary, row->requirement));
}

void say_given(const JsonValue& document, const Case& test, Words& words) {
    const JsonValue* given = document.find("given");
    if (given && given->is(JsonKind::string)) return words.say("given: the shared state " + quoted(given->text));
    if (!test.given) return words.say("given: nothing");
    words.hide_secrets_of(*test.given);
    words.say(fmt::format("given: {}, {}", counted(test.given->groups.size(), "group"),
                          counted(test.given->users.size(), "user")));
}

void explain_exchanges(const Case& test, Words& words) {
    for (std::size_t i = 0; i < test.exchanges.size() && i < most_told; ++i) {
        words.say(fmt::format("exchange {}", i + 1));
        Words inside = words.within(fmt::format("exchange {}", i + 1));
        explain_exchange(test.exchanges[i], inside);
        say_deviation(test.exchanges[i], inside);
    }
    if (test.exchanges.size() > most_told)
        words.say(fmt::format("and {} more exchanges", test.exchanges.size() - most_told));
}

// Shared states are files of their own, which are not at hand: a case that names one is read without it.
JsonValue without_shared_state(JsonValue document) {
    const JsonValue* given = document.find("given");
    if (given && given->is(JsonKind::string)) document.erase("given");
    return document;
}

void explain_verdict(const Verdict& verdict, Words& words) {
    words.say(fmt::format("{}: {}{}", quoted(verdict.case_id), name_of(verdict.kind),
                          verdict.reason.empty() ? "" : ", " + quoted(verdict.reason)));
    Words inside = words.within(quoted(verdict.case_id));
    for (std::size_t i = 0; i < verdict.breaches.size() && i < most_told; ++i) {
        const Breach& breach = verdict.breaches[i];
        inside.say(fmt::format("{}", requirement_in_words(breach.requirement, words)));
        inside.say(fmt::format("  exchange {}, {}: expected {}, found {}", breach.exchange + 1,
                               quoted(breach.difference.place), quoted(breach.difference.expected),
                               quoted(breach.difference.actual)));
    }
    if (verdict.breaches.size() > most_told)
        inside.say(fmt::format("and {} more breaches", verdict.breaches.size() - most_told));
    if (!verdict.repeat.empty()) inside.say("again: " + quoted(verdict.repeat));
}

// The lines of a journal, one verdict each.
class JournalReading {
  public:
    explicit JournalReading(Words& words) : words_(words) {}

    void read(std::string_view line, std::size_t number) {
        const auto document = parse_json(line);
        const auto verdict = document ? read_journal_line(*document) : std::unexpected(Problems());
        if (!verdict) {
            words_.find_odd(fmt::format("line {} is no verdict", number));
            return;
        }
        ++counts_[verdict->kind];
        if (verdict->kind != VerdictKind::conformant && told_++ < most_told) explain_verdict(*verdict, words_);
    }

    void say_sum() const {
        for (const auto& [kind, count] : counts_) words_.say(fmt::format("{} {}", count, name_of(kind)));
        if (told_ > most_told) words_.say(fmt::format("{} of them are not shown", told_ - most_told));
    }

  private:
    Words& words_;
    std::map<VerdictKind, std::size_t> counts_;
    std::size_t told_ = 0;
};

std::string in_words(const JsonValue& value) { return shown_place(to_json(value)); }

}  // namespace

std::string requirement_in_words(std::string_view id, const Words& words) {
    const auto& text_of = words.options().requirement_text;
    const std::string text = text_of ? text_of(id) : "";
    return text.empty() ? quoted(id) : fmt::format("{} ({})", id, text);
}

bool is_like_case(const JsonValue& value) { return value.find("exchanges"); }

Result<void> explain_case(const JsonValue& value, Words& words) {
    const auto test = read_case(without_shared_state(value), "case", "case", {});
    if (!test) {
        words.say("a case that can't be read");
        words.find_problems(test.error(), "the case");
        return {};
    }
    words.say("title: " + quoted(test->title));
    for (const std::string& id : test->requirements) words.say("requirement: " + requirement_in_words(id, words));
    if (test->why) words.say("why: " + quoted(*test->why));
    say_given(value, *test, words);
    explain_exchanges(*test, words);
    for (const ParallelExchanges& parallel : test->parallels)
        words.say(
            fmt::format("exchanges {} to {} are sent at once", parallel.first + 1, parallel.first + parallel.count));
    return {};
}

bool is_like_journal_line(const JsonValue& value) { return value.find("case") && value.find("verdict"); }

Result<void> explain_journal_line(const JsonValue& value, Words& words) {
    const auto verdict = read_journal_line(value);
    if (verdict) {
        explain_verdict(*verdict, words);
    } else {
        words.say("a line of a journal that can't be read");
        words.find_problems(verdict.error(), "the line");
    }
    return {};
}

void explain_journal_lines(std::string_view text, Words& words) {
    JournalReading reading(words);
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (const std::string_view line = trimmed(text.substr(0, end)); !line.empty()) reading.read(line, number);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    reading.say_sum();
}

bool is_like_witness(const JsonValue& value) { return value.find("property") && value.find("input"); }

Result<void> explain_witness(const JsonValue& value, Words& words) {
    const JsonValue* property = value.find("property");
    const JsonValue* input = value.find("input");
    if (!property || !property->is(JsonKind::string) || !input)
        return refuse("a witness has a property, which is a text, and an input");
    words.say("an input that violated the property " + quoted(property->text));
    const auto& text_of = words.options().property_text;
    if (const std::string text = text_of ? text_of(property->text) : ""; !text.empty()) words.say(text);
    for (const JsonMember& member : input->members)
        words.say(fmt::format("{}: {}", quoted(member.key), in_words(member.value)));
    if (input->members.empty()) words.say("input: " + in_words(*input));
    return {};
}

}  // namespace keyturn
