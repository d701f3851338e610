// What a rule leaves open, done the other way.
#include <algorithm>

#include "assay/base/text.hpp"
#include "assay/model/names.hpp"
#include "assay/mutants/variation.hpp"
#include "assay/vocab/rule.hpp"
#include "seams.hpp"

namespace assay::mutants {
namespace {

using vocab::rule;
using wire::Reply;
using wire::Request;
namespace action = vocab::action;
namespace fault = vocab::fault;
namespace ns = vocab::ns;
namespace wsen = names::wsen;

/// The fault of that subcode, with the action of the specification that defines it.
void refuse_by(Envelope& reply, const QName& subcode, std::string_view detail = {}) {
    refuse(reply, subcode);
    if (subcode.ns.uri != ns::wsman.uri)
        set_header(reply, names::Action, std::string{subcode.ns.uri} + "/fault");
    if (detail.empty()) return;
    fault_in(reply)
        ->add(Element{QName{ns::s, "Detail"}})
        .add(names::FaultDetail, std::string{vocab::fault_detail_base} + std::string{detail});
}

/// Refuses what the service has answered: the status, which was settled before, follows (DSP0226 13.1).
Install on_refusal(std::function<void(const Envelope& request, Envelope& reply)> twist) {
    return [twist = std::move(twist)](server::Seams& seams) {
        on_reply(twist)(seams);
        on_http_reply([](const Request&, Reply& reply) {
            if (reply.status == 200 && reply.body.find(":Fault>") != std::string::npos) reply.status = 400;
        })(seams);
    };
}

bool has_filter(const Envelope& request) {
    const Element* asked = body_child(request, wsen::Enumerate);
    return asked != nullptr &&
           (asked->child(names::Filter) != nullptr || asked->child(wsen::Filter) != nullptr);
}

const Element* expires_of(const Envelope& request) {
    const Element* asked = body_child(request, wsen::Enumerate);
    return asked == nullptr ? nullptr : asked->child(wsen::Expires);
}

bool is_date(const Element& expires) {
    return expires.value().find(':') != std::string_view::npos && !expires.value().starts_with('P');
}

void say_nothing(Reply& reply) {
    reply.status = 202;
    reply.body.clear();
    reply.content_type.clear();
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

void drop_nulls(Element& element) {
    std::erase_if(element.children, [](const Element& each) {
        const std::string* nil = each.attribute(QName{ns::xsi, "nil"});
        return nil != nullptr && (*nil == "true" || *nil == "1");
    });
}

void add_addressing_variations(Variations& variations) {
    variations.push_back({"faultto-refused", rule("addressing.faultto.copy-address"), "DSP0226 5.4.3",
                          "FaultTo is not supported",
                          on_refusal([](const Envelope& request, Envelope& reply) {
                              if (request.header(names::FaultTo) != nullptr)
                                  refuse_by(reply, fault::UnsupportedFeature, "AddressingMode");
                          })});
    variations.push_back({"missing-message-id-is-invalid", rule("addressing.messageid.required"),
                          "DSP0226 5.4.4, 14.6", "A missing MessageID is InvalidMessageInformationHeader",
                          on_reply([](const Envelope& request, Envelope& reply) {
                              if (request.header(names::MessageID) == nullptr)
                                  swap_subcode(reply, fault::MessageInformationHeaderRequired,
                                               fault::InvalidMessageInformationHeader);
                          })});
    variations.push_back(
        {"message-ids-of-another-scheme", rule("addressing.messageid.any-uri"), "DSP0226 5.4.4",
         "MessageIDs are uuid: URIs in capitals", on_reply([](const Envelope&, Envelope& reply) {
             Element* id = reply.header(names::MessageID);
             if (id == nullptr || !id->text.starts_with("urn:uuid:")) return;
             id->text.erase(0, std::string_view{"urn:"}.size());
             std::ranges::transform(id->text.begin() + 5, id->text.end(), id->text.begin() + 5,
                                    [](char c) { return c >= 'a' && c <= 'f' ? char(c - 32) : c; });
         })});
    variations.push_back(
        {"relationship-is-named", rule("addressing.relatesto.present"), "WS-Addressing 2004/08 3",
         "RelatesTo says that it is a reply", on_http_reply([](const Request&, Reply& reply) {
             replace_all(reply.body, "<wsa:RelatesTo>", "<wsa:RelatesTo RelationshipType=\"wsa:Reply\">");
         })});
    variations.push_back({"reply-elsewhere-is-taken", rule("addressing.replyto.same-connection-only"),
                          "DSP0226 5.4.2", "A reply to elsewhere is promised with 202",
                          on_http_reply([](const Request& request, Reply& reply) {
                              if (request.body.find("http://127.0.0.1:9/replies") != std::string::npos)
                                  say_nothing(reply);
                          })});
    variations.push_back({"unusable-faultto-silences", rule("addressing.faultto.unusable"), "DSP0226 5.4.3",
                          "Nothing is said where FaultTo has no address",
                          on_http_reply([](const Request& request, Reply& reply) {
                              if (request.body.find("FaultTo></") != std::string::npos) say_nothing(reply);
                          })});
    variations.push_back({"several-are-insufficient", rule("selectors.ambiguous"),
                          "DSP8015, which lacks AmbiguousSelectors",
                          "Selectors that fit several instances are insufficient",
                          on_reply([](const Envelope&, Envelope& reply) {
                              swap_detail(reply, "AmbiguousSelectors", "InsufficientSelectors");
                          })});
    variations.push_back({"created-at-the-address-of-the-request", rule("transfer.create.address-of-epr"),
                          "DSP0226 7.6", "The address of a new EPR is wsa:To of the request",
                          on_reply([](const Envelope& request, Envelope& reply) {
                              Element* made = body_child(reply, names::ResourceCreated);
                              Element* address = made == nullptr ? nullptr : made->child(names::Address);
                              if (address != nullptr)
                                  address->text = std::string{header_text(request, names::To)};
                          })});
}

void add_control_variations(Variations& variations) {
    variations.push_back({"bad-timeout-breaks-the-schema", rule("operationtimeout.invalid"),
                          "DSP0226 6.1, DSP8015", "An OperationTimeout that is none is SchemaValidationError",
                          on_reply([](const Envelope& request, Envelope& reply) {
                              if (request.header(names::OperationTimeout) == nullptr) return;
                              if (!has_subcode(reply, fault::InvalidMessageInformationHeader)) return;
                              refuse_by(reply, fault::SchemaValidationError);
                          })});
    variations.push_back({"size-is-a-hint", rule("maxenvelopesize.hint"), "DSP0226 6.2",
                          "MaxEnvelopeSize without mustUnderstand is passed over",
                          on_request([](Envelope& request) {
                              const Element* size = request.header(names::MaxEnvelopeSize);
                              if (size != nullptr && !soap::must_understand(*size).value_or(true))
                                  drop_header(request, names::MaxEnvelopeSize);
                          })});
    variations.push_back({"no-fragments", rule("fragment.optional"), "DSP0226 7.7",
                          "Fragments are not supported",
                          on_refusal([](const Envelope& request, Envelope& reply) {
                              if (request.header(names::FragmentTransfer) != nullptr)
                                  refuse_by(reply, fault::UnsupportedFeature, "FragmentLevelAccess");
                          }),
                          "fragment"});
    variations.push_back({"fragment-filter-of-wsman", rule("fragment.expression-too-complex"),
                          "MS-WSMV 3.1.4.1.18, DSP8015",
                          "A fragment expression that is none is the other CannotProcessFilter",
                          on_reply([](const Envelope& request, Envelope& reply) {
                              if (request.header(names::FragmentTransfer) == nullptr) return;
                              if (has_subcode(reply, fault::CannotProcessFilter))
                                  refuse_by(reply, fault::CannotProcessFragment);
                          })});
}

void add_transfer_variations(Variations& variations) {
    variations.push_back({"put-shows-nothing", rule("transfer.put.return-representation"), "DSP0226 7.4",
                          "PutResponse is empty", on_reply([](const Envelope& request, Envelope& reply) {
                              if (asks(request, action::Put) && fault_in(reply) == nullptr)
                                  reply.body.clear();
                          })});
    variations.push_back(
        {"read-only-value-refused", rule("transfer.put.readonly-values"), "DSP0226 7.4",
         "A Put with a read-only value is refused", on_refusal([](const Envelope& request, Envelope& reply) {
             if (!asks(request, action::Put) || request.body.empty()) return;
             const auto& sent = request.body.front().children;
             const auto is_read_only = [](const Element& each) { return each.name.local == "Created"; };
             if (std::ranges::any_of(sent, is_read_only))
                 refuse_by(reply, fault::InvalidRepresentation, "InvalidValues");
         })});
    variations.push_back({"null-is-left-out", rule("cim.property.null"), "DSP0230 9.2",
                          "A property without a value is left out",
                          on_reply([](const Envelope&, Envelope& reply) {
                              for (const char* of : {"Assay_Item", "Assay_Types"}) {
                                  if (Element* item = representation(reply, of)) drop_nulls(*item);
                              }
                          })});
    variations.push_back({"body-of-delete-refused", rule("transfer.delete.empty-body"), "WS-Transfer 3.3",
                          "A Delete with a body is refused",
                          on_refusal([](const Envelope& request, Envelope& reply) {
                              if (asks(request, action::Delete) && !request.body.empty())
                                  refuse_by(reply, fault::SchemaValidationError);
                          })});
    variations.push_back({"all-classes-unreachable", rule("cim.uri.all-classes-transfer"), "DSP0227 5.3",
                          "The URI of all classes leads to no instance",
                          on_reply([](const Envelope& request, Envelope& reply) {
                              if (header_text(request, names::ResourceURI).ends_with("/*") &&
                                  has_subcode(reply, fault::ActionNotSupported))
                                  refuse_by(reply, fault::DestinationUnreachable, "InvalidResourceURI");
                          })});
}

void add_enumeration_variations(Variations& variations) {
    variations.push_back({"no-expiry", rule("enumeration.enumerate.expires-optional"), "WS-Enumeration 3.1",
                          "Expires is not supported",
                          on_refusal([](const Envelope& request, Envelope& reply) {
                              if (expires_of(request) != nullptr)
                                  refuse_by(reply, fault::UnsupportedFeature, "ExpirationTime");
                          }),
                          "enumeration.expires"});
    variations.push_back({"durations-only", rule("enumeration.enumerate.expires-duration-only"),
                          "WS-Enumeration 3.1", "Expires takes no time of day",
                          on_refusal([](const Envelope& request, Envelope& reply) {
                              const Element* expires = expires_of(request);
                              if (expires != nullptr && is_date(*expires))
                                  refuse_by(reply, fault::UnsupportedExpirationType);
                          })});
    variations.push_back(
        {"no-filters", rule("enumeration.filter.not-supported"), "DSP0226 8.3", "Nothing is filtered",
         on_refusal([](const Envelope& request, Envelope& reply) {
             if (has_filter(request)) refuse_by(reply, fault::FilteringNotSupported);
         }),
         "enumeration.selector-filter enumeration.xpath-filter query.wql query.cql query.association"});
    variations.push_back({"one-item-a-pull", rule("enumeration.pull.max-elements"), "DSP0226 8.4",
                          "A Pull brings one item, whatever is asked for", on_request([](Envelope& request) {
                              Element* asked = body_child(request, wsen::Pull);
                              Element* most = asked == nullptr ? nullptr : asked->child(wsen::MaxElements);
                              if (most != nullptr &&
                                  most->value().find_first_not_of("0123456789") == std::string_view::npos &&
                                  most->value() != "0")
                                  most->text = "1";
                          })});
    variations.push_back({"no-optimization", rule("enumeration.optimize.ignored-if-unsupported"),
                          "DSP0226 8.2.3", "OptimizeEnumeration is passed over",
                          on_request([](Envelope& request) {
                              Element* asked = body_child(request, wsen::Enumerate);
                              if (asked == nullptr) return;
                              drop_child(*asked, names::OptimizeEnumeration);
                              drop_child(*asked, names::MaxElements);
                          }),
                          "enumeration.optimize"});
    variations.push_back({"estimate-is-unknown", rule("enumeration.count.response"), "DSP0226 8.2.2",
                          "The estimate of the number of items is nil",
                          on_reply([](const Envelope&, Envelope& reply) {
                              Element* estimate = reply.header(names::TotalItemsCountEstimate);
                              if (estimate == nullptr) return;
                              estimate->text.clear();
                              estimate->set(QName{ns::xsi, "nil"}, "1");
                          })});
    variations.push_back({"end-comes-with-empty-items", rule("enumeration.pull.items-or-end"),
                          "WS-Enumeration 3.2", "The end of a sequence comes with wsen:Items, be it empty",
                          on_reply([](const Envelope&, Envelope& reply) {
                              Element* pulled = body_child(reply, wsen::PullResponse);
                              if (pulled == nullptr || pulled->child(wsen::Items) != nullptr) return;
                              const auto end = std::ranges::find_if(
                                  pulled->children,
                                  [](const Element& each) { return each.name == wsen::EndOfSequence; });
                              pulled->children.insert(end, Element{wsen::Items});
                          })});
    variations.push_back({"vain-pull-is-answered", rule("enumeration.pull.timeout"), "DSP0226 8.4",
                          "A Pull that waits in vain is answered without items",
                          on_reply([](const Envelope& request, Envelope& reply) {
                              const Element* asked = body_child(request, wsen::Pull);
                              const Element* context =
                                  asked == nullptr ? nullptr : asked->child(wsen::EnumerationContext);
                              if (context == nullptr || !has_subcode(reply, fault::TimedOut)) return;
                              Element response{wsen::PullResponse};
                              response.add(wsen::EnumerationContext, std::string{context->value()});
                              reply.body = {std::move(response)};
                              set_header(reply, names::Action, std::string{action::PullResponse});
                          })});
    variations.push_back({"no-polymorphism-modes", rule("cim.enumerate.polymorphism-unsupported"),
                          "DSP0227 8.1.1", "No polymorphism mode is supported",
                          on_refusal([](const Envelope& request, Envelope& reply) {
                              const Element* asked = body_child(request, wsen::Enumerate);
                              if (asked == nullptr || asked->child(names::PolymorphismMode) == nullptr)
                                  return;
                              refuse_by(reply, fault::PolymorphismModeNotSupported);
                              set_header(reply, names::Action, std::string{vocab::action::ManagementFault});
                          })});
}

void add_http_variations(Variations& variations) {
    variations.push_back({"another-prefix", rule("soap.version-12"), "XML Namespaces 1.0",
                          "SOAP's prefix is SOAP-ENV", on_http_reply([](const Request&, Reply& reply) {
                              for (const char* before : {"<", "</", " xmlns:", " ", ">", "\""}) {
                                  const std::string from =
                                      std::string{before} + (before[1] == 'x' ? "s=" : "s:");
                                  const std::string to =
                                      std::string{before} + (before[1] == 'x' ? "SOAP-ENV=" : "SOAP-ENV:");
                                  replace_all(reply.body, from, to);
                              }
                          })});
    variations.push_back({"space-between-elements", rule("soap.whitespace"), "DSP0226 13.1",
                          "There is a line between elements", on_http_reply([](const Request&, Reply& reply) {
                              if (reply.body.size() < 4000) replace_all(reply.body, "><", ">\n  <");
                          })});
    variations.push_back({"media-type-in-capitals", rule("transport.http.content-type"), "RFC 9110 8.3.1",
                          "The media type is in capitals and its charset in quotes",
                          on_http_reply([](const Request&, Reply& reply) {
                              if (reply.content_type.find("UTF-8") != std::string::npos)
                                  reply.content_type = "Application/SOAP+XML; Charset=\"utf-8\"";
                          })});
    variations.push_back(
        {"another-challenge-first", rule("security.profile.http-required"), "RFC 9110 11.6.1",
         "A challenge that nobody knows comes before the others",
         on_http_reply([](const Request&, Reply& reply) {
             if (reply.status == 401)
                 reply.headers.insert(reply.headers.begin(), {"WWW-Authenticate", "Lantern realm=\"lit\""});
         })});
    variations.push_back({"get-is-not-implemented", rule("transport.http.not-get"), "RFC 9110 15.6.2",
                          "GET is answered with 501", on_http_reply([](const Request& request, Reply& reply) {
                              if (request.method == "GET") reply.status = 501;
                          })});
    variations.push_back({"nobody-made-it", rule("identify.response-content"), "DSP8012",
                          "IdentifyResponse names neither vendor nor version",
                          on_reply([](const Envelope&, Envelope& reply) {
                              for (Element& each : reply.body) {
                                  if (each.name.local != "IdentifyResponse") continue;
                                  drop_child(each, QName{ns::wsmid, "ProductVendor"});
                                  drop_child(each, QName{ns::wsmid, "ProductVersion"});
                              }
                          })});
}

}  // namespace

Variations all_variations() {
    Variations variations;
    add_addressing_variations(variations);
    add_control_variations(variations);
    add_transfer_variations(variations);
    add_enumeration_variations(variations);
    add_http_variations(variations);
    return variations;
}

std::string to_json(std::span<const Variation> variations) {
    // Ids, titles and clauses are our own constants and hold nothing that JSON would escape.
    std::string json = "[";
    for (const Variation& each : variations) {
        std::string lacks;
        for (std::string_view rest = each.lacks; !rest.empty();) {
            const auto end = std::min(rest.find(' '), rest.size());
            lacks += (lacks.empty() ? "\"" : ", \"") + std::string{rest.substr(0, end)} + "\"";
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        json += std::string{json.size() > 1 ? "," : ""} + "\n  {\"id\": \"" + std::string{each.id} +
                "\", \"permitted_by\": \"" + std::string{each.permitted_by} + "\", \"clause\": \"" +
                std::string{each.clause} + "\", \"title\": \"" + std::string{each.title} +
                "\", \"lacks\": [" + lacks + "]}";
    }
    return json + "\n]\n";
}

}  // namespace assay::mutants
