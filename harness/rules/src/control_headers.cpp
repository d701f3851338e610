// The control headers of requests, and what they oblige a response to (DSP0226 §6).
#include "chapters.hpp"
#include "names.hpp"
#include "simple_types.hpp"
#include "view.hpp"

namespace assay::rules {
namespace {

Outcome timeout_is_duration(const View& view) {
    const Element* block = view.envelope().header_block(name::OperationTimeout);
    if (!view.is_soap() || block == nullptr) return not_examined();
    return expect(is_duration(block->value()), view.at(*block),
                  "wsman:OperationTimeout is not an xs:duration", "e.g. PT30S", shortened(block->value()));
}

Outcome locale_is_tag(const View& view) {
    const Element* block = view.envelope().header_block(name::Locale);
    if (!view.is_soap() || block == nullptr) return not_examined();
    const std::string* lang = block->attribute(vocab::ns::xml.uri, "lang");
    return expect(lang != nullptr && is_language_tag(*lang), view.at(*block),
                  "wsman:Locale has no valid xml:lang", "a language tag, e.g. en-US",
                  lang == nullptr ? "no xml:lang" : shortened(*lang));
}

Outcome options_are_strings(const View& view) {
    const Element* set = view.envelope().header_block(name::OptionSet);
    if (!view.is_soap() || set == nullptr) return not_examined();
    for (const Element* option : set->children_named(name::Option)) {
        if (option->children.empty()) continue;
        return broken(view.at(*option), "a wsman:Option holds elements", "a plain string",
                      std::to_string(option->children.size()) + " elements");
    }
    return kept();
}

Outcome must_comply(const View& view) {
    const Element* set = view.envelope().header_block(name::OptionSet);
    if (!view.is_soap() || set == nullptr) return not_examined();
    for (const Element* option : set->children_named(name::Option)) {
        const std::string* comply = option->attribute("", "MustComply");
        if (comply == nullptr || (*comply != "true" && *comply != "1")) continue;
        return expect(must_understand(*set), view.at(*set),
                      "an option is marked MustComply, but the wsman:OptionSet not mustUnderstand",
                      "s:mustUnderstand=\"true\"", "none");
    }
    return not_examined();
}

Outcome requested_epr(const View& view) {
    const Element* asked = view.request().header_block(name::RequestEPR);
    if (!view.is_addressed() || asked == nullptr || view.fault()) return not_examined();
    return expect(view.envelope().header_block(name::RequestedEPR) != nullptr, view.at_header(),
                  "the request asked for its endpoint reference and the response does not tell",
                  "wsman:RequestedEPR", "none");
}

}  // namespace

void add_control_header_rules(RuleBook& book) {
    judge_request(book, rule("operationtimeout.type-duration"), timeout_is_duration);
    judge_request(book, rule("locale.rfc3066"), locale_is_tag);
    judge_request(book, rule("optionset.repeat-names-string"), options_are_strings);
    judge_request(book, rule("optionset.mustcomply-needs-mustunderstand"), must_comply);
    judge_response(book, rule("requestepr.response"), requested_epr);
}

}  // namespace assay::rules
