// A target for the tests of the replay: takes what begins with "good", does more on a longer input, something else in
// every process on what begins with "unsteady", and has an oracle that "bad" violates.
#include <unistd.h>

#include <string_view>

#include "fuzz/target.h"

FUZZ_TARGET {
    const std::string_view text = keyturn::text_of(input);
    keyturn::fuzz::expect(!text.starts_with("bad"), "nothing is bad");
    volatile int steps = 0;
    for (const char character : text) steps = steps + character;
    if (text.starts_with("unsteady"))
        for (int i = 0; i < getpid() % 251; ++i) steps = steps + 1;
    return keyturn::fuzz::accepted_if(text.starts_with("good"));
}
