// What a service has to serve, refused: each mutant sends the request astray when it sees what it dislikes.
#include <array>

#include "assay/base/text.hpp"
#include "assay/mutants/mutant.hpp"
#include "assay/vocab/rule.hpp"
#include "seams.hpp"
#include "surgery.hpp"

namespace assay::mutants {
namespace {

using vocab::rule;
namespace action = vocab::action;

const std::string& raw(const Envelope& request, const QName& name) {
    static const std::string none;
    const Element* header = request.header(name);
    return header == nullptr ? none : header->text;
}

bool is_mandatory(const Envelope& request, const QName& name) {
    const Element* header = request.header(name);
    return header != nullptr && soap::must_understand(*header).value_or(false);
}

bool is_voluntary(const Envelope& request, const QName& name) {
    return request.header(name) != nullptr && !is_mandatory(request, name);
}

bool pulls_with(const Envelope& request, const QName& parameter) {
    const Element* pull = body_child(request, names::wsen::Pull);
    return pull != nullptr && pull->child(parameter) != nullptr;
}

bool enumerates_with(const Envelope& request, const QName& parameter) {
    const Element* enumerate = body_child(request, names::wsen::Enumerate);
    return enumerate != nullptr && enumerate->child(parameter) != nullptr;
}

const std::string* name_of(const Element& selector_or_option) { return selector_or_option.attribute("Name"); }

bool repeats_a_name(const Element& set) {
    for (std::size_t at = 1; at < set.children.size(); ++at) {
        if (base::equal_ignoring_case(*name_of(set.children[at]), *name_of(set.children[at - 1])))
            return true;
    }
    return false;
}

struct Refusal {
    std::string_view id;
    std::string_view violates;
    std::string_view title;
    bool (*dislikes)(const Envelope& request);
};

constexpr std::array addressing{
    Refusal{
        "anonymous-to-refused", rule("addressing.epr.anonymous-address"),
        "A request to the anonymous address is refused",
        [](const Envelope& request) { return header_text(request, names::To) == vocab::anonymous_address; }},
    Refusal{"mandatory-from-refused", rule("addressing.from.no-fault"), "A mandatory wsa:From is refused",
            [](const Envelope& request) { return is_mandatory(request, names::From); }},
    Refusal{"from-refused", rule("addressing.from.optional"), "wsa:From is refused",
            [](const Envelope& request) { return request.header(names::From) != nullptr; }},
    Refusal{"uuids-only", rule("addressing.messageid.any-uri"), "A MessageID that is no UUID is refused",
            [](const Envelope& request) {
                return header_text(request, names::MessageID).find("uuid:") == std::string_view::npos;
            }},
    Refusal{"mandatory-to-refused", rule("addressing.mustunderstand.equal-treatment"),
            "A mandatory wsa:MessageID is refused",
            [](const Envelope& request) { return is_mandatory(request, names::MessageID); }},
    Refusal{"resource-uri-with-spaces-refused", rule("addressing.resourceuri.whitespace"),
            "White space around the ResourceURI is no part of it, and is refused",
            [](const Envelope& request) {
                return raw(request, names::ResourceURI).find(' ') != std::string::npos;
            }},
    Refusal{"values-with-spaces-refused", rule("soap.whitespace"), "White space around values is refused",
            [](const Envelope& request) {
                return raw(request, names::Action).find(' ') != std::string::npos ||
                       raw(request, names::To).find(' ') != std::string::npos;
            }},
    Refusal{"to-has-to-be-the-url", rule("transport.http.url-vs-to"), "A wsa:To unlike the URL is refused",
            [](const Envelope& request) {
                return header_text(request, names::To).find("127.0.0.1") == std::string_view::npos;
            }},
    Refusal{"keys-have-to-be-complete", rule("selectors.optional"),
            "Selectors that name enough, but not all, are refused",
            [](const Envelope& request) {
                const Element* set = request.header(names::SelectorSet);
                return set != nullptr && set->children.size() == 1 && asks(request, action::Get);
            }},
};

constexpr std::array control_headers{
    Refusal{"mandatory-timeout-refused", rule("operationtimeout.mustunderstand"),
            "A mandatory OperationTimeout is refused with a fault about something else",
            [](const Envelope& request) { return is_mandatory(request, names::OperationTimeout); }},
    Refusal{"envelope-bound-as-a-hint-refused", rule("maxenvelopesize.hint"),
            "A MaxEnvelopeSize that is not mandatory is refused",
            [](const Envelope& request) { return is_voluntary(request, names::MaxEnvelopeSize); }},
    Refusal{"wished-locale-refused", rule("locale.hint"), "A locale that is but a wish is refused",
            [](const Envelope& request) { return is_voluntary(request, names::Locale); }},
    Refusal{"voluntary-options-refused", rule("optionset.mustunderstand"),
            "Options that are not mandatory are refused",
            [](const Envelope& request) { return is_voluntary(request, names::OptionSet); }},
    Refusal{"repeated-options-refused", rule("optionset.repeat-names-string"),
            "Options of one name are refused",
            [](const Envelope& request) {
                const Element* set = request.header(names::OptionSet);
                return set != nullptr && repeats_a_name(*set);
            }},
    Refusal{"reference-request-refused", rule("requestepr.mustunderstand"),
            "A mandatory RequestEPR is refused with a fault about something else",
            [](const Envelope& request) { return request.header(names::RequestEPR) != nullptr; }},
    Refusal{
        "count-request-refused", rule("enumeration.count.unsupported-ignored"),
        "Asking for a count is refused",
        [](const Envelope& request) { return is_voluntary(request, names::RequestTotalItemsCountEstimate); }},
};

constexpr std::array enumeration{
    Refusal{"pull-refused", rule("enumeration.pull.same-epr"),
            "A Pull addressed as the Enumerate was is refused",
            [](const Envelope& request) { return asks(request, action::Pull); }},
    Refusal{"release-refused", rule("enumeration.release.same-epr"),
            "A Release addressed as the Enumerate was is refused",
            [](const Envelope& request) { return asks(request, action::Release); }},
    Refusal{"max-characters-refused", rule("enumeration.pull.maxcharacters-hint"), "MaxCharacters is refused",
            [](const Envelope& request) { return pulls_with(request, names::wsen::MaxCharacters); }},
    Refusal{"max-time-refused", rule("enumeration.pull.maxtime"), "MaxTime is refused",
            [](const Envelope& request) { return pulls_with(request, names::wsen::MaxTime); }},
    Refusal{"expiry-refused", rule("enumeration.enumerate.expires-optional"),
            "An expiry is refused with a fault about something else",
            [](const Envelope& request) { return enumerates_with(request, names::wsen::Expires); }},
    Refusal{"end-to-refused", rule("enumeration.enumerate.endto"),
            "EndTo is refused with a fault about something else",
            [](const Envelope& request) { return enumerates_with(request, names::wsen::EndTo); }},
    Refusal{"optimization-refused", rule("enumeration.optimize.ignored-if-unsupported"),
            "Optimization is refused",
            [](const Envelope& request) { return enumerates_with(request, names::OptimizeEnumeration); }},
};

constexpr std::array transfer{
    Refusal{"get-refused", rule("transfer.get.support"), "Get is refused",
            [](const Envelope& request) { return asks(request, action::Get); }},
    Refusal{"put-by-the-same-reference-refused", rule("transfer.put.same-epr"),
            "Put by the EPR of Get is refused",
            [](const Envelope& request) { return asks(request, action::Put); }},
    Refusal{"delete-by-the-same-reference-refused", rule("transfer.delete.same-epr"),
            "Delete by the EPR of Get is refused",
            [](const Envelope& request) { return asks(request, action::Delete); }},
};

template <class Table>
void add(Mutants& mutants, const Table& table) {
    for (const Refusal& each : table) {
        mutants.push_back(
            {each.id, each.violates, each.title, on_request([dislikes = each.dislikes](Envelope& request) {
                 if (dislikes(request)) misdirect(request);
             })});
    }
}

}  // namespace

void add_refusal_mutants(Mutants& mutants) {
    add(mutants, addressing);
    add(mutants, control_headers);
    add(mutants, enumeration);
    add(mutants, transfer);
}

}  // namespace assay::mutants
