// A named breach of one rule: what the suites have to find.
#pragma once

#include <vector>

#include "assay/server/seams.hpp"
#include "assay/vocab/mutant.hpp"

namespace assay::mutants {

using Mutant = vocab::Mutant<server::Seams>;
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

}  // namespace assay::mutants
