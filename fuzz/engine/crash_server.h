// `TARGET --crashes MILLISECONDS MEGABYTES`: runs inputs that may end the process, each in one that is forked for it.
// Fork instead of start, for a start takes many times as long as most inputs.
//
// It greets with `crash_server_greeting` and `plain` or, when it has sanitizers, `sanitizers` in a line, then reads of
// each input a line with its size, and its bytes; and answers with a line `<end> <number> <size>` and as many bytes of
// what the input made the target print. <end> is one of
//     accepted, refused   the input was taken as what it is meant to be, or not
//     exit, signal        the process ended by itself: the number is its status, or the signal's
//     slow, memory        it was ended for it took longer, or more resident memory, than it may
// Where a signal ends the process and no sanitizer tells where, lines `    #0 0x… (<module>+0x<offset>)` do.
#pragma once

#include <string>
#include <vector>

namespace keyturn::fuzz {

inline constexpr const char* crash_server_flag = "--crashes";
inline constexpr const char* crash_server_greeting = "keyturn crashes 1 ";

// Serves until standard input ends. Exit status 0; 2: the arguments, or a size, are none.
int serve_crashes(const std::vector<std::string>& arguments);

}  // namespace keyturn::fuzz
