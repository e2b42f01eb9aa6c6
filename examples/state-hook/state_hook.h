// A state hook: how keyturn gives a server under test the state that a case starts from, and takes it away again.
// POST {"action": "set-up" | "tear-down", "given": {"groups": […], "users": {"<id>": {"keys": […], "token"?}}}}
// Put it into test builds only: whoever reaches it owns every account it makes.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "protocol/json_document.h"

struct Store {
    std::map<std::string, keyturn::JsonValue> users, groups;  // as given, by id; users with their tokens
};

// The answer to a body that was sent to the hook: a status and what is sent as JSON.
std::pair<int, keyturn::JsonValue> state_hook(Store& store, const std::string& body);
