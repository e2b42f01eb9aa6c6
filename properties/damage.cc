#include "properties/damage.h"

namespace keyturn {
namespace {

Bytes damaged(Bytes bytes, const Damage& damage) {
    const auto byte = static_cast<std::uint8_t>(damage.with);
    if (damage.how == "insert") {
        bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(damage.at % (bytes.size() + 1)), byte);
        return bytes;
    }
    if (bytes.empty()) return bytes;
    const std::size_t place = damage.at % bytes.size();
    const auto position = bytes.begin() + static_cast<std::ptrdiff_t>(place);
    if (damage.how == "flip") bytes[damage.at / 8 % bytes.size()] ^= static_cast<std::uint8_t>(1u << damage.at % 8);
    if (damage.how == "replace") *position = byte;
    if (damage.how == "cut") bytes.resize(place);
    if (damage.how == "drop") bytes.erase(position);
    if (damage.how == "double") {
        const std::uint8_t doubled = *position;
        bytes.insert(position, doubled);
    }
    return bytes;
}

}  // namespace

Bytes damaged(Bytes bytes, const std::vector<Damage>& damages) {
    for (const Damage& damage : damages) bytes = damaged(std::move(bytes), damage);
    return bytes;
}

}  // namespace keyturn
