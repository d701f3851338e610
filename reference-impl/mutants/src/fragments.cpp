// DSP0226 §7.7 to §7.11.
#include <array>

#include "assay/mutants/mutant.hpp"
#include "assay/vocab/rule.hpp"
#include "seams.hpp"
#include "surgery.hpp"

namespace assay::mutants {
namespace {

using vocab::rule;
namespace action = vocab::action;
namespace fault = vocab::fault;

bool asks_for_fragment(const Envelope& request) { return request.header(names::FragmentTransfer) != nullptr; }

std::string_view expression(const Envelope& request) { return header_text(request, names::FragmentTransfer); }

/// Twists wsman:XmlFragment in a reply.
Install on_fragment(std::function<void(Element& fragment)> twist) {
    return on_reply([twist = std::move(twist)](const Envelope&, Envelope& reply) {
        if (Element* fragment = body_child(reply, names::XmlFragment)) twist(*fragment);
    });
}

/// Answers what is asked of a fragment with InternalError where another fault belongs.
Install with_internal_error(const QName& instead_of, std::string_view verb) {
    return on_reply([instead_of, verb](const Envelope& request, Envelope& reply) {
        if (asks_for_fragment(request) && asks(request, verb))
            swap_subcode(reply, instead_of, fault::InternalError);
    });
}

Install passing_over() {
    return on_request([](Envelope& request) { drop_header(request, names::FragmentTransfer); });
}

void add_reading(Mutants& mutants) {
    mutants.push_back({"whole-instead-of-fragment", rule("fragment.exclusive"),
                       "FragmentTransfer is passed over", passing_over()});
    mutants.push_back({"fragments-passed-over", rule("fragment.optional"),
                       "A service without fragments passes the header over", passing_over()});
    mutants.push_back({"unknown-fragment-dialect-passed-over", rule("fragment.dialect-unknown"),
                       "A fragment in an unknown dialect gives the whole", on_request([](Envelope& request) {
                           const Element* header = request.header(names::FragmentTransfer);
                           if (header != nullptr && header->attribute("Dialect") != nullptr)
                               drop_header(request, names::FragmentTransfer);
                       })});
    mutants.push_back({"fragment-in-another-wrapper", rule("fragment.xmlfragment-wrapper"),
                       "A fragment comes in an element of another name",
                       on_fragment([](Element& fragment) { fragment.name.local = "Fragment"; })});
    mutants.push_back(
        {"fragment-header-not-repeated", rule("fragment.header-both-ways"),
         "The reply does not repeat FragmentTransfer",
         on_reply([](const Envelope&, Envelope& reply) { drop_header(reply, names::FragmentTransfer); })});
    mutants.push_back({"fragment-is-empty", rule("fragment.get.result"), "The wrapper of a fragment is empty",
                       on_fragment([](Element& fragment) { fragment.children.clear(); })});
    mutants.push_back({"text-comes-with-its-element", rule("fragment.text-leaf"), "text() gives an element",
                       on_fragment([](Element& fragment) {
                           if (!fragment.children.empty()) return;
                           fragment.add(QName{vocab::ns::wsmid, "Text"}, fragment.text);
                           fragment.text.clear();
                       })});
    mutants.push_back({"number-in-brackets-passed-over", rule("fragment.xpath.level1-single-node"),
                       "[2] is passed over", on_request([](Envelope& request) {
                           Element* header = request.header(names::FragmentTransfer);
                           const auto at = header == nullptr ? std::string::npos : header->text.find("[2]");
                           if (at != std::string::npos) header->text.erase(at, 3);
                       })});
    mutants.push_back({"brackets-refused", rule("fragment.xpath.level1"),
                       "An expression with brackets is refused", on_request([](Envelope& request) {
                           if (expression(request).find('[') != std::string_view::npos) misdirect(request);
                       })});
    mutants.push_back({"fragment-needs-a-dialect", rule("fragment.dialect-default-xpath1"),
                       "An expression without Dialect is refused", on_request([](Envelope& request) {
                           if (asks_for_fragment(request)) misdirect(request);
                       })});
    mutants.push_back({"fragment-in-no-namespace", rule("cim.fragment.property-ged"),
                       "The properties of a fragment are in no namespace", on_fragment([](Element& fragment) {
                           for (Element& each : fragment.children) each.name.ns = {};
                       })});
    mutants.push_back({"bad-expression-is-an-internal-error", rule("fragment.expression-too-complex"),
                       "An expression that cannot be evaluated is an internal error",
                       on_reply([](const Envelope& request, Envelope& reply) {
                           if (asks_for_fragment(request) && fault_in(reply) != nullptr)
                               refuse(reply, fault::InternalError);
                       })});
}

void add_changing(Mutants& mutants) {
    mutants.push_back({"read-only-fragment-is-an-internal-error", rule("fragment.put.readonly-fault"),
                       "A Put of a read-only fragment is an internal error",
                       on_reply([](const Envelope& request, Envelope& reply) {
                           if (asks_for_fragment(request) && asks(request, action::Put) &&
                               fault_in(reply) != nullptr)
                               refuse(reply, fault::InternalError);
                       })});
    mutants.push_back({"wrong-fragment-changes-something", rule("fragment.all-or-nothing"),
                       "A Put of a wrong value stores another one", on_request([](Envelope& request) {
                           Element* fragment =
                               asks(request, action::Put) ? body_child(request, names::XmlFragment) : nullptr;
                           if (fragment == nullptr || fragment->children.empty()) return;
                           if (fragment->children[0].text == "many") fragment->children[0].text = "4711";
                       })});
    mutants.push_back({"existing-fragment-replaced", rule("fragment.create.no-overwrite"),
                       "A Create of what exists replaces it", on_request([](Envelope& request) {
                           if (asks_for_fragment(request) && asks(request, action::Create))
                               set_header(request, names::Action, std::string{action::Put});
                       })});
    mutants.push_back({"bad-fragment-is-an-internal-error", rule("fragment.create.schema-violation"),
                       "A Create that breaks the schema is an internal error",
                       with_internal_error(fault::InvalidRepresentation, action::Create)});
    mutants.push_back({"locked-fragment-is-an-internal-error", rule("fragment.delete.locked"),
                       "A Delete of a locked fragment is an internal error",
                       with_internal_error(fault::Concurrency, action::Delete)});
    mutants.push_back(
        {"invalid-fragment-not-blamed", rule("fault.table.wxf.invalidrepresentation.invalidfragment"),
         "The detail InvalidFragment is lost",
         on_reply([](const Envelope&, Envelope& reply) { drop_detail(reply, "InvalidFragment"); })});
}

}  // namespace

void add_fragment_mutants(Mutants& mutants) {
    add_reading(mutants);
    add_changing(mutants);
}

}  // namespace assay::mutants
