// Identify (DSP0226 §11, DSP8012).
#include <algorithm>
#include <array>

#include "chapters.hpp"
#include "names.hpp"
#include "view.hpp"

namespace assay::rules {
namespace {

constexpr std::string_view no_disclosure =
    "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity/NoAnonymousDisclosure";

/// DSP8012: the children of IdentifyResponse in the order of its schema, which misspells the fourth.
constexpr std::array<std::string_view, 7> order{
    "ProtocolVersion",   "ProductVendor",    "ProductVersion",      "IntiativeSupport",
    "InitiativeSupport", "SecurityProfiles", "AddressingVersionURI"};

bool is_managed(const Element& block) {
    return block.uri == vocab::ns::wsa.uri || block.uri == vocab::ns::wsman.uri;
}

bool identifies(const View& view) {
    const Element* asked = view.request().body_child();
    return view.is_soap() && asked != nullptr && asked->is(name::wsmid::Identify) && !view.fault();
}

/// The IdentifyResponse; nullptr when this is not one.
const Element* response_of(const View& view) {
    return identifies(view) ? view.envelope().body()->child(name::wsmid::IdentifyResponse) : nullptr;
}

Outcome no_addressing(const View& view) {
    if (!identifies(view)) return not_examined();
    const auto managed = [](const EnvelopeReading& envelope) -> const Element* {
        if (envelope.header() == nullptr) return nullptr;
        const auto& blocks = envelope.header()->children;
        const auto found =
            std::ranges::find_if(blocks, [](const Element* each) { return is_managed(*each); });
        return found == blocks.end() ? nullptr : *found;
    };
    // What a request brought in may be answered in kind.
    if (managed(view.request()) != nullptr) return not_examined();
    const Element* block = managed(view.envelope());
    if (block == nullptr) return kept();
    return broken(view.at(*block), "an IdentifyResponse has addressing or management headers", "none",
                  observe::customary_name(block->uri, block->local));
}

std::size_t rank(const Element* element) {
    return static_cast<std::size_t>(std::ranges::find(order, element->local) - order.begin());
}

/// Without those of other namespaces, for which the schema has a place of its own and lets in anything.
std::vector<const Element*> standard_children(const Element& response) {
    std::vector<const Element*> found;
    for (const Element* each : response.children) {
        if (each->uri == vocab::ns::wsmid.uri) found.push_back(each);
    }
    return found;
}

Outcome content(const View& view) {
    if (!identifies(view)) return not_examined();
    const Element* response = response_of(view);
    if (response == nullptr) {
        return broken(view.at_body(), "the answer to Identify is not wsmid:IdentifyResponse",
                      "wsmid:IdentifyResponse", "none");
    }
    if (response->child(name::wsmid::ProtocolVersion) == nullptr) {
        return broken(view.at(*response), "IdentifyResponse has no wsmid:ProtocolVersion",
                      "at least one wsmid:ProtocolVersion", "none");
    }
    const auto children = standard_children(*response);
    const auto early = std::ranges::adjacent_find(children, std::ranges::greater{}, rank);
    if (early == children.end()) return kept();
    const Element& late = **std::next(early);
    return broken(view.at(late), "the children of IdentifyResponse are not in the order of the schema",
                  "ProtocolVersion, ProductVendor, ProductVersion, InitiativeSupport, SecurityProfiles, "
                  "AddressingVersionURI",
                  (*early)->local + " before " + late.local);
}

Outcome protocol_version(const View& view) {
    const Element* response = response_of(view);
    const Element* version = response == nullptr ? nullptr : response->child(name::wsmid::ProtocolVersion);
    if (version == nullptr) return not_examined();
    for (const Element* each : response->children_named(name::wsmid::ProtocolVersion)) {
        if (each->value() == vocab::protocol_version || each->value() == no_disclosure) return kept();
    }
    return broken(view.at(*version), "no wsmid:ProtocolVersion names this protocol",
                  std::string{vocab::protocol_version}, shortened(version->value()));
}

}  // namespace

void add_identify_rules(RuleBook& book) {
    judge_response(book, rule("identify.no-addressing"), no_addressing);
    judge_response(book, rule("identify.response-content"), content);
    judge_response(book, rule("identify.protocolversion"), protocol_version);
}

}  // namespace assay::rules
