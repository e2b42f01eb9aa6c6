#include "adapters/lenient_thrift.h"

#include "protocol/thrift_wire.h"

namespace keyturn {
namespace {

constexpr int deepest_skip = 64;

// Past the end everything reads as zeros, and `failed` stays set.
class Reader {
  public:
    Reader(ByteView bytes, const Leniency& leniency) : bytes_(bytes), leniency_(leniency) {}

    ThriftValue structure(const ThriftStructSchema& schema) {
        ThriftValue value;
        for (std::uint8_t type; (type = integer<std::uint8_t>()) != thrift_stop && !failed_;)
            field(value, schema, type, static_cast<std::int16_t>(integer<std::uint16_t>()));
        if (schema.is_union && value.fields.size() != 1) arms(value);
        return value;
    }

    bool failed() const { return failed_ || (at_ != bytes_.size() && !leniency_.trailing_bytes); }

  private:
    void field(ThriftValue& structure, const ThriftStructSchema& schema, std::uint8_t type, std::int16_t id) {
        const ThriftFieldSchema* known = schema.find(id);
        if (!known || wire_type(known->kind) != type) {
            const bool skips = known ? leniency_.other_types : leniency_.unknown_fields;
            return skips ? skip(type, deepest_skip) : fail();
        }
        if (structure.find(id) && !leniency_.repeats) return fail();
        structure.set(id, value(known->kind, *known));
    }

    void arms(ThriftValue& value) {
        if (value.fields.empty() || !leniency_.several_arms) return fail();
        value.fields.erase(value.fields.begin() + 1, value.fields.end());
    }

    ThriftValue value(ThriftKind kind, const ThriftFieldSchema& field) {
        switch (kind) {
            case ThriftKind::boolean:
                return thrift_boolean(boolean());
            case ThriftKind::i32:
                return thrift_i32(static_cast<std::int32_t>(integer<std::uint32_t>()));
            case ThriftKind::i64:
                return thrift_i64(static_cast<std::int64_t>(integer<std::uint64_t>()));
            case ThriftKind::text:
                return thrift_text(utf8());
            case ThriftKind::binary:
                return thrift_binary(characters());
            case ThriftKind::structure:
                return structure(*field.of);
            case ThriftKind::list:
                break;
        }
        return list(field);
    }

    ThriftValue list(const ThriftFieldSchema& field) {
        const bool fits = integer<std::uint8_t>() == wire_type(field.element);
        const std::uint32_t count = integer<std::uint32_t>();
        if (!fits) fail();
        std::vector<ThriftValue> elements;
        for (std::uint32_t element = 0; element < count && !failed_; ++element)
            elements.push_back(value(field.element, field));
        return thrift_list(std::move(elements));
    }

    bool boolean() {
        const auto byte = integer<std::uint8_t>();
        if (byte > 1 && !leniency_.any_boolean) fail();
        return byte != 0;
    }

    std::string utf8() {
        std::string text = characters();
        if (!is_utf8(text)) fail();
        return text;
    }

    std::string characters() {
        const ByteView text = take(integer<std::uint32_t>());
        return std::string(text_of(text));
    }

    void skip(std::uint8_t type, int depth) {
        if (depth == 0) return fail();
        if (type == wire_type(ThriftKind::boolean)) return void(take(1));
        if (type == wire_type(ThriftKind::i32)) return void(take(4));
        if (type == wire_type(ThriftKind::i64)) return void(take(8));
        if (type == wire_type(ThriftKind::text)) return void(take(integer<std::uint32_t>()));
        if (type == wire_type(ThriftKind::structure)) return skip_structure(depth);
        if (type == wire_type(ThriftKind::list)) return skip_list(depth);
        fail();
    }

    void skip_structure(int depth) {
        for (std::uint8_t type; (type = integer<std::uint8_t>()) != thrift_stop && !failed_;) {
            take(2);
            skip(type, depth - 1);
        }
    }

    void skip_list(int depth) {
        const auto type = integer<std::uint8_t>();
        const auto count = integer<std::uint32_t>();
        for (std::uint32_t element = 0; element < count && !failed_; ++element) skip(type, depth - 1);
    }

    template <class Unsigned>
    Unsigned integer() {
        Unsigned value = 0;
        for (const std::uint8_t byte : take(sizeof value)) value = static_cast<Unsigned>(value << 8 | byte);
        return value;
    }

    ByteView take(std::size_t size) {
        if (size > bytes_.size() - at_) {
            fail();
            return {};
        }
        at_ += size;
        return bytes_.subspan(at_ - size, size);
    }

    void fail() { failed_ = true; }

    ByteView bytes_;
    const Leniency& leniency_;
    std::size_t at_ = 0;
    bool failed_ = false;
};

}  // namespace

Result<ThriftValue> read_leniently(ByteView bytes, const ThriftStructSchema& schema, const Leniency& leniency) {
    Reader reader(bytes, leniency);
    ThriftValue value = reader.structure(schema);
    if (reader.failed()) return refuse("not even a lenient reader reads this");
    return value;
}

}  // namespace keyturn
