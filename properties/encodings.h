// Oracles of encodings: base64, keys, conversation ids, the order of versions (fact sheet, sections 1.5 and 2).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "properties/named_keys.h"
#include "properties/violation.h"
#include "protocol/bytes.h"

namespace keyturn {

struct Base64Text {
    std::string text;
    static void visit(auto& self, auto& field) { field("text", self.text); }
};

// A key in one of its right or wrong forms, see public_key_forms and private_key_forms.
struct KeyForm {
    KeyNumber key = 0;
    std::string form;
    static void visit(auto& self, auto& field) {
        field("key", self.key);
        field("form", self.form);
    }
};

struct ConversationName {
    std::string id, sender;
    static void visit(auto& self, auto& field) {
        field("id", self.id);
        field("sender", self.sender);
    }
};

struct VersionList {
    std::vector<std::string> versions;
    static void visit(auto& self, auto& field) { field("versions", self.versions); }
};

struct PublicKeyForm {
    std::string_view name;
    bool is_read;
    Bytes (*bytes)(const PublicKey&);
};
std::span<const PublicKeyForm> public_key_forms();

struct PrivateKeyForm {
    std::string_view name;
    bool is_read;
    Bytes (*bytes)(const PrivateKey&);
};
std::span<const PrivateKeyForm> private_key_forms();

// AM-KEY-018
std::optional<Violation> base64_is_read_as_it_must(Library& library, const Base64Text& input);
// AM-KEY-019
std::optional<Violation> public_key_is_read_as_it_must(Library& library, const KeyForm& input);
// AM-KEY-020
std::optional<Violation> private_key_is_read_as_it_must(Library& library, const KeyForm& input);
// AM-SIG-052, AM-SIG-053, AM-SIG-054: by what the id is.
std::optional<Violation> conversation_id_has_its_canonical_form(Library& library, const ConversationName& input);
// AM-KEY-011: the highest as numbers, wherever it stands in the list.
std::optional<Violation> latest_version_is_the_highest_number(Library& library, const VersionList& input);
// AM-KEY-011: whatever stands beside a version, it is earlier or later than another one, never both, and what is later
// than a later one is later. Judged over neighbours in the list that differ as numbers.
std::optional<Violation> versions_are_in_one_order(Library& library, const VersionList& input);

}  // namespace keyturn
