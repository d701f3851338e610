#include "assay/mutants/mutant.hpp"

namespace assay::mutants {

Mutants all_mutants() {
    Mutants mutants;
    add_addressing_mutants(mutants);
    add_selector_mutants(mutants);
    add_control_header_mutants(mutants);
    add_transfer_mutants(mutants);
    add_enumeration_mutants(mutants);
    add_identify_mutants(mutants);
    add_http_mutants(mutants);
    add_soap_mutants(mutants);
    add_fault_mutants(mutants);
    add_fault_table_mutants(mutants);
    add_refusal_mutants(mutants);
    add_answer_mutants(mutants);
    add_octet_mutants(mutants);
    add_fragment_mutants(mutants);
    add_instance_mutants(mutants);
    add_query_mutants(mutants);
    add_authentication_mutants(mutants);
    add_tls_mutants(mutants);
    add_windows_mutants(mutants);
    add_hardware_mutants(mutants);
    add_reading_mutants(mutants);
    add_sequence_mutants(mutants);
    add_framing_mutants(mutants);
    add_hostile_envelope_mutants(mutants);
    add_field_bug_mutants(mutants);
    return mutants;
}

}  // namespace assay::mutants
