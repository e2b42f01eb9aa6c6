#include "conformance/redaction.h"

#include <fmt/format.h>

#include <algorithm>

#include "conformance/base64_within.h"
#include "conformance/undone_text.h"
#include "protocol/base64.h"
#include "protocol/sha256.h"

namespace keyturn {
namespace {

// ---- what is looked for

std::string in_lower_case(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

// ---- where it stands

// A part of a text that is taken out, and the secrets that it may be spelled as.
struct Span {
    std::size_t begin = 0, end = 0;
    std::vector<std::string> secrets;
    SecretKind kind = SecretKind::other;
    std::string what = "a longer text with a secret in it";
};

template <class Note>
void find_all(std::string_view text, std::string_view needle, Note note) {
    for (std::size_t at = 0; (at = text.find(needle, at)) != std::string_view::npos; ++at) note(at);
}

bool is_base64_character(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/' ||
           c == '-' || c == '_';
}

// The spelling of a secret in base64 that a text begins with, as long a one as there is; "" when none.
std::string base64_at(std::string_view text, const std::string& secret) {
    for (const Spelling spelling :
         {Spelling::base64, Spelling::base64_url_padded, Spelling::base64_unpadded, Spelling::base64_url})
        if (std::string whole = spelled(secret, spelling); text.starts_with(whole)) return whole;
    return {};
}

// Finds one secret in one way to read a text.
class Search {
  public:
    Search(const UndoneText& way, std::vector<Span>& spans)
        : way_(way), lower_(in_lower_case(way.text)), spans_(spans) {}

    void look_for(const std::string& secret) {
        const auto note = [&](std::size_t size) { return [&, size](std::size_t at) { add(at, at + size, secret); }; };
        find_all(way_.text, secret, note(secret.size()));
        const std::string digits = hex(bytes_of(secret));
        find_all(lower_, digits, note(digits.size()));
        for (std::size_t shift = 0; shift < 3; ++shift) look_for_base64(secret, shift);
    }

  private:
    void look_for_base64(const std::string& secret, std::size_t shift) {
        const std::string core = base64_core(secret, shift), of_urls = in_url_alphabet(core);
        const auto note = [&](std::size_t at) { add_base64(at, core.size(), shift, secret); };
        find_all(way_.text, core, note);
        if (of_urls != core) find_all(way_.text, of_urls, note);
    }

    void add_base64(std::size_t at, std::size_t size, std::size_t shift, const std::string& secret) {
        const std::string whole =
            shift == 0 ? base64_at(std::string_view(way_.text).substr(at), secret) : std::string();
        if (!whole.empty()) return add(at, at + whole.size(), secret);
        std::size_t begin = at, end = at + size;
        while (begin > 0 && is_base64_character(way_.text[begin - 1])) --begin;
        while (end < way_.text.size() && is_base64_character(way_.text[end])) ++end;
        while (end < way_.text.size() && way_.text[end] == '=') ++end;
        add(begin, end, secret);
    }

    void add(std::size_t begin, std::size_t end, const std::string& secret) {
        spans_.push_back({way_.origins[begin], way_.origins[end], {secret}});
    }

    const UndoneText& way_;
    const std::string lower_;  // hexadecimal is written in either case
    std::vector<Span>& spans_;
};

// Spans that overlap become one that covers them.
std::vector<Span> merged(std::vector<Span> spans) {
    std::ranges::sort(
        spans, [](const Span& a, const Span& b) { return a.begin != b.begin ? a.begin < b.begin : a.end > b.end; });
    std::vector<Span> apart;
    for (Span& span : spans) {
        if (apart.empty() || apart.back().end <= span.begin) {
            apart.push_back(std::move(span));
            continue;
        }
        Span& last = apart.back();
        last.end = std::max(last.end, span.end);
        std::ranges::move(span.secrets, std::back_inserter(last.secrets));
    }
    return apart;
}

std::string_view prefix_of(SecretKind kind) {
    switch (kind) {
        case SecretKind::token:
            return "KEYTURN_TOKEN_";
        case SecretKind::cookie:
            return "KEYTURN_COOKIE_";
        case SecretKind::private_key:
            return "KEYTURN_PRIVATE_KEY_";
        case SecretKind::other:
            break;
    }
    return "KEYTURN_SECRET_";
}

// What a text is a spelling of, else a name of its own.
Placeholder placeholder_for(std::string_view text, const Span& span, SecretBook& book) {
    for (const std::string& secret : span.secrets)
        if (const std::string* name = book.name_for(secret))
            for (const Spelling spelling : all_spellings())
                if (spelling != Spelling::braces && spelled(secret, spelling) == text) return {*name, spelling};
    return {book.name_of(std::string(text), span.kind, span.what)};
}

// Takes one text apart. What is left between secrets is looked at again: an escape that was read as one with what went
// before may say something else alone.
class TakenApart {
  public:
    TakenApart(const std::set<std::string>& looked_for, SecretBook& book) : looked_for_(looked_for), book_(book) {}

    std::vector<TextPiece> pieces_of(std::string_view text, const std::vector<SensitivePlace>& places,
                                     std::size_t kept) {
        std::vector<Span> spans = spans_in(text);
        for (const SensitivePlace& place : places)
            spans.push_back({place.offset, place.offset + place.size, {place.secret}, place.kind, place.what});
        for (Span& span : spans) span.begin = std::max(span.begin, kept);
        append(text, std::move(spans), most_looks);
        return std::move(pieces_);
    }

  private:
    static constexpr int most_looks = 8;

    std::vector<Span> spans_in(std::string_view text) const {
        std::vector<Span> spans;
        read_every_way(text, [&](const UndoneText& way) {
            Search search(way, spans);
            for (const std::string& secret : looked_for_) search.look_for(secret);
        });
        return spans;
    }

    void append(std::string_view text, std::vector<Span> spans, int looks) {
        if (text.empty()) return;
        if (spans.empty()) return pieces_.push_back({std::string(text), std::nullopt});
        if (looks == 0) return append_placeholder(text, {});
        std::size_t at = 0;
        for (const Span& span : merged(std::move(spans))) {
            append_gap(text.substr(at, span.begin - at), looks);
            append_placeholder(text.substr(span.begin, span.end - span.begin), span);
            at = span.end;
        }
        append_gap(text.substr(at), looks);
    }

    void append_gap(std::string_view gap, int looks) { append(gap, spans_in(gap), looks - 1); }

    void append_placeholder(std::string_view text, const Span& span) {
        pieces_.push_back({"", placeholder_for(text, span, book_)});
    }

    const std::set<std::string>& looked_for_;
    SecretBook& book_;
    std::vector<TextPiece> pieces_;
};

std::string_view media_type_of(const std::vector<HeaderLine>& headers) {
    const std::string* type = find_header(headers, "Content-Type");
    return type ? std::string_view(*type) : std::string_view();
}

// ---- what a secret gives away besides itself

constexpr std::size_t key_bytes = 32;

// The bytes of a private key, and of two of them in a row each one.
std::vector<std::string> keys_in(const std::string& secret) {
    const auto bytes = read_base64(secret);
    if (!bytes || (bytes->size() != key_bytes && bytes->size() != 2 * key_bytes)) return {};
    const std::string all(text_of(*bytes));
    if (all.size() == key_bytes) return {all};
    return {all, all.substr(0, key_bytes), all.substr(key_bytes)};
}

// `Basic` credentials are base64 of "user:password".
std::vector<std::string> password_in(const std::string& secret) {
    const auto bytes = read_base64(secret);
    if (!bytes) return {};
    const std::string credentials(text_of(*bytes));
    const std::size_t colon = credentials.find(':');
    if (colon == std::string::npos) return {};
    return {credentials, credentials.substr(colon + 1)};
}

}  // namespace

// ---- names

const std::string* SecretBook::name_for(const std::string& value) const {
    const auto known = names_.find(value);
    return known == names_.end() ? nullptr : &known->second;
}

void SecretBook::name(const std::string& name, const std::string& value, const std::string& what) {
    names_[value] = name;
    whats_[name] = what;
    taken_.insert(name);
}

const std::string& SecretBook::name_of(const std::string& value, SecretKind kind, const std::string& what) {
    if (const std::string* known = name_for(value)) return *known;
    std::string name;
    for (std::size_t number = 1; name.empty() || taken_.contains(name); ++number)
        name = fmt::format("{}{}", prefix_of(kind), number);
    this->name(name, value, what);
    return names_[value];
}

// ---- learning

void Redactor::look_for(const std::string& secret) {
    if (secret.size() >= shortest_secret_looked_for) looked_for_.insert(secret);
}

void Redactor::name(const std::string& name, const std::string& value, const std::string& what) {
    book_.name(name, value, what);
    look_for(value);
    for (const std::string& key : keys_in(value)) look_for(key);
}

void Redactor::learn(const std::vector<SensitivePlace>& places) {
    for (const SensitivePlace& place : places) {
        book_.name_of(place.secret, place.kind, place.what);
        look_for(place.secret);
        if (place.kind == SecretKind::private_key)
            for (const std::string& key : keys_in(place.secret)) look_for(key);
        if (place.kind == SecretKind::token)
            for (const std::string& password : password_in(place.secret)) look_for(password);
    }
}

void Redactor::learn(const HttpRequest& request) {
    learn(sensitive_places_of_target(request.target));
    learn_message(request.headers, request.body);
}

void Redactor::learn(const HttpResponse& response) { learn_message(response.headers, response.body); }

void Redactor::learn_message(const std::vector<HeaderLine>& headers, const std::string& body) {
    for (const HeaderLine& line : headers) learn(sensitive_places_of_header(line));
    learn(sensitive_places_of_body(body, media_type_of(headers)));
}

// ---- redacting

std::string Redactor::without_secrets(std::string_view text, SecretNames& names,
                                      const std::vector<SensitivePlace>& places, std::size_t kept) {
    const auto pieces = TakenApart(looked_for_, book_).pieces_of(text, places, kept);
    for (const TextPiece& piece : pieces)
        if (piece.placeholder) names.insert(piece.placeholder->name);
    return joined(pieces, names);
}

// A name can hold no placeholder: a line whose name is a secret is left out.
std::vector<HeaderLine> Redactor::without_secrets(const std::vector<HeaderLine>& headers, SecretNames& names) {
    std::vector<HeaderLine> left;
    for (const HeaderLine& line : headers) {
        if (holds_a_secret(line.first)) continue;
        left.emplace_back(line.first, without_secrets(line.second, names, sensitive_places_of_header(line)));
    }
    return left;
}

HttpRequest Redactor::without_secrets(const HttpRequest& request, SecretNames& names) {
    HttpRequest left = request;
    const std::size_t kept = request.target.starts_with('/') ? 1 : 0;  // a path stays one
    left.target = without_secrets(request.target, names, sensitive_places_of_target(request.target), kept);
    left.headers = without_secrets(request.headers, names);
    left.body =
        without_secrets(request.body, names, sensitive_places_of_body(request.body, media_type_of(request.headers)));
    return left;
}

HttpResponse Redactor::without_secrets(const HttpResponse& response, SecretNames& names) {
    HttpResponse left = response;
    left.reason = without_secrets(response.reason, names);
    left.headers = without_secrets(response.headers, names);
    left.body =
        without_secrets(response.body, names, sensitive_places_of_body(response.body, media_type_of(response.headers)));
    return left;
}

bool Redactor::holds_a_secret(std::string_view text) {
    SecretNames names;
    without_secrets(text, names);
    return !names.empty();
}

Placeholder Redactor::placeholder_for_all_of(std::string_view text, const std::string& what) {
    return {book_.name_of(hex(sha256(bytes_of(text))), SecretKind::other, what)};
}

Redacted<HttpRequest> Redactor::redacted(const HttpRequest& request) {
    return redacted(request, HttpResponse()).request;
}

Redacted<HttpResponse> Redactor::redacted(const HttpResponse& response) {
    return redacted(HttpRequest(), response).response;
}

// The second time all names are known, so that whatever looks like a placeholder of one of them is told from it.
RedactedExchange Redactor::redacted(const HttpRequest& request, const HttpResponse& response) {
    learn(request);
    learn(response);
    SecretNames of_request, of_response;
    without_secrets(request, of_request);
    without_secrets(response, of_response);
    SecretNames all = of_request;
    all.insert(of_response.begin(), of_response.end());
    return {{without_secrets(request, all), of_request}, {without_secrets(response, all), of_response}};
}

}  // namespace keyturn
