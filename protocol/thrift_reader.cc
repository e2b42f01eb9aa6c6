#include <fmt/format.h>

#include "protocol/thrift_binary.h"
#include "protocol/thrift_wire.h"

namespace keyturn {
namespace {

using Refused = std::optional<Refusal>;

// A struct or a list that is being read. It moves into the one below it when it is whole.
struct Open {
    ThriftValue value;
    std::int16_t id;                   // under which the one below keeps it, when that is a struct
    const ThriftStructSchema* schema;  // of a struct
    const ThriftFieldSchema* list;     // of a list
    std::uint32_t elements_to_come = 0;
};

class Reader {
  public:
    Reader(ByteView bytes, const ThriftLimits& limits) : bytes_(bytes), limits_(limits) {}

    Result<ThriftValue> read(const ThriftStructSchema& schema) {
        open_struct(0, schema);
        while (!open_.empty())
            if (auto refused = open_.back().list ? next_element() : next_field())
                return std::unexpected(std::move(*refused));
        if (rest() > 0) return refuse("bytes after the end of the struct", at_);
        return std::move(whole_);
    }

  private:
    Refused next_element() {
        Open& list = open_.back();
        if (list.elements_to_come > 0) {
            --list.elements_to_come;
            return read_value(list.list->element, *list.list);
        }
        close();
        return std::nullopt;
    }

    Refused next_field() {
        const std::size_t start = at_;
        const auto type = integer<std::uint8_t>();
        if (!type) return ended();
        if (*type == thrift_stop) return end_of_struct(start);
        const auto id = integer<std::uint16_t>();
        if (!id) return ended();
        const ThriftStructSchema& schema = *open_.back().schema;
        const ThriftFieldSchema* field = schema.find(static_cast<std::int16_t>(*id));
        if (!field)
            return Refusal{fmt::format("{} has no field {}", schema.name, static_cast<std::int16_t>(*id)), start};
        if (auto refused = check_field(*field, *type, start)) return refused;
        return read_value(field->kind, *field);
    }

    Refused check_field(const ThriftFieldSchema& field, std::uint8_t type, std::size_t start) const {
        const Open& structure = open_.back();
        const std::string_view name = structure.schema->name;
        if (structure.value.find(field.id))
            return Refusal{fmt::format("{}.{} is there twice", name, field.name), start};
        if (structure.schema->is_union && !structure.value.fields.empty())
            return Refusal{fmt::format("{} is a union and has more than one arm", name), start};
        const std::uint8_t wanted = wire_type(field.kind);
        if (type != wanted)
            return Refusal{fmt::format("{}.{} has type {} instead of {}", name, field.name, type, wanted), start};
        return std::nullopt;
    }

    Refused end_of_struct(std::size_t stop) {
        const Open& structure = open_.back();
        if (structure.schema->is_union && structure.value.fields.empty())
            return Refusal{fmt::format("{} is a union and has no arm", structure.schema->name), stop};
        close();
        return std::nullopt;
    }

    Refused read_value(ThriftKind kind, const ThriftFieldSchema& field) {
        switch (kind) {
            case ThriftKind::boolean:
                return read_boolean(field);
            case ThriftKind::i32:
                return read_number<std::uint32_t, std::int32_t>(kind, field);
            case ThriftKind::i64:
                return read_number<std::uint64_t, std::int64_t>(kind, field);
            case ThriftKind::text:
            case ThriftKind::binary:
                return read_characters(kind, field);
            case ThriftKind::structure:
                open_struct(field.id, *field.of);
                return std::nullopt;
            case ThriftKind::list:
                break;
        }
        return open_list(field);
    }

    Refused read_boolean(const ThriftFieldSchema& field) {
        const std::size_t start = at_;
        const auto byte = integer<std::uint8_t>();
        if (!byte) return ended();
        if (*byte > 1) return Refusal{fmt::format("{}: a boolean that is neither 0 nor 1", field.name), start};
        keep(field.id, thrift_boolean(*byte == 1));
        return std::nullopt;
    }

    template <class Unsigned, class Signed>
    Refused read_number(ThriftKind kind, const ThriftFieldSchema& field) {
        const auto number = integer<Unsigned>();
        if (!number) return ended();
        keep(field.id, ThriftValue{.kind = kind, .number = static_cast<Signed>(*number)});
        return std::nullopt;
    }

    Refused read_characters(ThriftKind kind, const ThriftFieldSchema& field) {
        const std::size_t start = at_;
        const auto size = integer<std::uint32_t>();
        if (!size) return ended();
        if (is_negative(*size)) return Refusal{fmt::format("{}: a negative size", field.name), start};
        if (*size > limits_.text_bytes)
            return Refusal{fmt::format("{}: more than {} bytes in one text", field.name, limits_.text_bytes), start};
        if (*size > rest()) return Refusal{fmt::format("{}: a size past the end of the input", field.name), start};

        const std::string_view text = text_of(bytes_.subspan(at_, *size));
        if (kind == ThriftKind::text && !is_utf8(text))
            return Refusal{fmt::format("{}: a text that is not UTF-8", field.name), at_};
        at_ += *size;
        keep(field.id, ThriftValue{.kind = kind, .text = std::string(text)});
        return std::nullopt;
    }

    Refused open_list(const ThriftFieldSchema& field) {
        const std::size_t start = at_;
        const auto type = integer<std::uint8_t>();
        if (!type) return ended();
        const std::uint8_t wanted = wire_type(field.element);
        if (*type != wanted)
            return Refusal{fmt::format("{}: elements of type {} instead of {}", field.name, *type, wanted), start};
        const auto count = integer<std::uint32_t>();
        if (!count) return ended();
        if (auto refused = check_count(field, *count, start + 1)) return refused;

        declared_ += *count;
        open_.push_back(
            {.value = thrift_list({}), .id = field.id, .schema = nullptr, .list = &field, .elements_to_come = *count});
        open_.back().value.elements.reserve(*count);
        return std::nullopt;
    }

    Refused check_count(const ThriftFieldSchema& field, std::uint32_t count, std::size_t start) const {
        if (is_negative(count)) return Refusal{fmt::format("{}: a negative number of elements", field.name), start};
        if (count > limits_.elements_per_list)
            return Refusal{fmt::format("{}: more than {} elements in one list", field.name, limits_.elements_per_list),
                           start};
        if (count > limits_.elements_declared - declared_)
            return Refusal{fmt::format("{}: more than {} elements in all lists", field.name, limits_.elements_declared),
                           start};
        if (count > rest() / smallest_element(field.element))
            return Refusal{fmt::format("{}: more elements than the rest of the input can hold", field.name), start};
        return std::nullopt;
    }

    void open_struct(std::int16_t id, const ThriftStructSchema& schema) {
        open_.push_back({.value = {}, .id = id, .schema = &schema, .list = nullptr});
    }

    void close() {
        Open closed = std::move(open_.back());
        open_.pop_back();
        if (open_.empty())
            whole_ = std::move(closed.value);
        else
            keep(closed.id, std::move(closed.value));
    }

    void keep(std::int16_t id, ThriftValue value) {
        Open& into = open_.back();
        if (into.list)
            into.value.elements.push_back(std::move(value));
        else
            into.value.set(id, std::move(value));
    }

    template <class Unsigned>
    std::optional<Unsigned> integer() {
        if (rest() < sizeof(Unsigned)) return std::nullopt;
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < sizeof(Unsigned); ++i) value = value << 8 | bytes_[at_++];
        return static_cast<Unsigned>(value);
    }

    static bool is_negative(std::uint32_t size) { return size >> 31 != 0; }
    std::size_t rest() const { return bytes_.size() - at_; }
    Refusal ended() const { return {"the input ends inside the struct", at_}; }

    ByteView bytes_;
    const ThriftLimits& limits_;
    std::size_t at_ = 0;
    std::size_t declared_ = 0;
    std::vector<Open> open_;
    ThriftValue whole_;
};

}  // namespace

Result<ThriftValue> read_thrift(ByteView bytes, const ThriftStructSchema& schema, const ThriftLimits& limits) {
    return Reader(bytes, limits).read(schema);
}

}  // namespace keyturn
