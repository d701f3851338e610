// The envelope and its encoding (DSP0226 §13.1, §6.3, Annex A.1).
#include <algorithm>
#include <array>

#include "chapters.hpp"
#include "names.hpp"
#include "view.hpp"

namespace assay::rules {
namespace {

using observe::Encoding;
using observe::SoapVersion;

Outcome soap_12(const View& view) {
    const Element* root = view.envelope().root();
    if (root == nullptr || root->local != "Envelope") return not_examined();
    // SOAP 1.2 part 1, Annex A lets a service refuse another version in that version's own form.
    if (view.judged() == Judged::response && view.request().soap() == SoapVersion::soap11)
        return not_examined();
    return expect(view.envelope().soap() == SoapVersion::soap12, view.at(*root),
                  "the envelope is not SOAP 1.2", std::string{vocab::ns::s.uri}, std::string{root->uri});
}

Outcome no_document_type(const View& view) {
    if (view.envelope().root() == nullptr && !view.envelope().document_type) return not_examined();
    const auto& instructions = view.envelope().processing_instructions;
    if (view.envelope().document_type) {
        return broken(view.at(*view.envelope().document_type), "the message has a document type declaration",
                      "no document type declaration", "<!DOCTYPE …");
    }
    if (instructions.empty()) return kept();
    const std::string_view text = view.envelope().text;
    return broken(view.at(instructions.front()), "the message has a processing instruction",
                  "no processing instruction",
                  shortened(text.substr(instructions.front().offset, instructions.front().length)));
}

Outcome no_mark(const View& view) {
    if (!view.is_soap() || view.envelope().encoding.used != Encoding::utf8) return not_examined();
    return expect(!view.envelope().encoding.byte_order_mark, view.at(observe::Position{0, 0, 1, 1}),
                  "a UTF-8 response begins with a byte-order mark", "no byte-order mark", "EF BB BF");
}

std::string_view family(Encoding encoding) {
    const bool wide = encoding == Encoding::utf16_little || encoding == Encoding::utf16_big;
    return wide ? std::string_view{"UTF-16"} : to_text(encoding);
}

Outcome same_encoding(const View& view) {
    if (!view.is_soap() || !view.request().well_formed()) return not_examined();
    const auto fault = view.fault();
    const bool refusal = fault && fault->subcode.is(vocab::fault::EncodingLimit);
    const Encoding wanted = view.request().encoding.used;
    const Encoding used = view.envelope().encoding.used;
    // Other encodings are a matter of transport.http.content-type.
    if (wanted == Encoding::other || used == Encoding::other) return not_examined();
    if (refusal && used == Encoding::utf8) return not_examined();
    return expect(family(used) == family(wanted), view.at(*view.envelope().root()),
                  "the response is in another encoding than the request", std::string{family(wanted)},
                  std::string{family(used)});
}

bool is_singular(const Element& block) {
    // WS-Addressing 2004/08 §3: only RelatesTo may be repeated.
    if (block.is(name::RelatesTo)) return false;
    return block.uri == vocab::ns::wsa.uri || block.uri == vocab::ns::wsman.uri ||
           block.uri == vocab::ns::wse.uri;
}

const Element* repeated_block(const EnvelopeReading& envelope) {
    if (envelope.header() == nullptr) return nullptr;
    const auto& blocks = envelope.header()->children;
    for (auto block = blocks.begin(); block != blocks.end(); ++block) {
        const bool repeated = std::any_of(blocks.begin(), block, [&](const Element* earlier) {
            return earlier->local == (*block)->local && earlier->uri == (*block)->uri;
        });
        if (repeated && is_singular(**block)) return *block;
    }
    return nullptr;
}

Outcome refuses_repeated_headers(const View& view) {
    if (!view.is_soap() || !view.request().well_formed()) return not_examined();
    const Element* block = repeated_block(view.request());
    if (block == nullptr) return not_examined();
    return expect(view.fault().has_value(), view.at_body(),
                  "a request with a repeated header block was processed", "a fault",
                  "an answer to a request with two " + observe::customary_name(block->uri, block->local));
}

/// Namespaces of the drafts before DSP0226.
constexpr std::array former_namespaces{
    std::string_view{"http://schemas.xmlsoap.org/ws/2005/06/management"},
    std::string_view{"http://schemas.xmlsoap.org/ws/2005/02/management"},
    std::string_view{"http://schemas.xmlsoap.org/ws/2004/10/management"},
};

Outcome wsman_namespace(const View& view) {
    if (!view.is_soap()) return not_examined();
    const auto former = std::ranges::find_if(view.envelope().elements, [](const Element& each) {
        return std::ranges::find(former_namespaces, each.uri) != former_namespaces.end();
    });
    if (former == view.envelope().elements.end()) return kept();
    return broken(view.at(*former), "an element is in the namespace of a draft",
                  std::string{vocab::ns::wsman.uri}, std::string{former->uri});
}

}  // namespace

void add_soap_rules(RuleBook& book) {
    judge_both(book, rule("soap.version-12"), soap_12);
    judge_both(book, rule("soap.no-dtd-pi"), no_document_type);
    judge_response(book, rule("soap.utf8-bom"), no_mark);
    judge_response(book, rule("soap.encoding-mirror"), same_encoding);
    book.needs_wire(rule("soap.utf8-bom"));
    book.needs_wire(rule("soap.encoding-mirror"));
    judge_response(book, rule("soap.duplicate-headers"), refuses_repeated_headers);
    judge_both(book, rule("namespace.wsman-uri"), wsman_namespace);
}

}  // namespace assay::rules
