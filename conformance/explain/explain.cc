#include "conformance/explain/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "conformance/explain/fuzz_inputs.h"
#include "conformance/explain/input_form.h"
#include "conformance/explain/kinds.h"

namespace keyturn {
namespace {

// One of the three is set, by where the kind is read from.
struct KindRow {
    ExplainKind kind;
    struct {
        Fit (*fit)(ByteView) = nullptr;
        Result<void> (*explain)(ByteView, Words&) = nullptr;
    } bytes = {};
    struct {
        bool (*is_like)(const JsonValue&) = nullptr;
        Result<void> (*explain)(const JsonValue&, Words&) = nullptr;
    } json = {};
    void (*explain_text)(std::string_view, Words&) = nullptr;
};

bool is_like_anything(const JsonValue&) { return true; }

// Of kinds that fit alike the first is told. A signature struct reads as an event too, one without a detail.
constexpr KindRow rows[] = {
    {{"detail", "event detail", "what an action does, Thrift"}, {fit_detail, explain_detail_bytes}},
    {{"event", "event", "a signed action with its envelope, Thrift"}, {fit_event, explain_event_bytes}},
    {{"event-signature", "event signature", "the signature struct of an event, Thrift"},
     {fit_event_signature, explain_event_signature_bytes}},
    {{"public-key", "public key", "P-256: SEC1, compressed or not, or SPKI"}, {fit_public_key, explain_public_key}},
    {{"wrapped-key", "wrapped key", "a conversation key wrapped for a member, 113 bytes"},
     {fit_wrapped_key, explain_wrapped_key}},
    {{"signature", "signature", "ECDSA: raw r || s, or DER"}, {fit_signature, explain_signature}},
    {{"private-key", "private key", "a scalar, two of them, PKCS#8 or SEC1: never shown"},
     {fit_private_key, explain_private_key}},
    {{"conversation-key", "conversation key", "32 bytes: never shown"},
     {fit_conversation_key, explain_conversation_key}},
    {{"sealed-text", "sealed text", "a title, avatar URL or message under a conversation key"},
     {fit_sealed_text, explain_sealed_text}},

    {{"verify-input", "request with its state", "what keyturn request --as state prints"},
     {},
     {is_like_verify_input, explain_verify_input}},
    {{"case", "case", "a case file"}, {}, {is_like_case, explain_case}},
    {{"journal", "journal", "verdicts of a run, a line each"},
     {},
     {is_like_journal_line, explain_journal_line},
     explain_journal_lines},
    {{"witness", "witness of a property", "an input that violated a property"}, {}, {is_like_witness, explain_witness}},
    {{"exchange", "HTTP exchange", "a request, its answer or both: as they went over the wire, or as cases write them"},
     {},
     {is_like_exchange, explain_exchange},
     explain_http_text},
    {{"state", "state", "groups and users with their keys"}, {}, {is_like_state, explain_state}},
    {{"vectors", "golden vectors", "a file of known answers"}, {}, {is_like_vectors, explain_vectors}},
    {{"body", "request body", "the JSON that adds members"}, {}, {is_like_anything, explain_request}},

    {{"payload", "signature payload", "the text that is signed for an action"}, {}, {}, explain_payload},
};

constexpr std::size_t kinds = std::size(rows);

constexpr std::array<ExplainKind, kinds> kinds_of_rows() {
    std::array<ExplainKind, kinds> all;
    for (std::size_t i = 0; i < kinds; ++i) all[i] = rows[i].kind;
    return all;
}

const KindRow* find_row(std::string_view name) {
    const auto found = std::ranges::find(rows, name, [](const KindRow& row) { return row.kind.name; });
    return found == std::end(rows) ? nullptr : &*found;
}

std::string names_of_kinds() {
    std::string names;
    for (const KindRow& row : rows) names += (names.empty() ? "" : ", ") + std::string(row.kind.name);
    return names;
}

// ---- bytes

struct Candidate {
    const KindRow* row;
    const InputBytes* input;
    Fit fit;
};

bool is_shown_text(ByteView bytes) {
    return is_utf8(text_of(bytes)) &&
           std::ranges::none_of(bytes, [](std::uint8_t c) { return c < ' ' && c != '\n' && c != '\r' && c != '\t'; });
}

// A text as it stands is none of those that any bytes could be.
bool is_possible(const InputBytes& input, Fit fit) {
    return fit == Fit::surely || (fit == Fit::may && (input.form != InputForm::bytes || !is_shown_text(input.bytes)));
}

// Who seals a text writes it in base64.
bool is_likely(const KindRow& row, const InputBytes& input, Fit fit) {
    return is_possible(input, fit) && !(row.kind.name == "sealed-text" && input.form == InputForm::bytes);
}

// What is all digits of hexadecimal is base64 only of something that is sure to be it.
std::vector<Candidate> candidates_of(const std::vector<InputBytes>& inputs) {
    std::vector<Candidate> candidates;
    const bool is_hexadecimal = inputs.front().form == InputForm::hexadecimal;
    for (const InputBytes& input : inputs)
        for (const KindRow& row : rows) {
            if (!row.bytes.fit) continue;
            const Fit fit = row.bytes.fit(input.bytes);
            const bool is_digits = is_hexadecimal && input.form == InputForm::base64;
            if (is_likely(row, input, fit) && (fit == Fit::surely || !is_digits))
                candidates.push_back({&row, &input, fit});
        }
    const bool is_any_sure = std::ranges::any_of(candidates, [](const Candidate& c) { return c.fit == Fit::surely; });
    if (is_any_sure) std::erase_if(candidates, [](const Candidate& c) { return c.fit != Fit::surely; });
    return candidates;
}

void note_others(const std::vector<Candidate>& candidates, Explanation& explanation) {
    for (const Candidate& other : candidates) {
        const std::string name(other.row->kind.name);
        auto& names = explanation.could_be;
        if (name != candidates.front().row->kind.name && std::ranges::find(names, name) == names.end())
            names.push_back(name);
    }
}

std::string nothing_known(const InputBytes& input) {
    const auto detail = read_thrift(input.bytes, message_event_detail_schema),
               event = read_thrift(input.bytes, message_event_schema);
    const auto why = [](const Result<ThriftValue>& value) {
        return value ? std::string("it is empty")
                     : fmt::format("{} at byte {}", value.error().reason, value.error().offset);
    };
    return fmt::format("none of the kinds that are known, read as {} of {} (as a detail: {}; as an event: {})",
                       name_of(input.form), counted(input.bytes.size(), "byte"), why(detail), why(event));
}

// ---- the explanation in the making

class Explaining {
  public:
    explicit Explaining(const ExplainOptions& options) : options_(options) {
        if (options.state) words_.hide_secrets_of(*options.state);
    }

    Result<void> found_out(std::string_view input) {
        const std::string_view text = trimmed(input);
        if (text.starts_with('{') || text.starts_with('[')) return of_json(input, nullptr);
        if (const auto in_quotes = text.starts_with('"') ? parse_json(text) : std::unexpected(Refusal()))
            if (!trimmed(in_quotes->text).starts_with('"')) return found_out(in_quotes->text);
        if (is_like_payload(text)) return of_text(*find_row("payload"), text);
        if (is_like_exchange(text)) return of_text(*find_row("exchange"), without_start(input));
        return of_bytes(input);
    }

    Result<void> forced(std::string_view input, const KindRow& row) {
        const std::string_view text = trimmed(input);
        if (row.bytes.explain) return of_forced_bytes(as_bytes(input), row);
        const bool is_json = text.starts_with('{') || text.starts_with('[');
        if (row.json.explain && (is_json || !row.explain_text)) return of_json(input, &row);
        return of_text(row, row.kind.name == "exchange" ? without_start(input) : text);
    }

    // Whatever it is, a crash is told: what can't be read as what the target takes, with the reason.
    Result<void> of_target(std::string_view input) {
        const FuzzInputKind* known = find_fuzz_input(options_.target);
        words_.say(fmt::format("an input of the fuzz target {}, {}: {}", quoted(options_.target),
                               counted(input.size(), "byte"), known ? known->what : "not known here"));
        const KindRow* row = known ? find_row(known->kind) : nullptr;
        if (!row) words_.say("it begins " + quoted(input));
        if (const auto explained = row ? forced_as_it_stands(input, *row) : Result<void>(); !explained) {
            words_.find_odd(fmt::format("it is no {}: {} at byte {}", row->kind.title, explained.error().reason,
                                        explained.error().offset));
            words_.say("it begins " + quoted(input));
        }
        return is("fuzz-input", "fuzz input", explanation_.form.empty() ? "bytes" : explanation_.form);
    }

    Explanation concluded() && {
        if (options_.state && explanation_.checks.empty() && explanation_.rules.empty())
            words_.say("the state has nothing to verify or open here");
        hide(secrets_, explanation_);
        return std::move(explanation_);
    }

  private:
    // Without the white space in front: what ends HTTP is white space too.
    static std::string_view without_start(std::string_view input) {
        return input.substr(static_cast<std::size_t>(trimmed(input).data() - input.data()));
    }

    Result<void> is(std::string_view name, std::string_view kind, std::string_view form) {
        explanation_.name = name;
        explanation_.kind = kind;
        explanation_.form = form;
        return {};
    }
    Result<void> is(const KindRow& row, std::string_view form) { return is(row.kind.name, row.kind.title, form); }

    Result<void> of_text(const KindRow& row, std::string_view text) {
        row.explain_text(text, words_);
        return is(row, "text");
    }

    Result<void> of_json(std::string_view input, const KindRow* row) {
        const std::string_view text = trimmed(input);
        const auto document = parse_json(text);
        if (!document && is_journal(text)) return of_text(*find_row("journal"), text);
        if (!document)
            return refuse("looks like JSON, but: " + document.error().reason,
                          document.error().offset + static_cast<std::size_t>(text.data() - input.data()));
        if (!row) row = &row_like(*document);
        if (auto done = row->json.explain(*document, words_); !done) return done;
        return is(*row, "JSON");
    }

    static const KindRow& row_like(const JsonValue& document) {
        return *std::ranges::find_if(
            rows, [&](const KindRow& row) { return row.json.is_like && row.json.is_like(document); });
    }

    // Several lines, of which the first is a verdict.
    static bool is_journal(std::string_view text) {
        const auto first = parse_json(trimmed(text.substr(0, text.find('\n'))));
        return first && is_like_journal_line(*first);
    }

    Result<void> of_bytes(std::string_view input) {
        const std::vector<InputBytes> inputs = as_bytes(input);
        const std::vector<Candidate> candidates = candidates_of(inputs);
        if (candidates.empty()) return refuse(nothing_known(inputs.front()));
        note_others(candidates, explanation_);
        return of_read_bytes(*candidates.front().input, *candidates.front().row);
    }

    Result<void> of_forced_bytes(const std::vector<InputBytes>& inputs, const KindRow& row) {
        const auto fits = [&](const InputBytes& input) { return is_possible(input, row.bytes.fit(input.bytes)); };
        const auto fitting = std::ranges::find_if(inputs, fits);
        return of_read_bytes(fitting == inputs.end() ? inputs.front() : *fitting, row);
    }

    Result<void> of_read_bytes(const InputBytes& input, const KindRow& row) {
        if (input.form == InputForm::pem) words_.say("PEM of a " + quoted(input.label));
        words_.find_odd_if(input.form == InputForm::url_safe_base64,
                           "in the url-safe alphabet, which the protocol's readers refuse");
        if (auto done = row.bytes.explain(input.bytes, words_); !done) return done;
        return is(row, name_of(input.form));
    }

    // A target takes the bytes as they are; signatures are the exception, for theirs takes the text.
    Result<void> forced_as_it_stands(std::string_view input, const KindRow& row) {
        if (!row.bytes.explain || row.kind.name == "signature") return forced(input, row);
        return row.bytes.explain(bytes_of(input), words_);
    }

    const ExplainOptions& options_;
    Explanation explanation_;
    SecretTexts secrets_;
    Words words_{explanation_, secrets_, options_};
};

}  // namespace

std::span<const ExplainKind> explain_kinds() {
    static constexpr auto all = kinds_of_rows();
    return all;
}

bool Explanation::is_any_check_broken() const {
    return std::ranges::any_of(checks, [](const ExplainedCheck& check) { return check.held == false; });
}

Result<Explanation> explain(std::string_view input, const ExplainOptions& options) {
    const KindRow* row = find_row(options.kind);
    if (!options.kind.empty() && !row)
        return refuse(fmt::format("there is no kind '{}'; there are {}", options.kind, names_of_kinds()));
    Explaining explaining(options);
    const auto done = !options.target.empty() ? explaining.of_target(input)
                      : row                   ? explaining.forced(input, *row)
                                              : explaining.found_out(input);
    if (!done) return std::unexpected(done.error());
    return std::move(explaining).concluded();
}

}  // namespace keyturn
