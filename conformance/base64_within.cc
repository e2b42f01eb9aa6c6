#include "conformance/base64_within.h"

#include <algorithm>

#include "protocol/base64.h"
#include "protocol/bytes.h"

namespace keyturn {

std::string base64_core(std::string_view secret, std::size_t shift) {
    const std::string encoded = base64_unpadded(bytes_of(std::string(shift, '\0') + std::string(secret)));
    const std::size_t begin = (shift * 8 + 5) / 6, end = (shift + secret.size()) * 8 / 6;
    return encoded.substr(begin, end - begin);
}

std::string in_url_alphabet(std::string base64) {
    std::ranges::replace(base64, '+', '-');
    std::ranges::replace(base64, '/', '_');
    return base64;
}

}  // namespace keyturn
