// Well-formedness and validity of every message (DSP0226 Annex A).
#include <fmt/format.h>

#include <algorithm>

#include "chapters.hpp"
#include "view.hpp"

namespace assay::rules {
namespace {

using observe::SoapVersion;

/// Does the message say that its body is SOAP?
bool claims_soap(const View& view) {
    return view.envelope().present && (view.message().media_type.type == "application/soap+xml" ||
                                       view.envelope().soap() == SoapVersion::soap12);
}

Outcome well_formed(const View& view) {
    // Entities are not looked up, so a document with a type declaration is left to soap.no-dtd-pi.
    if (!claims_soap(view) || view.envelope().document_type) return not_examined();
    // Of an answer that was given up only the beginning is there: service.bounded says so.
    if (view.reading().exchange->ending == record::Ending::given_up || !view.envelope().excess.empty())
        return not_examined();
    if (view.envelope().troubles.empty()) return kept();
    const observe::XmlTrouble& first = view.envelope().troubles.front();
    // No request of ours says that it takes any.
    const std::string_view coding = view.http().value("Content-Encoding");
    const std::string as_it_is =
        coding.empty() ? "" : fmt::format(" as it travels, in the Content-Encoding {}", shortened(coding));
    return broken(view.at(first.at),
                  fmt::format("the body is not well-formed{}: {}", as_it_is, first.message),
                  "one well-formed XML 1.0 document with namespaces", first.message);
}

/// The innermost element whose start tag begins at or before the offset.
const Element* element_at(const EnvelopeReading& envelope, std::size_t offset) {
    const auto after = std::ranges::upper_bound(envelope.elements, offset, {},
                                                [](const Element& each) { return each.at.offset; });
    return after == envelope.elements.begin() ? nullptr : &*std::prev(after);
}

record::Finding finding_of(const View& view, const xml::SchemaError& error) {
    const Element* element = element_at(view.envelope(), error.offset);
    record::Place place = element == nullptr ? view.at_body() : view.at(*element);
    return {.rule = {},
            .message = "the message is not valid: " + error.message,
            .expected = "a message valid against the published schemas",
            .actual = error.message,
            .place = std::move(place)};
}

Outcome valid(const View& view, Validator& validator) {
    if (!view.envelope().well_formed() || view.envelope().soap() != SoapVersion::soap12)
        return not_examined();
    if (view.envelope().document_type) return not_examined();
    Outcome outcome = kept();
    for (const xml::SchemaError& error : validator.validate(view.http().body)) {
        if (error.severity == xml::Severity::tolerated) continue;
        outcome.findings.push_back(finding_of(view, error));
    }
    return outcome;
}

}  // namespace

void add_schema_rules(RuleBook& book, Validator& validator) {
    judge_both(book, rule("schema.well-formed"), well_formed);
    judge_both(book, rule("schema.message"),
               [&validator](const View& view) { return valid(view, validator); });
}

}  // namespace assay::rules
