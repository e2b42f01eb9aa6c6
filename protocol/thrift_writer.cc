#include <algorithm>

#include "protocol/thrift_binary.h"
#include "protocol/thrift_wire.h"

namespace keyturn {
namespace {

// Goes by the schema, so it nests no deeper than the schema does.
class Writer {
  public:
    void structure(const ThriftValue& value, const ThriftStructSchema& schema) {
        for (const ThriftFieldSchema& field : schema.fields) {
            const ThriftValue* set = value.find(field.id);
            if (!set) continue;
            integer(wire_type(field.kind));
            integer(static_cast<std::uint16_t>(field.id));
            this->value(*set, field.kind, field);
        }
        integer(thrift_stop);
    }

    Bytes take() { return std::move(bytes_); }

  private:
    void value(const ThriftValue& value, ThriftKind kind, const ThriftFieldSchema& field) {
        switch (kind) {
            case ThriftKind::boolean:
                return integer(static_cast<std::uint8_t>(value.number));
            case ThriftKind::i32:
                return integer(static_cast<std::uint32_t>(value.number));
            case ThriftKind::i64:
                return integer(static_cast<std::uint64_t>(value.number));
            case ThriftKind::text:
            case ThriftKind::binary:
                return characters(value.text);
            case ThriftKind::structure:
                return structure(value, *field.of);
            case ThriftKind::list:
                return list(value.elements, field);
        }
    }

    void list(const std::vector<ThriftValue>& elements, const ThriftFieldSchema& field) {
        integer(wire_type(field.element));
        integer(static_cast<std::uint32_t>(elements.size()));
        for (const ThriftValue& element : elements) value(element, field.element, field);
    }

    void characters(std::string_view text) {
        integer(static_cast<std::uint32_t>(text.size()));
        std::ranges::copy(bytes_of(text), std::back_inserter(bytes_));
    }

    template <class Unsigned>
    void integer(Unsigned value) {
        for (std::size_t bits = sizeof value * 8; bits > 0; bits -= 8)
            bytes_.push_back(static_cast<std::uint8_t>(value >> (bits - 8)));
    }

    Bytes bytes_;
};

}  // namespace

Bytes write_thrift(const ThriftValue& value, const ThriftStructSchema& schema) {
    Writer writer;
    writer.structure(value, schema);
    return writer.take();
}

bool is_canonical(ByteView bytes, const ThriftStructSchema& schema) {
    const auto value = read_thrift(bytes, schema);
    return value && std::ranges::equal(write_thrift(*value, schema), bytes);
}

}  // namespace keyturn
