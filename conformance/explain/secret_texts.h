// What must not be seen in an explanation, in every writing in which it could stand there.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_set>

#include "conformance/explain/explain.h"
#include "protocol/bytes.h"
#include "protocol/given.h"

namespace keyturn {

// Finds secrets by parts: 16 characters of one give it away. Wiped when it ends.
class SecretTexts {
  public:
    SecretTexts() = default;
    SecretTexts(const SecretTexts&) = delete;
    SecretTexts& operator=(const SecretTexts&) = delete;
    ~SecretTexts();

    void add_all_of(const Given& given);   // private keys and tokens
    void add_key(ByteView key);            // as hexadecimal and as base64 of either alphabet
    void add_text(std::string_view text);  // of less than 6 characters nothing is found: they are met by chance

    // The text with a remark in place of each stretch that is part of a secret. Linear in the text.
    std::string without_secrets(std::string_view text) const;

  private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };
    using Parts = std::unordered_set<std::string, Hash, std::equal_to<>>;

    std::map<std::size_t, Parts> parts_;  // by their length
};

void hide(const SecretTexts& secrets, Explanation& explanation);

}  // namespace keyturn
