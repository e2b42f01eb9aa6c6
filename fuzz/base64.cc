// A text. As base64 it is what its bytes are written as, but for padding; as bytes it is written and reads back.
#include "protocol/base64.h"
#include "fuzz/target.h"

using namespace keyturn;

FUZZ_TARGET {
    const std::string_view text = text_of(input);
    fuzz::expect(read_base64(base64(input)).value_or(Bytes{}) == copy(input), "padded base64 reads back");
    fuzz::expect(read_base64(base64_unpadded(input)).value_or(Bytes{}) == copy(input), "unpadded base64 reads back");
    fuzz::expect(from_hex(hex(input)) == copy(input), "hexadecimal reads back");
    const auto bytes = read_base64(text);
    if (!bytes) {
        fuzz::expect(bytes.error().offset <= text.size(), "a refusal has a place");
        return fuzz::Taken::refused;
    }
    fuzz::expect(base64_unpadded(*bytes) == text.substr(0, text.find('=')),
                 "one text stands for bytes, but for padding");
    fuzz::expect(base64(*bytes).starts_with(text), "padding is never in excess");
    return fuzz::Taken::accepted;
}
