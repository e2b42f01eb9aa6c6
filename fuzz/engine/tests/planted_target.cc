// A target for the tests of the replay: takes what begins with "good", does something else every time on what begins
// with "unsteady", and has an oracle that "bad" violates.
#include <string_view>

#include "fuzz/target.h"

FUZZ_TARGET {
    static int runs = 0;
    const std::string_view text = keyturn::text_of(input);
    keyturn::fuzz::expect(!text.starts_with("bad"), "nothing is bad");
    if (text.starts_with("unsteady") && ++runs % 2 == 0) return keyturn::fuzz::Taken::accepted;
    return keyturn::fuzz::accepted_if(text.starts_with("good"));
}
