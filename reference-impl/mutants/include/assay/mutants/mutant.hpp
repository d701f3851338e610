// A named breach of one rule: what the suites have to find.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "assay/server/seams.hpp"

namespace assay::mutants {

struct Mutant {
    std::string_view id;
    std::string_view violates;  ///< vocab::rule("…"): the finding has to name this rule
    std::string_view title;
    std::function<void(server::Seams& seams)> install;  ///< sets one seam
};

using Mutants = std::vector<Mutant>;

/// Every mutant, chapter by chapter.
[[nodiscard]] Mutants all_mutants();

void add_addressing_mutants(Mutants& mutants);
void add_selector_mutants(Mutants& mutants);
void add_transfer_mutants(Mutants& mutants);
void add_enumeration_mutants(Mutants& mutants);
void add_identify_mutants(Mutants& mutants);
void add_control_header_mutants(Mutants& mutants);
void add_fault_mutants(Mutants& mutants);
void add_http_mutants(Mutants& mutants);
void add_soap_mutants(Mutants& mutants);
void add_fault_table_mutants(Mutants& mutants);
void add_refusal_mutants(Mutants& mutants);
void add_answer_mutants(Mutants& mutants);
void add_octet_mutants(Mutants& mutants);
void add_fragment_mutants(Mutants& mutants);
void add_instance_mutants(Mutants& mutants);
void add_query_mutants(Mutants& mutants);
void add_authentication_mutants(Mutants& mutants);
void add_tls_mutants(Mutants& mutants);
void add_windows_mutants(Mutants& mutants);
void add_hardware_mutants(Mutants& mutants);
void add_reading_mutants(Mutants& mutants);
void add_sequence_mutants(Mutants& mutants);
void add_framing_mutants(Mutants& mutants);
void add_hostile_envelope_mutants(Mutants& mutants);
void add_field_bug_mutants(Mutants& mutants);

/// The mutants as JSON: [{"id":…,"violates":…,"title":…}].
[[nodiscard]] std::string to_json(std::span<const Mutant> mutants);

}  // namespace assay::mutants
