// MS-WSMV, data access: breaches that show with --profile winrm.
#include <algorithm>
#include <array>

#include "assay/mutants/mutant.hpp"
#include "assay/vocab/rule.hpp"
#include "http_fields.hpp"
#include "seams.hpp"
#include "surgery.hpp"

namespace assay::mutants {
namespace {

using vocab::rule;
namespace action = vocab::action;
namespace fault = vocab::fault;
namespace wsen = names::wsen;

bool is_wmi(const Envelope& request) {
    return header_text(request, names::ResourceURI).find("/wsman/1/wmi/") != std::string_view::npos;
}

bool is_of_all(const Envelope& request) { return header_text(request, names::ResourceURI).ends_with("/*"); }

const Element* filter_of(const Envelope& request, const QName& name) {
    const Element* enumerate = body_child(request, wsen::Enumerate);
    return enumerate == nullptr ? nullptr : enumerate->child(name);
}

bool has_selector(const Envelope& request, std::string_view name) {
    const Element* set = request.header(names::SelectorSet);
    return set != nullptr && std::ranges::any_of(set->children, [name](const Element& each) {
               const std::string* of = each.attribute("Name");
               return of != nullptr && *of == name;
           });
}

bool has_header(const Envelope& request, std::string_view local) {
    return std::ranges::any_of(request.headers,
                               [local](const Element& each) { return each.name.local == local; });
}

bool has_option(const Envelope& request, std::string_view prefix) {
    const Element* set = request.header(names::OptionSet);
    return set != nullptr && std::ranges::any_of(set->children, [prefix](const Element& each) {
               const std::string* of = each.attribute("Name");
               return of != nullptr && of->starts_with(prefix);
           });
}

/// Longer than any number of fewer than a thousand million.
bool is_huge(std::string_view number) { return number.size() > 9; }

struct Refusal {
    std::string_view id;
    std::string_view violates;
    std::string_view title;
    bool (*dislikes)(const Envelope& request);
};

constexpr std::array refusals{
    Refusal{"wmi-uri-refused", rule("mswsmv.uri.wmi"), "A class by its WMI URI is not there",
            [](const Envelope& request) { return is_wmi(request) && !is_of_all(request); }},
    Refusal{"wmi-star-refused", rule("mswsmv.uri.wmi-all"), "wmi/<namespace>/* is not there",
            [](const Envelope& request) { return is_wmi(request) && is_of_all(request); }},
    Refusal{
        "namespace-selector-refused", rule("mswsmv.uri.same-instance"),
        "A DMTF URI with __cimnamespace is not there",
        [](const Envelope& request) { return !is_wmi(request) && has_selector(request, "__cimnamespace"); }},
    Refusal{"selectors-in-capitals-refused", rule("mswsmv.selectors.case"),
            "A selector in capitals names nothing",
            [](const Envelope& request) { return has_selector(request, "NAME"); }},
    Refusal{"huge-envelopes-refused", rule("mswsmv.maxenvelopesize.capped"),
            "A MaxEnvelopeSize above the setting is refused",
            [](const Envelope& request) { return is_huge(header_text(request, names::MaxEnvelopeSize)); }},
    Refusal{"data-locale-refused", rule("mswsmv.datalocale"), "DataLocale is refused",
            [](const Envelope& request) { return has_header(request, "DataLocale"); }},
    Refusal{"provider-options-refused", rule("mswsmv.options.wmi"), "Options for the provider are refused",
            [](const Envelope& request) { return has_option(request, "wmi"); }},
    Refusal{"session-id-refused", rule("mswsmv.headers.passed-over"), "A SessionId is refused",
            [](const Envelope& request) { return has_header(request, "SessionId"); }},
    Refusal{"wql-refused", rule("mswsmv.filter.wql"), "WQL in wsman:Filter is refused",
            [](const Envelope& request) {
                const Element* filter = filter_of(request, names::Filter);
                return filter != nullptr && filter->value().starts_with("SELECT");
            }},
    Refusal{"wsen-filter-refused", rule("mswsmv.filter.either-name"), "wsen:Filter is refused",
            [](const Envelope& request) { return filter_of(request, wsen::Filter) != nullptr; }},
    Refusal{"huge-batches-refused", rule("mswsmv.batch.capped"), "MaxElements above the setting is refused",
            [](const Envelope& request) {
                const Element* pull = body_child(request, wsen::Pull);
                const Element* most = pull == nullptr ? nullptr : pull->child(wsen::MaxElements);
                return most != nullptr && is_huge(most->value());
            }},
};

struct Swap {
    std::string_view id;
    std::string_view violates;
    std::string_view title;
    QName from;
    QName to;
    bool (*is_meant)(const Envelope& request);
};

constexpr auto always = [](const Envelope&) { return true; };

const std::array swaps{
    Swap{"unknown-wmi-class-is-an-internal-error", rule("mswsmv.uri.unknown"),
         "A WMI URI of nothing is an internal error", fault::DestinationUnreachable, fault::InternalError,
         is_wmi},
    Swap{"small-envelope-is-an-internal-error", rule("mswsmv.maxenvelopesize.minimum"),
         "A MaxEnvelopeSize that is too small is an internal error", fault::EncodingLimit,
         fault::InternalError, always},
    Swap{"option-to-comply-with-is-an-internal-error", rule("mswsmv.options.mustcomply"),
         "An option to comply with is an internal error", fault::InvalidOptions, fault::InternalError,
         always},
    Swap{"selector-filter-twice-is-denied", rule("mswsmv.filter.selector-twice"),
         "A filter that names a selector twice is denied", fault::CannotProcessFilter, fault::AccessDenied,
         always},
    Swap{"filter-beyond-cim-is-denied", rule("mswsmv.filter.not-cim"),
         "A filter on what is not CIM is denied", fault::FilteringNotSupported, fault::AccessDenied, always},
    Swap{"quota-by-its-name", rule("mswsmv.limits.internal-error"), "An exhausted quota is wsman:QuotaLimit",
         fault::InternalError, fault::QuotaLimit, always},
};

void add_requests(Mutants& mutants) {
    mutants.push_back({"first-namespace-counts", rule("mswsmv.uri.namespace-conflict"),
                       "Beside a WMI URI __cimnamespace is passed over", on_request([](Envelope& request) {
                           if (is_wmi(request)) drop_header(request, names::SelectorSet);
                       })});
    mutants.push_back({"fragment-as-a-wish-served", rule("mswsmv.fragment.must-understand"),
                       "FragmentTransfer that is not mandatory is served", on_request([](Envelope& request) {
                           if (Element* header = request.header(names::FragmentTransfer))
                               header->set(soap::names::mustUnderstand, "true");
                       })});
    mutants.push_back({"delete-of-a-part-deletes-all", rule("mswsmv.fragment.get-and-put"),
                       "Delete of a fragment deletes the whole", on_request([](Envelope& request) {
                           if (asks(request, action::Delete)) drop_header(request, names::FragmentTransfer);
                       })});
    mutants.push_back({"replyto-blamed-on-the-mode", rule("mswsmv.addressing.replyto"),
                       "A ReplyTo elsewhere is refused as something else",
                       on_reply([](const Envelope&, Envelope& reply) {
                           swap_detail(reply, "AddressingMode", "EnumerationMode");
                       })});
    mutants.push_back({"null-elements-sent", rule("mswsmv.array.null"), "NULL elements of arrays are sent",
                       on_reply([](const Envelope& request, Envelope& reply) {
                           if (!is_for(request, "Assay_Arrays") || reply.body.empty()) return;
                           Element& instance = reply.body.front();
                           const Element* list = property(instance, "Indexed");
                           if (list == nullptr) return;
                           Element nothing{list->name};
                           nothing.set(QName{vocab::ns::xsi, "nil"}, "true");
                           const auto at = list - instance.children.data();
                           instance.children.insert(instance.children.begin() + at + 1, std::move(nothing));
                       })});
}

Element* number_of(Envelope& reply) {
    Element* of = fault_in(reply);
    Element* detail = of == nullptr ? nullptr : of->child(QName{vocab::ns::s, "Detail"});
    return detail == nullptr ? nullptr : property(*detail, "WSManFault");
}

Install on_number(std::function<void(Envelope& reply, Element& number)> twist) {
    return on_reply([twist = std::move(twist)](const Envelope&, Envelope& reply) {
        if (Element* number = number_of(reply)) twist(reply, *number);
    });
}

void add_numbers(Mutants& mutants) {
    mutants.push_back({"selectors-without-number", rule("mswsmv.fault.wsmanfault"),
                       "Faults about selectors have no f:WSManFault",
                       on_reply([](const Envelope&, Envelope& reply) {
                           if (!has_subcode(reply, fault::InvalidSelectors)) return;
                           Element* detail = fault_in(reply)->child(QName{vocab::ns::s, "Detail"});
                           std::erase_if(detail->children,
                                         [](const Element& each) { return each.name.local == "WSManFault"; });
                       })});
    mutants.push_back(
        {"number-comes-twice", rule("mswsmv.fault.wsmanfault"), "Faults have f:WSManFault twice",
         on_reply([](const Envelope&, Envelope& reply) {
             Element* reason = fault_in(reply);
             Element* detail = reason == nullptr ? nullptr : reason->child(QName{vocab::ns::s, "Detail"});
             if (detail == nullptr) return;
             const auto is_number = [](const Element& each) { return each.name.local == "WSManFault"; };
             const auto number = std::ranges::find_if(detail->children, is_number);
             if (number != detail->children.end()) detail->children.push_back(Element{*number});
         })});
    mutants.push_back({"number-in-hexadecimal", rule("mswsmv.fault.code"), "Code is hexadecimal",
                       on_number([](Envelope&, Element& number) {
                           number.set({"", "Code"}, "0x80338000");
                       })});
    mutants.push_back({"machine-not-named", rule("mswsmv.fault.machine"), "Machine is empty",
                       on_number([](Envelope&, Element& number) {
                           number.set({"", "Machine"}, "");
                       })});
    mutants.push_back({"number-without-message", rule("mswsmv.fault.message"), "f:Message is left out",
                       on_number([](Envelope&, Element& number) { number.children.clear(); })});
    mutants.push_back({"timeout-by-another-number", rule("mswsmv.fault.number-of-timeout"),
                       "A timeout has another number", on_number([](Envelope& reply, Element& number) {
                           if (has_subcode(reply, fault::TimedOut)) number.set({"", "Code"}, "995");
                       })});
    mutants.push_back({"selectors-by-another-number", rule("mswsmv.fault.number-of-selectors"),
                       "Unknown selectors have another number",
                       on_number([](Envelope& reply, Element& number) {
                           if (has_subcode(reply, fault::InvalidSelectors)) number.set({"", "Code"}, "1359");
                       })});
}

void add_http(Mutants& mutants) {
    mutants.push_back({"windows-faults-with-400", rule("mswsmv.fault.status"), "Faults come with HTTP 400",
                       on_http_reply([](const wire::Request&, wire::Reply& reply) {
                           if (reply.status == 500) reply.status = 400;
                       })});
    mutants.push_back({"giants-are-bad-requests", rule("mswsmv.limits.413"),
                       "A request that is too large is a bad request",
                       on_http_reply([](const wire::Request&, wire::Reply& reply) {
                           if (reply.status == 413) reply.status = 400;
                       })});
    mutants.push_back({"everybody-logs-on-for-identify", rule("mswsmv.identify.unauthenticated"),
                       "WSMANIDENTIFY is passed over", on_http_request([](wire::Request& request) {
                           drop_field(request, "WSMANIDENTIFY");
                       })});
}

}  // namespace

void add_windows_mutants(Mutants& mutants) {
    for (const Refusal& each : refusals) {
        mutants.push_back(
            {each.id, each.violates, each.title, on_request([dislikes = each.dislikes](Envelope& request) {
                 if (dislikes(request)) misdirect(request);
             })});
    }
    for (const Swap& each : swaps) {
        mutants.push_back(
            {each.id, each.violates, each.title, on_reply([each](const Envelope& request, Envelope& reply) {
                 if (each.is_meant(request)) swap_subcode(reply, each.from, each.to);
             })});
    }
    add_requests(mutants);
    add_numbers(mutants);
    add_http(mutants);
}

}  // namespace assay::mutants
