// DSP0226 §6.
#include <charconv>

#include "assay/mutants/mutant.hpp"
#include "assay/vocab/rule.hpp"
#include "seams.hpp"
#include "surgery.hpp"

namespace assay::mutants {
namespace {

using vocab::rule;

}  // namespace

void add_control_header_mutants(Mutants& mutants) {
    mutants.push_back({"timeout-not-kept", rule("operationtimeout.expired"),
                       "OperationTimeout is passed over",
                       on_request([](Envelope& request) { drop_header(request, names::OperationTimeout); })});
    mutants.push_back(
        {"any-timeout-will-do", rule("operationtimeout.invalid"),
         "An OperationTimeout that is no duration is passed over", on_request([](Envelope& request) {
             const auto said = header_text(request, names::OperationTimeout);
             if (!said.starts_with('P') || said.find_first_of("YDHMS") == std::string_view::npos) {
                 drop_header(request, names::OperationTimeout);
             }
         })});
    mutants.push_back({"envelope-size-not-kept", rule("maxenvelopesize.mustunderstand"),
                       "MaxEnvelopeSize is passed over",
                       on_request([](Envelope& request) { drop_header(request, names::MaxEnvelopeSize); })});
    mutants.push_back({"tiny-envelopes-promised", rule("maxenvelopesize.minimum-8192"),
                       "A MaxEnvelopeSize below 8192 is taken for 8192", on_request([](Envelope& request) {
                           const auto said = header_text(request, names::MaxEnvelopeSize);
                           unsigned octets = 0;
                           std::from_chars(said.data(), said.data() + said.size(), octets);
                           if (octets > 0 && octets < 8'192)
                               set_header(request, names::MaxEnvelopeSize, "8192");
                       })});
    mutants.push_back({"mandatory-locale-passed-over", rule("locale.mustunderstand"),
                       "A mandatory locale that is not spoken is passed over",
                       on_request([](Envelope& request) { drop_header(request, names::Locale); })});
    mutants.push_back({"options-not-obeyed", rule("optionset.mustcomply"),
                       "Options that have to be obeyed are passed over",
                       on_request([](Envelope& request) { drop_header(request, names::OptionSet); })});
    mutants.push_back({"options-in-replies", rule("optionset.not-in-responses"), "Replies carry an OptionSet",
                       on_reply([](const Envelope&, Envelope& reply) {
                           if (!reply.headers.empty()) reply.headers.emplace_back(names::OptionSet);
                       })});
    mutants.push_back(
        {"reference-not-told", rule("requestepr.response"), "RequestEPR is passed over",
         on_reply([](const Envelope&, Envelope& reply) { drop_header(reply, names::RequestedEPR); })});
}

}  // namespace assay::mutants
