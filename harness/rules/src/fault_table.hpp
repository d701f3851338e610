// The master fault table of DSP0226 §14.6, as the oracle knows it; the subject has its own.
#pragma once

#include <span>
#include <string_view>

#include "assay/vocab/names.hpp"

namespace assay::rules {

/// Does a fault of this kind always have one of the table's details, or only in special cases?
enum class DetailUse { never, sometimes, always };

struct FaultRow {
    std::string_view rule;  ///< "fault.table.wsman.accessdenied"
    vocab::QName subcode;
    vocab::QName code;
    DetailUse use = DetailUse::never;
    std::span<const std::string_view> details;  ///< last words of the wsman:FaultDetail URIs
};

[[nodiscard]] std::span<const FaultRow> fault_table();

/// The row of a subcode; nullptr when the table has none.
[[nodiscard]] const FaultRow* fault_row(std::string_view uri, std::string_view local);

}  // namespace assay::rules
