// Bugs that servers had in the field, each in a situation of its own.
#include <algorithm>
#include <array>
#include <memory>

#include "assay/base/text.hpp"
#include "assay/mutants/mutant.hpp"
#include "assay/vocab/rule.hpp"
#include "seams.hpp"
#include "surgery.hpp"

namespace assay::mutants {
namespace {

using vocab::rule;
using wire::Reply;
using wire::Request;
namespace action = vocab::action;
namespace wsen = names::wsen;

constexpr std::array<std::string_view, 7> properties_of_item{"Count", "Created", "Enabled", "Label",
                                                             "Name",  "Note",    "Slot"};

/// Gives the properties in a representation the names that they should have.
void correct_names(Element& item) {
    for (Element& each : item.children) {
        const auto known = std::ranges::find_if(properties_of_item, [&](std::string_view name) {
            return base::equal_ignoring_case(name, each.name.local);
        });
        if (known != properties_of_item.end()) each.name.local = *known;
    }
}

void escape_again(Element& element) {
    for (auto at = element.text.find('&'); at != std::string::npos; at = element.text.find('&', at + 1)) {
        element.text.insert(at + 1, "amp;");
    }
    for (Element& each : element.children) escape_again(each);
}

/// Does to the reply after one for which `is_cause` what `spoil` says.
template <class Predicate, class Spoil>
Install spoiling_the_next(Predicate is_cause, Spoil spoil) {
    return on_http_reply([=, armed = std::make_shared<bool>(false)](const Request& request, Reply& reply) {
        if (is_cause(request, reply)) {
            *armed = true;
        } else if (*armed) {
            *armed = false;
            spoil(reply);
        }
    });
}

void add_envelopes(Mutants& mutants) {
    mutants.push_back({"relative-message-id-breaks-the-schema",
                       rule("fault.table.wsa.invalidmessageinformationheader"),
                       "A MessageID without a scheme breaks the schema",
                       on_reply([](const Envelope& request, Envelope& reply) {
                           const std::string_view id = header_text(request, names::MessageID);
                           if (!id.empty() && id.find(':') == std::string_view::npos)
                               refuse(reply, vocab::fault::SchemaValidationError);
                       })});
    mutants.push_back({"max-elements-optimizes", rule("enumeration.optimize.items"),
                       "MaxElements alone makes an Enumerate bring items", on_request([](Envelope& request) {
                           Element* asked = body_child(request, wsen::Enumerate);
                           if (asked == nullptr || asked->child(names::MaxElements) == nullptr) return;
                           if (asked->child(names::OptimizeEnumeration) != nullptr) return;
                           asked->children.insert(asked->children.begin(),
                                                  Element{names::OptimizeEnumeration});
                       })});
    mutants.push_back({"property-names-in-any-case", rule("case.sensitivity"),
                       "A Put names properties in any case", on_request([](Envelope& request) {
                           if (asks(request, action::Put) && !request.body.empty())
                               correct_names(request.body.front());
                       })});
    mutants.push_back({"values-escaped-twice", rule("soap.encoding-characters"),
                       "An ampersand in a value is escaped twice",
                       on_reply([](const Envelope& request, Envelope& reply) {
                           if (!asks(request, action::Get)) return;
                           for (Element& each : reply.body) escape_again(each);
                       })});
}

}  // namespace

void add_field_bug_mutants(Mutants& mutants) {
    add_envelopes(mutants);
    mutants.push_back(
        {"wrong-password-locks-out", rule("security.transport-auth-failure"),
         "After a wrong password the next request is refused, whoever sends it",
         spoiling_the_next(
             [](const Request& request, const Reply& reply) {
                 return reply.status == 401 && request.header("Authorization") != nullptr;
             },
             [](Reply& reply) {
                 reply = {.status = 401, .headers = {{"WWW-Authenticate", "Basic realm=\"WSMAN\""}}};
             })});
    mutants.push_back(
        {"giant-is-followed-by-503", rule("transport.http.binding"),
         "After a message that is too large the next one is not served",
         spoiling_the_next([](const Request&, const Reply& reply) { return reply.status == 413; },
                           [](Reply& reply) { reply = {.status = 503}; })});
    mutants.push_back({"two-media-types-are-an-internal-error", rule("transport.http.content-type"),
                       "A second Content-Type is an internal error",
                       on_http_reply([](const Request& request, Reply& reply) {
                           const auto types = std::ranges::count_if(request.headers, [](const auto& each) {
                               return base::equal_ignoring_case(each.first, "Content-Type");
                           });
                           if (types > 1) reply = {.status = 500};
                       })});
}

}  // namespace assay::mutants
