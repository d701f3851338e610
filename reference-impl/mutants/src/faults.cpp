// DSP0226 §14.
#include "assay/mutants/mutant.hpp"
#include "assay/vocab/rule.hpp"
#include "seams.hpp"
#include "surgery.hpp"

namespace assay::mutants {
namespace {

using vocab::rule;
namespace ns = vocab::ns;

Install on_fault(std::function<void(Envelope& reply, Element& fault)> twist) {
    return on_reply([twist = std::move(twist)](const Envelope&, Envelope& reply) {
        if (Element* fault = fault_in(reply)) twist(reply, *fault);
    });
}

/// Sends the faults of that subcode with the other code.
Install with_code(const QName& subcode, const QName& code) {
    return on_fault([subcode, code](Envelope& reply, Element&) { set_code(reply, subcode, code); });
}

}  // namespace

void add_fault_mutants(Mutants& mutants) {
    mutants.push_back({"fault-with-action-of-its-own", rule("fault.action-uri"), "All faults have one action",
                       on_fault([](Envelope& reply, Element&) {
                           set_header(reply, names::Action, "http://schemas.assay.example/fault");
                       })});
    mutants.push_back(
        {"fault-without-language", rule("fault.reason-lang"),
         "The reason of a fault does not say its language", on_fault([](Envelope&, Element& fault) {
             fault.child(QName{ns::s, "Reason"})->child(QName{ns::s, "Text"})->attributes.clear();
         })});
    mutants.push_back({"fault-without-reason", rule("fault.envelope-format"), "Faults have no reason",
                       on_fault([](Envelope&, Element& fault) {
                           drop_child(fault, QName{ns::s, "Reason"});
                       })});
    mutants.push_back({"fault-without-subcode", rule("fault.constraints"), "Faults have no subcode",
                       on_fault([](Envelope&, Element& fault) {
                           drop_child(*fault.child(QName{ns::s, "Code"}), QName{ns::s, "Subcode"});
                       })});
    mutants.push_back({"fault-invented", rule("fault.from-table"),
                       "Representations are refused with a fault of our own",
                       on_fault([](Envelope& reply, Element& fault) {
                           if (has_subcode(reply, vocab::fault::InvalidRepresentation)) {
                               subcode_of(fault)->qname = QName{ns::wsman, "NotLikeThis"};
                           }
                       })});
    mutants.push_back({"fault-without-detail", rule("fault.detail-element"), "Faults have no detail",
                       on_fault([](Envelope&, Element& fault) {
                           drop_child(fault, QName{ns::s, "Detail"});
                       })});
    mutants.push_back({"header-not-named", rule("fault.notunderstood.format"),
                       "The header that is not understood is not named",
                       on_fault([](Envelope& reply, Element&) {
                           drop_header(reply, QName{ns::s, "NotUnderstood"});
                       })});
    mutants.push_back({"access-denied-by-the-receiver", rule("fault.table.wsman.accessdenied"),
                       "AccessDenied has the code s:Receiver",
                       with_code(vocab::fault::AccessDenied, vocab::fault::Receiver)});
    mutants.push_back({"timed-out-by-the-sender", rule("fault.table.wsman.timedout"),
                       "TimedOut has the code s:Sender",
                       with_code(vocab::fault::TimedOut, vocab::fault::Sender)});
    mutants.push_back({"unreachable-by-the-receiver", rule("fault.table.wsa.destinationunreachable"),
                       "DestinationUnreachable has the code s:Receiver",
                       with_code(vocab::fault::DestinationUnreachable, vocab::fault::Receiver)});
    mutants.push_back({"bad-context-by-the-sender", rule("fault.table.wsen.invalidenumerationcontext"),
                       "InvalidEnumerationContext has the code s:Sender",
                       with_code(vocab::fault::InvalidEnumerationContext, vocab::fault::Sender)});
}

}  // namespace assay::mutants
