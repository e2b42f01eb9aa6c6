// Generators of what properties are tried on. They compose, shrink to something a person can read, and give the
// interesting cases more often than chance would.
#pragma once

#include <rapidcheck.h>

#include <string>
#include <vector>

#include "properties/conversation.h"
#include "properties/cost.h"
#include "properties/damage.h"
#include "properties/encodings.h"
#include "properties/key_history.h"
#include "properties/readings.h"
#include "properties/roster_change.h"
#include "properties/sealing.h"
#include "properties/serialization.h"
#include "properties/signing.h"
#include "properties/verification.h"
#include "properties/wrapping.h"

namespace keyturn::generate {

template <class T>
using Gen = rc::Gen<T>;

// Texts.
Gen<std::string> user_id();          // decimal, mostly one of a few
Gen<std::string> version();          // decimal, of any length, without leading zero
Gen<std::string> awkward_version();  // also with leading zeros, past 64 bits, and close together past 2^53
Gen<std::string> clean_text();       // what can be signed: letters, spaces, letters of other scripts
Gen<std::string> any_text();         // UTF-8 with all that is awkward: nothing, "null", commas, control characters
Gen<std::string> conversation_id();  // of a group, a pair in any order and form, a single user, or no such thing

// Event details of every action, filled by the schema with texts from `texts`; one that a payload can be made of; the
// actions that are never signed.
Gen<ThriftValue> detail(Gen<std::string> texts);
Gen<ThriftValue> signable_detail();
Gen<ThriftValue> unsigned_detail();

Gen<std::vector<Damage>> damages();

Gen<DetailInput> detail_input();
Gen<DamagedDetail> damaged_detail();
Gen<MalformedDetail> malformed_detail();
Gen<ListSizes> list_sizes();
Gen<FailureKind> failure_kind();
Gen<ReadingCost> reading_cost();
Gen<Base64Text> base64_text();
Gen<KeyForm> public_key_form();
Gen<KeyForm> private_key_form();
Gen<ConversationName> conversation_name();
Gen<VersionList> version_list();
Gen<VersionList> three_versions();
Gen<Action> any_action();       // whatever fits the schema
Gen<Action> signable_action();  // what an honest sender signs
Gen<Action> unsigned_action();
Gen<VariedEvent> varied_event();
Gen<SignInput> sign_input();
Gen<Wrap> wrap();
Gen<DamagedWrap> damaged_wrap();
Gen<ResizedWrap> resized_wrap();
Gen<WrapForStranger> wrap_for_stranger();
Gen<KeyHistory> key_history();
Gen<TwoReadings> two_readings();
Gen<Script> script();
Gen<SealedInput> sealed_input();
Gen<DamagedSeal> damaged_seal();
Gen<CutSeal> cut_seal();
Gen<RosterChange> group_change();       // nothing is wrong with it
Gen<RosterChange> impossible_change();  // mostly with one thing wrong

}  // namespace keyturn::generate
