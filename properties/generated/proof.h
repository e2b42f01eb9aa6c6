// Whether the properties would notice: every library that is known to be wrong is tried with them, and the one that
// cites what it breaks must see it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "adapters/defective_libraries.h"
#include "properties/catalogue.h"
#include "protocol/json_document.h"

namespace keyturn {

enum class ProofExtent {
    citing,  // only properties that cite the requirement that the library breaks, until one sees it
    whole,   // every property: the whole matrix
};

struct ProofSettings {
    ProofExtent extent = ProofExtent::citing;
    std::size_t runs = 1000;  // of each property, at most
    std::uint64_t seed = 1;
};

struct LibraryTrial {
    const DefectiveLibrary* defect;
    std::vector<std::string_view> killed_by;  // names of properties, in the order of the catalogue
    bool cited = false;                       // one of them cites the broken requirement: what counts as killed
};

LibraryTrial try_defect(const DefectiveLibrary& defect, const ProofSettings& settings);

// {"total", "killed", "survivors": […], "matrix": [{"defect", "requirement", "killed_by": […], "cited"}]}
JsonValue to_json(std::span<const LibraryTrial> trials);

}  // namespace keyturn
