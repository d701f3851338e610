// DSP0226 §6.
#include <charconv>

#include "assay/mutants/mutant.hpp"
#include "assay/vocab/rule.hpp"
#include "seams.hpp"
#include "surgery.hpp"

namespace assay::mutants {
namespace {

using vocab::rule;

bool changes(const Envelope& request) {
    return asks(request, vocab::action::Put) || asks(request, vocab::action::Create);
}

/// The result of a change that is too large to be told.
void add_unreportable(Mutants& mutants) {
    const auto called_too_large = [](std::string_view action) {
        return on_reply([action](const Envelope& request, Envelope& reply) {
            if (asks(request, action)) swap_detail(reply, "UnreportableSuccess", "MaxEnvelopeSize");
        });
    };
    mutants.push_back({"put-was-made-and-is-called-too-large", rule("transfer.put.unreportable"),
                       "A Put that was made is refused as too large", called_too_large(vocab::action::Put)});
    mutants.push_back({"create-was-made-and-is-called-too-large", rule("transfer.create.unreportable"),
                       "A Create that was made is refused as too large",
                       called_too_large(vocab::action::Create)});
    mutants.push_back({"change-that-was-made-is-an-internal-error", rule("maxenvelopesize.irreversible"),
                       "A change whose result does not fit is an internal error",
                       on_reply([](const Envelope& request, Envelope& reply) {
                           if (changes(request))
                               swap_subcode(reply, vocab::fault::EncodingLimit, vocab::fault::InternalError);
                       })});
    mutants.push_back(
        {"unreportable-success-not-told", rule("fault.table.wsman.encodinglimit.unreportablesuccess"),
         "The detail UnreportableSuccess is lost",
         on_reply([](const Envelope&, Envelope& reply) { drop_detail(reply, "UnreportableSuccess"); })});
}

/// What a client asks for that cannot be given, and is told so.
void add_not_given(Mutants& mutants) {
    mutants.push_back({"wrong-option-value-is-an-internal-error", rule("optionset.fault-value"),
                       "An option with a wrong value is an internal error",
                       on_reply([](const Envelope&, Envelope& reply) {
                           swap_subcode(reply, vocab::fault::InvalidOptions, vocab::fault::InternalError);
                       })});
    mutants.push_back({"value-of-an-option-not-blamed", rule("fault.table.wsman.invalidoptions.invalidvalue"),
                       "The detail InvalidValue is lost", on_reply([](const Envelope&, Envelope& reply) {
                           drop_detail(reply, "InvalidValue");
                       })});
    mutants.push_back({"unknown-reference-left-out", rule("requestepr.eprunknown"),
                       "RequestedEPR is empty where there is no EPR to tell",
                       on_reply([](const Envelope&, Envelope& reply) {
                           if (Element* told = reply.header(names::RequestedEPR))
                               drop_child(*told, names::EPRUnknown);
                       })});
    mutants.push_back({"everything-at-once-is-an-internal-error", rule("enumeration.filter.required"),
                       "An Enumerate that lacks its filter is an internal error",
                       on_reply([](const Envelope& request, Envelope& reply) {
                           if (is_for(request, "*"))
                               swap_subcode(reply, vocab::fault::UnsupportedFeature,
                                            vocab::fault::InternalError);
                       })});
    mutants.push_back(
        {"filtering-required-not-told", rule("fault.table.wsman.unsupportedfeature.filteringrequired"),
         "The detail FilteringRequired is lost",
         on_reply([](const Envelope&, Envelope& reply) { drop_detail(reply, "FilteringRequired"); })});
    mutants.push_back({"enumeration-of-another-user-is-an-internal-error",
                       rule("enumeration.same-credentials"),
                       "A Pull of another user's enumeration is an internal error",
                       on_reply([](const Envelope& request, Envelope& reply) {
                           if (asks(request, vocab::action::Pull))
                               swap_subcode(reply, vocab::fault::AccessDenied, vocab::fault::InternalError);
                       })});
    mutants.push_back({"quota-blamed-on-the-receiver", rule("fault.table.wsman.quotalimit"),
                       "QuotaLimit has the code s:Receiver", on_reply([](const Envelope&, Envelope& reply) {
                           set_code(reply, vocab::fault::QuotaLimit, vocab::fault::Receiver);
                       })});
}

}  // namespace

void add_control_header_mutants(Mutants& mutants) {
    add_unreportable(mutants);
    add_not_given(mutants);
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
