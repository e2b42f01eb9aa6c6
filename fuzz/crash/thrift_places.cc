#include <optional>

#include "fuzz/crash/strategies.h"
#include "protocol/thrift_wire.h"

namespace keyturn::fuzz {
namespace {

constexpr std::size_t most_nested = 32;
constexpr std::size_t field_header_bytes = 3, size_bytes = 4, list_header_bytes = 1 + size_bytes;

std::string size_on_the_wire(std::size_t size) {
    std::string bytes;
    for (const int shift : {24, 16, 8, 0}) bytes += static_cast<char>(size >> shift & 0xff);
    return bytes;
}

// Bytes of a value whose size its type says; 0 for others.
std::size_t fixed_size(std::uint8_t type) {
    if (type == wire_type(ThriftKind::boolean)) return 1;
    if (type == wire_type(ThriftKind::i32)) return 4;
    return type == wire_type(ThriftKind::i64) ? 8 : 0;
}

// Goes by the types on the wire, not by a schema: what a reader fails on need not fit any. Each walk ends behind what
// it walked, and adds what is within; nothing where that is no Thrift.
class ThriftWalk {
  public:
    explicit ThriftWalk(std::string_view input) : input_(input) {}

    std::optional<std::size_t> structure(std::size_t at, std::size_t depth) {
        const std::size_t begin = at, index = places_.size();
        places_.emplace_back();
        Parts fields;
        while (at < input_.size() && byte(at) != thrift_stop) {
            const auto end = value(byte(at), at + field_header_bytes, depth);
            if (!end) return std::nullopt;
            fields.push_back(input_.substr(at, *end - at));
            at = *end;
        }
        if (at >= input_.size()) return std::nullopt;
        places_[index] = {begin, at + 1, std::move(fields), with_stop, {}};
        return at + 1;
    }

    std::vector<Place> take() { return std::move(places_); }

  private:
    static std::string with_stop(const Parts& fields) { return joined(fields) + static_cast<char>(thrift_stop); }

    std::uint8_t byte(std::size_t at) const { return static_cast<std::uint8_t>(input_[at]); }
    bool has(std::size_t at, std::size_t size) const { return at <= input_.size() && size <= input_.size() - at; }

    std::optional<std::size_t> size_at(std::size_t at) const {
        if (!has(at, size_bytes)) return std::nullopt;
        std::size_t size = 0;
        for (std::size_t i = 0; i < size_bytes; ++i) size = size << 8 | byte(at + i);
        return size;
    }

    std::optional<std::size_t> value(std::uint8_t type, std::size_t at, std::size_t depth) {
        if (type == wire_type(ThriftKind::structure))
            return depth < most_nested ? structure(at, depth + 1) : std::nullopt;
        if (type == wire_type(ThriftKind::list)) return depth < most_nested ? list(at, depth + 1) : std::nullopt;
        if (type == wire_type(ThriftKind::text)) return text(at);
        return number(at, fixed_size(type));
    }

    std::optional<std::size_t> number(std::size_t at, std::size_t size) {
        if (size == 0 || !has(at, size)) return std::nullopt;
        places_.push_back({at, at + size, {}, {}, {std::string(size, '\0')}});
        return at + size;
    }

    std::optional<std::size_t> text(std::size_t at) {
        const auto size = size_at(at);
        if (!size || !has(at + size_bytes, *size)) return std::nullopt;
        const std::size_t end = at + size_bytes + *size;
        Place place{at, end, {}, {}, {}};
        for (std::size_t i = at + size_bytes; i < end; ++i) place.parts.push_back(input_.substr(i, 1));
        place.made_of = [](const Parts& kept) { return size_on_the_wire(kept.size()) + joined(kept); };
        places_.push_back(std::move(place));
        return end;
    }

    std::optional<std::size_t> list(std::size_t at, std::size_t depth) {
        if (!has(at, list_header_bytes)) return std::nullopt;
        const std::uint8_t type = byte(at);
        const std::size_t begin = at, count = *size_at(at + 1), index = places_.size();
        at += list_header_bytes;
        places_.emplace_back();
        Parts elements;
        for (std::size_t i = 0; i < count; ++i) {
            const auto end = value(type, at, depth);
            if (!end) return std::nullopt;
            elements.push_back(input_.substr(at, *end - at));
            at = *end;
        }
        const auto made_of = [type](const Parts& kept) {
            return static_cast<char>(type) + size_on_the_wire(kept.size()) + joined(kept);
        };
        places_[index] = {begin, at, std::move(elements), made_of, {}};
        return at;
    }

    std::string_view input_;
    std::vector<Place> places_;
};

}  // namespace

std::vector<Place> thrift_places(std::string_view input) {
    ThriftWalk walk(input);
    return walk.structure(0, 0) == input.size() ? walk.take() : std::vector<Place>();
}

}  // namespace keyturn::fuzz
