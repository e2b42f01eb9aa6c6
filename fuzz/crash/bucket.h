// Which crashes are one bug: those of a target with the same oracle, requirement and place, and of errors that no
// oracle sees those with the same kind and innermost functions of the project.
#pragma once

#include <string>
#include <string_view>

#include "fuzz/crash/crash.h"
#include "fuzz/crash/frame_names.h"

namespace keyturn::fuzz {

// A name of a-z, 0-9 and -, that stays the same wherever and however often the crash is run: the target, some words of
// what is wrong, and eight digits that tell apart what these words don't:
// "base64-padding-is-never-in-excess-1f0c33a9".
std::string bucket_of(std::string_view target, const Crash& crash, FrameNames& names);

// An oracle's sentence, or a sanitizer's, without what depends on the input: quoted texts, numbers, list indices.
std::string without_particulars(std::string_view sentence);

}  // namespace keyturn::fuzz
