#include "properties/catalogue.h"

#include <algorithm>

#include "properties/conversation.h"
#include "properties/cost.h"
#include "properties/encodings.h"
#include "properties/impossible_change.h"
#include "properties/json_form.h"
#include "properties/key_history.h"
#include "properties/observed_library.h"
#include "properties/prepared_change.h"
#include "properties/prepared_group.h"
#include "properties/prepared_key.h"
#include "properties/readings.h"
#include "properties/repeated_change.h"
#include "properties/sealing.h"
#include "properties/serialization.h"
#include "properties/signing.h"
#include "properties/verification.h"
#include "properties/wrapping.h"

namespace keyturn {
namespace {

template <class Input>
using Oracle = std::optional<Violation> (*)(Library&, const Input&);

template <class Input>
Input input_of(Oracle<Input>);  // only for its type

template <auto oracle>
std::expected<std::optional<Violation>, Problems> judged(Library& library, const JsonValue& json) {
    const auto input = input_from_json<decltype(input_of(oracle))>(json);
    if (!input) return std::unexpected(input.error());
    return oracle(library, *input);
}

#define KEYTURN_PROPERTY(oracle, cost, ...) \
    Property { #oracle, {__VA_ARGS__}, Cost::cost, judged<oracle> }

const std::vector<Property>& table() {
    static const std::vector<Property> rows = {
        // details
        KEYTURN_PROPERTY(reading_costs_what_it_reads, sequence, "AM-SIG-042"),
        KEYTURN_PROPERTY(written_detail_reads_back, pure, "AM-SIG-027", "AM-SIG-030"),
        KEYTURN_PROPERTY(canonical_detail_is_read, pure, "AM-SIG-027"),
        KEYTURN_PROPERTY(detail_is_written_canonically, pure, "AM-SIG-028", "AM-SIG-030"),
        KEYTURN_PROPERTY(lists_of_every_size_read_back, sequence, "AM-SIG-027"),
        KEYTURN_PROPERTY(lists_are_read_up_to_the_limit, sequence, "AM-SIG-065", "AM-SIG-027"),
        KEYTURN_PROPERTY(failure_keeps_its_number, pure, "AM-SIG-066"),
        KEYTURN_PROPERTY(damaged_detail_is_read_strictly, pure, "AM-SIG-046"),
        KEYTURN_PROPERTY(malformed_detail_is_refused, pure, "AM-SIG-046"),
        // encodings
        KEYTURN_PROPERTY(base64_is_read_as_it_must, pure, "AM-KEY-018"),
        KEYTURN_PROPERTY(public_key_is_read_as_it_must, signing, "AM-KEY-019"),
        KEYTURN_PROPERTY(private_key_is_read_as_it_must, signing, "AM-KEY-020"),
        KEYTURN_PROPERTY(conversation_id_has_its_canonical_form, pure, "AM-SIG-052", "AM-SIG-053", "AM-SIG-054"),
        KEYTURN_PROPERTY(latest_version_is_the_highest_number, pure, "AM-KEY-011"),
        KEYTURN_PROPERTY(versions_are_in_one_order, pure, "AM-KEY-011"),
        // payloads and signatures
        KEYTURN_PROPERTY(payload_has_its_layout, pure, "AM-SIG-017", "AM-SIG-016", "AM-SIG-018", "AM-SIG-035",
                         "AM-SIG-043", "AM-SIG-044", "AM-SIG-055", "AM-SIG-056", "AM-SIG-057", "AM-SIG-058",
                         "AM-SIG-061", "AM-SIG-064"),
        KEYTURN_PROPERTY(signature_is_deterministic, signing, "AM-SIG-022"),
        KEYTURN_PROPERTY(signature_verifies, signing, "AM-SIG-023"),
        KEYTURN_PROPERTY(honest_event_verifies, signing, "AM-SIG-047"),
        KEYTURN_PROPERTY(varied_event_is_judged, signing, "AM-SIG-032", "AM-SIG-016", "AM-SIG-024", "AM-SIG-033",
                         "AM-SIG-034", "AM-SIG-035", "AM-SIG-036", "AM-SIG-045", "AM-SIG-047", "AM-SIG-061",
                         "AM-SIG-062", "AM-SIG-063", "AM-SIG-064", "AM-KEY-026"),
        KEYTURN_PROPERTY(unsigned_event_never_verifies, signing, "AM-SIG-043", "AM-SIG-044"),
        // wrapped keys
        KEYTURN_PROPERTY(wrapped_key_opens_elsewhere, signing, "AM-KEY-014", "AM-KEY-029"),
        KEYTURN_PROPERTY(foreign_wrapped_key_opens, signing, "AM-KEY-014"),
        KEYTURN_PROPERTY(own_wrapped_key_opens, signing, "AM-KEY-012"),
        KEYTURN_PROPERTY(stranger_opens_nothing, signing, "AM-KEY-014"),
        KEYTURN_PROPERTY(wrapped_key_with_flipped_bit_is_refused, signing, "AM-KEY-015", "AM-KEY-024"),
        KEYTURN_PROPERTY(wrapped_key_of_another_size_is_refused, signing, "AM-KEY-029", "AM-KEY-015"),
        KEYTURN_PROPERTY(ephemeral_key_is_fresh, signing, "AM-KEY-013"),
        // recipients
        KEYTURN_PROPERTY(only_verified_keys_count, sequence, "AM-ROT-026", "AM-ROT-024", "AM-ROT-025", "AM-ROT-027",
                         "AM-ROT-028", "AM-ROT-029", "AM-ROT-030", "AM-SIG-036", "AM-SIG-039", "AM-SIG-040",
                         "AM-SIG-067", "AM-KEY-026", "AM-ROT-036"),
        KEYTURN_PROPERTY(everyone_reads_what_they_may, sequence, "AM-ROT-025", "AM-ROT-024", "AM-ROT-026", "AM-ROT-028",
                         "AM-ROT-029", "AM-ROT-030"),
        KEYTURN_PROPERTY(signature_stands_for_one_event, signing, "AM-SIG-037", "AM-SIG-038", "AM-SIG-047"),
        KEYTURN_PROPERTY(recipient_accepts_one_reading, signing, "AM-SIG-037", "AM-SIG-038"),
        KEYTURN_PROPERTY(known_title_must_agree, signing, "AM-SIG-038"),
        KEYTURN_PROPERTY(twin_is_a_repetition, signing, "AM-SIG-040"),
        // sealed texts
        KEYTURN_PROPERTY(sealed_text_survives, pure, "AM-SIG-030"),
        KEYTURN_PROPERTY(sealed_text_opens_elsewhere, pure, "AM-KEY-021", "AM-SIG-030"),
        KEYTURN_PROPERTY(foreign_sealed_text_opens, pure, "AM-KEY-021"),
        KEYTURN_PROPERTY(another_key_opens_no_text, pure, "AM-KEY-021"),
        KEYTURN_PROPERTY(sealed_text_with_flipped_bit_is_refused, pure, "AM-KEY-015", "AM-KEY-024"),
        KEYTURN_PROPERTY(cut_sealed_text_is_refused, pure, "AM-KEY-015"),
        KEYTURN_PROPERTY(nonce_is_fresh, pure, "AM-KEY-031"),
        // prepared changes
        KEYTURN_PROPERTY(prepared_change_keeps_the_rules, signing, "AM-ROT-022", "AM-ROT-023", "AM-ROT-033",
                         "AM-ROT-035", "AM-KEY-007", "AM-KEY-008", "AM-KEY-009", "AM-KEY-010", "AM-KEY-011",
                         "AM-KEY-017", "AM-SIG-014", "AM-SIG-017", "AM-SIG-023", "AM-SIG-025", "AM-SIG-027",
                         "AM-SIG-028", "AM-SIG-051", "AM-REQ-021"),
        KEYTURN_PROPERTY(every_recipient_gets_the_key, signing, "AM-KEY-012", "AM-KEY-013"),
        KEYTURN_PROPERTY(key_change_is_signed, signing, "AM-SIG-015", "AM-SIG-014", "AM-SIG-016", "AM-SIG-021"),
        KEYTURN_PROPERTY(details_say_what_was_given, signing, "AM-ROT-033", "AM-SIG-019", "AM-SIG-028", "AM-SIG-029",
                         "AM-SIG-059", "AM-SIG-060"),
        KEYTURN_PROPERTY(texts_are_sealed_under_the_new_key, signing, "AM-ROT-032", "AM-SIG-019", "AM-SIG-030"),
        KEYTURN_PROPERTY(key_stays_out_of_the_body, signing, "AM-SEC-004", "AM-SEC-005"),
        KEYTURN_PROPERTY(body_is_encoded_as_produced, signing, "AM-KEY-017", "AM-KEY-029", "AM-SIG-023", "AM-REQ-022"),
        KEYTURN_PROPERTY(message_ids_are_uuids, signing, "AM-SIG-025"),
        KEYTURN_PROPERTY(next_change_is_fresh, signing, "AM-ROT-031", "AM-KEY-013", "AM-KEY-031", "AM-SIG-025"),
        KEYTURN_PROPERTY(retry_is_the_same, signing, "AM-SIG-026"),
        KEYTURN_PROPERTY(impossible_change_is_refused, signing, "AM-SIG-018", "AM-SIG-020", "AM-SIG-031", "AM-SIG-042",
                         "AM-KEY-032", "AM-ROT-037"),
        KEYTURN_PROPERTY(body_grows_with_the_roster, signing, "AM-SIG-042"),
    };
    return rows;
}

#undef KEYTURN_PROPERTY

JsonValue witness_of(const Property& property, const JsonValue& input) {
    return json_object({{"property", json_string(std::string(property.name))}, {"input", input}});
}

Problems problem_at(std::string pointer, std::string expected, const JsonValue* found) {
    return {{"", std::move(pointer), std::move(expected), shown(found)}};
}

}  // namespace

std::string_view name_of(Cost cost) {
    switch (cost) {
        case Cost::pure:
            return "pure";
        case Cost::signing:
            return "signing";
        case Cost::sequence:
            break;
    }
    return "sequence";
}

std::size_t default_runs(Cost cost) {
    switch (cost) {
        case Cost::pure:
            return 10'000;
        case Cost::signing:
            return 1'000;
        case Cost::sequence:
            break;
    }
    return 100;
}

bool Property::cites(std::string_view requirement) const {
    return std::ranges::find(requirements, requirement) != requirements.end();
}

bool Property::judges(std::string_view requirement) const {
    return cites(requirement) || requirement == "AM-SIG-041" || requirement == "AM-SIG-042";
}

std::span<const Property> properties() { return table(); }

const Property* find_property(std::string_view name) {
    const auto found = std::ranges::find(table(), name, &Property::name);
    return found == table().end() ? nullptr : &*found;
}

std::expected<Judgement, Problems> judge(const Property& property, Library& library, const JsonValue& input) {
    ObservedLibrary observed(library);
    auto violation = property.judge(observed, input);
    if (!violation) return std::unexpected(std::move(violation.error()));
    Judgement judgement = {observed.was_exercised(), std::move(*violation)};
    if (observed.failure()) judgement.violation = observed.failure();
    if (judgement.violation) {
        judgement.violation->oracle = property.name;
        judgement.violation->witness = witness_of(property, input);
    }
    return judgement;
}

std::expected<Judgement, Problems> judge_witness(Library& library, const JsonValue& witness) {
    const JsonValue* name = witness.find("property");
    const Property* property = name && name->is(JsonKind::string) ? find_property(name->text) : nullptr;
    if (!property)
        return std::unexpected(problem_at("/property", "the name of a property (keyturn check --list)", name));
    const JsonValue* input = witness.find("input");
    if (!input) return std::unexpected(problem_at("/input", "the input of the property", input));
    return judge(*property, library, *input);
}

}  // namespace keyturn
