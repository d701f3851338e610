// Wrong answers and things overlooked, beyond what the files of the chapters hold.
#include <algorithm>
#include <array>
#include <memory>

#include "assay/mutants/mutant.hpp"
#include "assay/vocab/rule.hpp"
#include "seams.hpp"
#include "surgery.hpp"

namespace assay::mutants {
namespace {

using vocab::rule;
namespace action = vocab::action;
namespace fault = vocab::fault;
namespace wsen = names::wsen;

constexpr const char* elsewhere = "http://schemas.assay.example/elsewhere";

bool always(const Envelope&) { return true; }

/// One fault in the place of another.
struct Swap {
    std::string_view id;
    std::string_view violates;
    std::string_view title;
    QName from;
    QName to;
    bool (*is_meant)(const Envelope& request);
};

constexpr std::array swaps{
    Swap{"denied-is-an-internal-error", rule("addressing.resource.access-denied"),
         "A forbidden resource is answered with InternalError", fault::AccessDenied, fault::InternalError,
         always},
    Swap{"broken-is-busy", rule("addressing.resource.internal-error"),
         "A broken resource is answered with Concurrency", fault::InternalError, fault::Concurrency, always},
    Swap{"offline-is-an-internal-error", rule("addressing.resourceuri.offline"),
         "A resource off line is answered with InternalError", fault::EndpointUnavailable,
         fault::InternalError, always},
    Swap{"missing-instance-is-an-internal-error", rule("cim.fault.not-found"),
         "An instance that there is not is answered with InternalError", fault::DestinationUnreachable,
         fault::InternalError, always},
    Swap{"missing-verb-is-an-internal-error", rule("cim.fault.not-supported"),
         "An operation that a class does not have is answered with InternalError", fault::ActionNotSupported,
         fault::InternalError, always},
    Swap{"query-language-is-an-internal-error", rule("cim.fault.query-language"),
         "An unknown query language is answered with InternalError", fault::FilterDialectRequestedUnavailable,
         fault::InternalError, always},
    Swap{"busy-get-is-an-internal-error", rule("transfer.get.concurrency"),
         "Get of what is busy is answered with InternalError", fault::Concurrency, fault::InternalError,
         [](const Envelope& request) { return asks(request, action::Get); }},
    Swap{"busy-put-is-an-internal-error", rule("transfer.put.concurrency"),
         "Put of what is busy is answered with InternalError", fault::Concurrency, fault::InternalError,
         [](const Envelope& request) { return asks(request, action::Put); }},
    Swap{"busy-delete-is-an-internal-error", rule("transfer.delete.concurrency"),
         "Delete of what is busy is answered with InternalError", fault::Concurrency, fault::InternalError,
         [](const Envelope& request) { return asks(request, action::Delete); }},
    Swap{"put-not-offered-is-an-internal-error", rule("transfer.put.optional"),
         "A Put that is not offered is answered with InternalError", fault::ActionNotSupported,
         fault::InternalError, [](const Envelope& request) { return asks(request, action::Put); }},
    Swap{"create-not-offered-is-an-internal-error", rule("transfer.create.optional"),
         "A Create that is not offered is answered with InternalError", fault::ActionNotSupported,
         fault::InternalError, [](const Envelope& request) { return asks(request, action::Create); }},
    Swap{"delete-not-offered-is-an-internal-error", rule("transfer.delete.optional"),
         "A Delete that is not offered is answered with InternalError", fault::ActionNotSupported,
         fault::InternalError, [](const Envelope& request) { return asks(request, action::Delete); }},
    Swap{"bad-create-is-an-internal-error", rule("transfer.create.invalid-representation"),
         "A Create with a bad representation is answered with InternalError", fault::InvalidRepresentation,
         fault::InternalError, [](const Envelope& request) { return asks(request, action::Create); }},
    Swap{"reference-in-a-selector-is-an-internal-error", rule("selectors.nested-epr-address"),
         "An EPR as a selector is answered with InternalError", fault::InvalidSelectors, fault::InternalError,
         always},
    Swap{"big-item-is-an-internal-error", rule("enumeration.pull.maxenvelope-fault"),
         "A Pull that does not fit is answered with InternalError", fault::EncodingLimit,
         fault::InternalError, [](const Envelope& request) { return asks(request, action::Pull); }},
    Swap{"mixed-filter-is-an-internal-error", rule("enumeration.filter.content-shape"),
         "A filter of two elements is answered with InternalError", fault::CannotProcessFilter,
         fault::InternalError, always},
};

bool is_anonymous(const Envelope& request, const QName& header) {
    const Element* reference = request.header(header);
    const Element* address = reference == nullptr ? nullptr : reference->child(names::Address);
    return address != nullptr && address->value() == vocab::anonymous_address;
}

void add_addressing_answers(Mutants& mutants) {
    mutants.push_back({"fault-not-to-faultto", rule("addressing.faultto.copy-address"),
                       "A fault is not addressed to FaultTo",
                       on_reply([](const Envelope& request, Envelope& reply) {
                           if (fault_in(reply) != nullptr && request.header(names::FaultTo) != nullptr)
                               set_header(reply, names::To, elsewhere);
                       })});
    mutants.push_back(
        {"fault-without-reference-parameters", rule("addressing.faultto.copy-refparams"),
         "Reference parameters of FaultTo are lost", on_reply([](const Envelope& request, Envelope& reply) {
             if (fault_in(reply) == nullptr || request.header(names::FaultTo) == nullptr) return;
             std::erase_if(reply.headers, [](const Element& each) { return each.name.local == "Ticket"; });
         })});
    mutants.push_back({"fault-to-nobody", rule("addressing.faultto.default-replyto"),
                       "Without FaultTo a fault is addressed to somebody else than ReplyTo",
                       on_reply([](const Envelope& request, Envelope& reply) {
                           if (fault_in(reply) != nullptr && request.header(names::FaultTo) == nullptr)
                               set_header(reply, names::To, elsewhere);
                       })});
    mutants.push_back({"faultto-elsewhere-passed-over", rule("addressing.faultto.same-connection-only"),
                       "A FaultTo elsewhere is passed over", on_request([](Envelope& request) {
                           if (!is_anonymous(request, names::FaultTo)) drop_header(request, names::FaultTo);
                       })});
    mutants.push_back({"replyto-elsewhere-passed-over", rule("addressing.replyto.same-connection-only"),
                       "A ReplyTo elsewhere is taken for the anonymous one",
                       on_request([](Envelope& request) {
                           Element* to = request.header(names::ReplyTo);
                           Element* address = to == nullptr ? nullptr : to->child(names::Address);
                           if (address != nullptr) address->text = vocab::anonymous_address;
                       })});
    mutants.push_back({"replyto-without-address-served", rule("addressing.replyto.unusable"),
                       "A ReplyTo without an address is taken for the anonymous one",
                       on_request([](Envelope& request) {
                           Element* to = request.header(names::ReplyTo);
                           if (to != nullptr && to->child(names::Address) == nullptr)
                               to->add(names::Address, std::string{vocab::anonymous_address});
                       })});
}

void add_message_answers(Mutants& mutants) {
    mutants.push_back({"first-of-doubled-headers", rule("soap.duplicate-headers"),
                       "Of doubled headers the first counts", on_request([](Envelope& request) {
                           std::vector<Element> kept;
                           for (const Element& each : request.headers) {
                               if (std::ranges::none_of(
                                       kept, [&](const Element& other) { return other.name == each.name; }))
                                   kept.push_back(each);
                           }
                           request.headers = std::move(kept);
                       })});
    mutants.push_back({"message-id-without-end", rule("addressing.messageid.length"),
                       "The MessageID of a reply has 3000 characters",
                       on_reply([](const Envelope&, Envelope& reply) {
                           set_header(reply, names::MessageID, "urn:assay:" + std::string(3'000, 'm'));
                       })});
    mutants.push_back({"uris-without-end", rule("limit.uri-generate-2048"),
                       "The address in endpoint references has 3000 characters",
                       on_reply([](const Envelope&, Envelope& reply) {
                           Element* items = items_of(reply);
                           if (items == nullptr) return;
                           for (Element& each : items->children) {
                               if (Element* address = each.child(names::Address))
                                   address->text += std::string(3'000, 'a');
                           }
                       })});
    mutants.push_back(
        {"fault-as-long-as-a-book", rule("limit.fault-4096"), "Faults have more than 4096 octets",
         on_reply([](const Envelope&, Envelope& reply) {
             Element* fault = fault_in(reply);
             if (fault == nullptr) return;
             fault->child(QName{vocab::ns::s, "Reason"})->children.front().text += std::string(5'000, '.');
         })});
    mutants.push_back({"language-not-told", rule("locale.response-xml-lang"),
                       "Text in replies does not tell its language",
                       on_reply([](const Envelope&, Envelope& reply) {
                           Element* fault = fault_in(reply);
                           if (fault == nullptr) return;
                           fault->child(QName{vocab::ns::s, "Reason"})->children.front().attributes.clear();
                       })});
    mutants.push_back(
        {"elements-of-the-2005-draft", rule("namespace.wsman-uri"),
         "Elements are in the namespace of the 2005 draft", on_reply([](const Envelope&, Envelope& reply) {
             for (Element& header : reply.headers) {
                 if (header.name.ns == vocab::ns::wsman.uri)
                     header.name = {"http://schemas.xmlsoap.org/ws/2005/06/management", header.name.local};
             }
             if (Element* items = items_of(reply)) {
                 if (items->name.ns == vocab::ns::wsman.uri)
                     items->name = {"http://schemas.xmlsoap.org/ws/2005/06/management", "Items"};
             }
         })});
    mutants.push_back({"services-own-limit-is-the-clients", rule("maxenvelopesize.service-limit"),
                       "The service's own limit is blamed on the client",
                       on_reply([](const Envelope&, Envelope& reply) {
                           swap_detail(reply, "ServiceEnvelopeLimit", "MaxEnvelopeSize");
                       })});
    mutants.push_back({"deleted-has-a-reference", rule("requestepr.eprinvalid"),
                       "What was deleted is said to have a reference still",
                       on_reply([](const Envelope& request, Envelope& reply) {
                           Element* told = reply.header(names::RequestedEPR);
                           if (told == nullptr || !asks(request, action::Delete)) return;
                           told->children.assign(1, Element{names::EndpointReference});
                           told->children.front().add(names::Address, std::string{vocab::anonymous_address});
                       })});
}

/// Refuses what `is_meant` with a fault of that subcode.
Install refusing(const QName& subcode, bool (*is_meant)(const Envelope& request)) {
    return on_reply([=](const Envelope& request, Envelope& reply) {
        if (is_meant(request)) refuse(reply, subcode);
    });
}

bool is_mandatory(const Envelope& request, const QName& name) {
    const Element* header = request.header(name);
    return header != nullptr && soap::must_understand(*header).value_or(false);
}

const Element* expiry_in(const Envelope& request) {
    const Element* enumerate = body_child(request, wsen::Enumerate);
    return enumerate == nullptr ? nullptr : enumerate->child(wsen::Expires);
}

bool has_xpath(const Envelope& request) {
    const Element* enumerate = body_child(request, wsen::Enumerate);
    return enumerate != nullptr && std::ranges::any_of(enumerate->children, [](const Element& each) {
               return each.name.local == "Filter" && each.attribute("Dialect") == nullptr;
           });
}

void add_refusing_answers(Mutants& mutants) {
    mutants.push_back({"get-is-called-otherwise", rule("addressing.action.standard-uris"),
                       "The standard Get is an unknown action", on_request([](Envelope& request) {
                           if (asks(request, action::Get)) set_header(request, names::Action, elsewhere);
                       })});
    mutants.push_back(
        {"mandatory-action-not-recognised", rule("addressing.headers.recognised-set"),
         "A mandatory wsa:Action is not understood", on_request([](Envelope& request) {
             if (!is_mandatory(request, names::Action)) return;
             Element& strange = request.headers.emplace_back(QName{vocab::ns::wsmid, "Strange"});
             strange.set(soap::names::mustUnderstand, "true");
         })});
    mutants.push_back({"uri-of-300-characters-refused", rule("limit.uri-accept-2048"),
                       "A URI of 300 characters is too long",
                       refusing(fault::EncodingLimit, [](const Envelope& request) {
                           return header_text(request, names::ResourceURI).size() > 300;
                       })});
    mutants.push_back({"selector-of-300-characters-refused", rule("limit.selector-value"),
                       "A selector of 300 characters is too long",
                       refusing(fault::EncodingLimit, [](const Envelope& request) {
                           const Element* set = request.header(names::SelectorSet);
                           return set != nullptr &&
                                  std::ranges::any_of(set->children, [](const Element& each) {
                                      return each.text.size() > 300;
                                  });
                       })});
    mutants.push_back({"long-option-is-an-internal-error", rule("limit.option-name"),
                       "A long option name is an internal error",
                       refusing(fault::InternalError, [](const Envelope& request) {
                           const Element* set = request.header(names::OptionSet);
                           return set != nullptr &&
                                  std::ranges::any_of(set->children, [](const Element& each) {
                                      return each.attribute("Name")->size() > 2048;
                                  });
                       })});
    mutants.push_back({"absolute-expiry-is-an-internal-error",
                       rule("enumeration.enumerate.expires-duration-only"),
                       "An expiry at a time of day is an internal error",
                       refusing(fault::InternalError, [](const Envelope& request) {
                           const Element* expiry = expiry_in(request);
                           return expiry != nullptr && expiry->value().starts_with('2');
                       })});
    mutants.push_back({"expiry-type-by-the-receiver", rule("fault.table.wsen.unsupportedexpirationtype"),
                       "UnsupportedExpirationType has the code s:Receiver",
                       on_reply([](const Envelope& request, Envelope& reply) {
                           const Element* expiry = expiry_in(request);
                           if (expiry == nullptr || !expiry->value().starts_with('2')) return;
                           refuse(reply, fault::UnsupportedExpirationType);
                           set_code(reply, fault::UnsupportedExpirationType, fault::Receiver);
                       })});
    mutants.push_back({"http-resources-only", rule("addressing.resourceuri.rfc3986"),
                       "A ResourceURI of another scheme than http is malformed",
                       refusing(fault::InvalidMessageInformationHeader, [](const Envelope& request) {
                           const auto uri = header_text(request, names::ResourceURI);
                           return !uri.empty() && !uri.starts_with("http");
                       })});
}

void add_refused_features(Mutants& mutants) {
    mutants.push_back({"useless-faultto-passed-over", rule("addressing.faultto.unusable"),
                       "A FaultTo without an address is passed over", on_request([](Envelope& request) {
                           const Element* to = request.header(names::FaultTo);
                           if (to != nullptr && to->child(names::Address) == nullptr)
                               drop_header(request, names::FaultTo);
                       })});
    mutants.push_back(
        {"typed-options-refused", rule("optionset.type-attribute"), "Options that say their type are refused",
         refusing(fault::InvalidOptions, [](const Envelope& request) {
             const Element* set = request.header(names::OptionSet);
             return set != nullptr && std::ranges::any_of(set->children, [](const Element& each) {
                        return each.attribute("Type") != nullptr;
                    });
         })});
    mutants.push_back({"nameless-options-passed-over", rule("optionset.fault-name"),
                       "Options without a name are passed over", on_request([](Envelope& request) {
                           const Element* set = request.header(names::OptionSet);
                           if (set != nullptr && !set->children.empty() &&
                               set->children[0].attribute("Name")->empty())
                               drop_header(request, names::OptionSet);
                       })});
    mutants.push_back({"combined-predicates-refused", rule("enumeration.filter.xpath-level2"),
                       "XPath with `and` and `or` is refused",
                       refusing(fault::CannotProcessFilter, [](const Envelope& request) {
                           const Element* enumerate = body_child(request, wsen::Enumerate);
                           const Element* filter =
                               enumerate == nullptr ? nullptr : enumerate->child(names::Filter);
                           return filter != nullptr && filter->text.find(" and ") != std::string::npos;
                       })});
    mutants.push_back({"enumerations-last-for-ever", rule("enumeration.release.idle-expiry"),
                       "The expiry of an enumeration is passed over", on_request([](Envelope& request) {
                           if (Element* enumerate = body_child(request, wsen::Enumerate))
                               drop_child(*enumerate, wsen::Expires);
                       })});
    mutants.push_back({"letters-beyond-ascii-refused-unexplained",
                       rule("fault.table.wsman.encodinglimit.unsupportedcharacter"),
                       "Letters beyond ASCII are refused without saying why",
                       refusing(fault::EncodingLimit, [](const Envelope& request) {
                           if (!asks(request, action::Put) || request.body.empty()) return false;
                           return std::ranges::any_of(request.body.front().children, [](const Element& each) {
                               return each.text.find('\xC3') != std::string::npos;
                           });
                       })});
    mutants.push_back({"renew-is-an-internal-error", rule("enumeration.renew.fault"),
                       "Renew is an internal error",
                       refusing(fault::InternalError,
                                [](const Envelope& request) { return asks(request, action::Renew); })});
    mutants.push_back({"status-is-an-internal-error", rule("enumeration.getstatus.fault"),
                       "GetStatus is an internal error",
                       refusing(fault::InternalError,
                                [](const Envelope& request) { return asks(request, action::GetStatus); })});
    mutants.push_back({"waiting-is-an-internal-error", rule("enumeration.pull.timeout"),
                       "A Pull that waits in vain is an internal error",
                       on_reply([](const Envelope& request, Envelope& reply) {
                           const Element* pull = body_child(request, wsen::Pull);
                           if (pull == nullptr || pull->child(wsen::MaxTime) == nullptr) return;
                           const Element* items = items_of(reply);
                           if (items == nullptr || items->children.empty())
                               refuse(reply, fault::InternalError);
                       })});
}

void add_refused_details(Mutants& mutants) {
    mutants.push_back({"filters-are-an-internal-error", rule("enumeration.filter.not-supported"),
                       "An XPath filter is an internal error", refusing(fault::InternalError, has_xpath)});
    mutants.push_back({"filtering-refused-by-the-receiver", rule("fault.table.wsen.filteringnotsupported"),
                       "FilteringNotSupported has the code s:Receiver",
                       on_reply([](const Envelope& request, Envelope& reply) {
                           const Element* enumerate = body_child(request, wsen::Enumerate);
                           if (enumerate == nullptr || has_xpath(request)) return;
                           if (enumerate->child(names::Filter) == nullptr &&
                               enumerate->child(wsen::Filter) == nullptr)
                               return;
                           refuse(reply, fault::FilteringNotSupported);
                           set_code(reply, fault::FilteringNotSupported, fault::Receiver);
                       })});
    mutants.push_back({"filter-of-another-dialect-is-denied", rule("enumeration.fragment.unsupported"),
                       "An unknown filter dialect is answered with AccessDenied",
                       on_reply([](const Envelope&, Envelope& reply) {
                           swap_subcode(reply, fault::FilterDialectRequestedUnavailable, fault::AccessDenied);
                       })});
    mutants.push_back({"timeouts-not-supported-silently", rule("operationtimeout.unsupported"),
                       "A mandatory OperationTimeout is an internal error",
                       refusing(fault::InternalError, [](const Envelope& request) {
                           return is_mandatory(request, names::OperationTimeout);
                       })});
    mutants.push_back({"put-of-another-key-is-an-internal-error", rule("transfer.put.identity-change"),
                       "A Put with another key is an internal error",
                       refusing(fault::InternalError, [](const Envelope& request) {
                           Envelope copy = request;
                           Element* item = representation(copy, "Assay_Item");
                           Element* name = item == nullptr ? nullptr : property(*item, "Name");
                           return name != nullptr && asks(request, action::Put) &&
                                  name->text.ends_with("-renamed");
                       })});
    mutants.push_back(
        {"detail-inside-the-detail", rule("fault.detail-faultdetail-position"),
         "wsman:FaultDetail stands inside another element", on_reply([](const Envelope&, Envelope& reply) {
             Element* fault = fault_in(reply);
             Element* detail = fault == nullptr ? nullptr : fault->child(QName{vocab::ns::s, "Detail"});
             if (detail == nullptr) return;
             Element wrapper{QName{vocab::ns::wsmid, "Wrapper"}};
             wrapper.children = std::move(detail->children);
             detail->children.clear();
             detail->add(std::move(wrapper));
         })});
    mutants.push_back(
        {"security-profile-in-a-word", rule("identify.securityprofiles"),
         "Identify names a security profile by a word", on_reply([](const Envelope&, Envelope& reply) {
             Element* response = body_child(reply, names::wsmid::IdentifyResponse);
             Element* all = response == nullptr ? nullptr : response->child(names::wsmid::SecurityProfiles);
             if (all != nullptr) all->add(Element{names::wsmid::SecurityProfileName, "basic"});
         })});
}

void add_enumeration_answers(Mutants& mutants) {
    mutants.push_back({"pull-not-known", rule("enumeration.core-messages"), "Release is an unknown action",
                       on_request([](Envelope& request) {
                           if (asks(request, action::Release)) set_header(request, names::Action, elsewhere);
                       })});
    mutants.push_back({"release-ends-nothing", rule("enumeration.release.support"),
                       "Release is an unknown action and ends nothing", on_request([](Envelope& request) {
                           if (asks(request, action::Release)) set_header(request, names::Action, elsewhere);
                       })});
    mutants.push_back({"count-not-told", rule("enumeration.count.response"),
                       "The count asked for is not told", on_reply([](const Envelope&, Envelope& reply) {
                           drop_header(reply, names::TotalItemsCountEstimate);
                       })});
    mutants.push_back({"references-under-another-name", rule("enumeration.mode.epr"),
                       "EnumerateEPR brings something else than EPRs",
                       on_reply([](const Envelope&, Envelope& reply) {
                           Element* items = items_of(reply);
                           if (items == nullptr) return;
                           for (Element& each : items->children) {
                               if (each.name == names::EndpointReference) each.name.local = "Reference";
                           }
                       })});
    mutants.push_back({"reference-before-the-object", rule("enumeration.mode.object-and-epr"),
                       "EnumerateObjectAndEPR brings the EPR first",
                       on_reply([](const Envelope&, Envelope& reply) {
                           Element* items = items_of(reply);
                           if (items == nullptr) return;
                           for (Element& each : items->children) {
                               if (each.name == names::Item) std::ranges::reverse(each.children);
                           }
                       })});
    mutants.push_back({"references-with-properties", rule("addressing.epr.no-reference-properties"),
                       "Endpoint references carry ReferenceProperties",
                       on_reply([](const Envelope&, Envelope& reply) {
                           Element* items = items_of(reply);
                           if (items == nullptr) return;
                           for (Element& each : items->children) {
                               if (each.name == names::EndpointReference)
                                   each.add(Element{names::ReferenceProperties});
                           }
                       })});
    mutants.push_back({"no-item-beyond-max-characters", rule("enumeration.pull.maxcharacters-exceed"),
                       "An item larger than MaxCharacters is left out",
                       on_reply([](const Envelope& request, Envelope& reply) {
                           const Element* pull = body_child(request, wsen::Pull);
                           if (pull == nullptr || pull->child(wsen::MaxCharacters) == nullptr) return;
                           if (Element* items = items_of(reply)) items->children.clear();
                       })});
    mutants.push_back(
        {"fault-ends-the-enumeration", rule("enumeration.pull.retry-after-fault"),
         "After a fault no Pull is answered",
         on_reply([failed = std::make_shared<bool>(false)](const Envelope& request, Envelope& reply) {
             if (asks(request, action::Enumerate)) *failed = false;
             if (!asks(request, action::Pull)) return;
             if (*failed) refuse(reply, fault::InvalidEnumerationContext);
             *failed = *failed || fault_in(reply) != nullptr;
         })});
    mutants.push_back({"selector-filters-passed-over", rule("enumeration.filter.selector-dialect"),
                       "Filters of selectors are passed over", on_request([](Envelope& request) {
                           Element* enumerate = body_child(request, wsen::Enumerate);
                           if (enumerate == nullptr) return;
                           std::erase_if(enumerate->children, [](const Element& each) {
                               return each.name.local == "Filter" && each.children.size() == 1;
                           });
                       })});
    const auto without_xpath = [](const QName& element) {
        return on_request([element](Envelope& request) {
            Element* enumerate = body_child(request, wsen::Enumerate);
            if (enumerate == nullptr) return;
            std::erase_if(enumerate->children, [&](const Element& each) {
                return each.name == element && each.attribute("Dialect") == nullptr;
            });
        });
    };
    mutants.push_back({"xpath-passed-over", rule("enumeration.filter.xpath"), "XPath filters are passed over",
                       without_xpath(wsen::Filter)});
    mutants.push_back({"xpath-in-wsman-filter-passed-over", rule("enumeration.filter.wsman-filter"),
                       "XPath in wsman:Filter is passed over", without_xpath(names::Filter)});
}

}  // namespace

void add_answer_mutants(Mutants& mutants) {
    for (const Swap& each : swaps) {
        mutants.push_back(
            {each.id, each.violates, each.title, on_reply([each](const Envelope& request, Envelope& reply) {
                 if (each.is_meant(request)) swap_subcode(reply, each.from, each.to);
             })});
    }
    add_addressing_answers(mutants);
    add_message_answers(mutants);
    add_refusing_answers(mutants);
    add_refused_features(mutants);
    add_refused_details(mutants);
    add_enumeration_answers(mutants);
}

}  // namespace assay::mutants
