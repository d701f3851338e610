#include "assay/xpath/fragment.hpp"

#include <algorithm>
#include <array>

#include "assay/base/text.hpp"
#include "assay/model/faults.hpp"
#include "assay/model/names.hpp"
#include "edit.hpp"
#include "steps.hpp"
#include "tree.hpp"

namespace assay::xpath {
namespace {

using model::Outcome;
using soap::Element;
namespace faults = model::faults;

constexpr std::array supported_dialects{xpath_dialect};

model::Fault fragment_fault(const Error& error) {
    return faults::cannot_process_fragment("the fragment expression cannot be processed: " + error.message);
}

Outcome<> check_header(const Element& header, const FragmentRules& rules) {
    if (rules.must_understand && !soap::must_understand(header).value_or(false)) {
        return faults::invalid_message_information_header(
            "wsman:FragmentTransfer needs s:mustUnderstand=\"true\"");
    }
    const std::string* dialect = header.attribute("Dialect");
    if (dialect != nullptr && base::trimmed(*dialect) != xpath_dialect) {
        return faults::fragment_dialect_not_supported(supported_dialects);
    }
    if (!header.children.empty()) {
        return faults::cannot_process_fragment("a fragment expression of this dialect is text");
    }
    return boost::system::in_place_value;
}

/// A property that is there only to say that it has no value.
bool is_null(const Node& node) { return node.kind == Node::Kind::element && is_nil(*node.element); }

/// The header as a reply repeats it: its expression and dialect.
Element repeated(const Element& header) {
    Element again{header.name, std::string{header.value()}};
    again.set(soap::names::mustUnderstand, "true");
    if (const std::string* dialect = header.attribute("Dialect")) again.set({"", "Dialect"}, *dialect);
    return again;
}

}  // namespace

Outcome<Fragment> Fragment::read(const Element& header, const FragmentRules& rules) {
    if (auto lawful = check_header(header, rules); !lawful) return lawful.error();
    auto expression =
        Expression::compile(header.value(), bindings_of(header), rules.limits, rules.unprefixed);
    if (!expression) return fragment_fault(expression.error());
    if (expression->syntax().level > rules.level) {
        return faults::cannot_process_fragment("the fragment expression is beyond what is supported here");
    }
    return Fragment{repeated(header), std::move(*expression)};
}

/// Level 1 is walked, which is the common case and needs no document.
Result<Selection> Fragment::select(const Element& whole) const {
    const auto& path = expression_.syntax().path;
    if (!path) return expression_.select(whole);
    return Selection{.nodes = walk(whole, path->absolute, path->steps)};
}

Outcome<Element> Fragment::get(const Element& representation) const {
    const Tree tree{representation};
    const Element& whole = tree.root();
    const auto selection = select(whole);
    if (!selection) return fragment_fault(selection.error());
    return fragment_of(*selection);
}

Outcome<Element> Fragment::put(const Element& representation, const Element& body) const {
    const auto content = read_content(body);
    if (!content) return content.error();
    const Tree tree{representation};
    const Element& whole = tree.root();
    const auto selection = select(whole);
    if (!selection) return fragment_fault(selection.error());
    if (!selection->nodes.empty()) return replaced(whole, selection->nodes, *content);
    const auto& path = expression_.syntax().path;
    if (path && !path->steps.empty() && !path->steps.back().position) return inserted(whole, *path, *content);
    return faults::invalid_representation(faults::Representation::InvalidFragment,
                                          "the expression selects nothing that could be replaced");
}

Outcome<Element> Fragment::create(const Element& representation, const Element& body) const {
    const auto content = read_content(body);
    if (!content) return content.error();
    const Tree tree{representation};
    const Element& whole = tree.root();
    const auto selection = select(whole);
    if (!selection) return fragment_fault(selection.error());
    if (!std::ranges::all_of(selection->nodes, is_null)) {
        return faults::already_exists("the fragment is there already");
    }
    if (!selection->nodes.empty()) return replaced(whole, selection->nodes, *content);
    const auto& path = expression_.syntax().path;
    if (!path) return faults::cannot_process_fragment("only a Level 1 path can say where a fragment goes");
    return inserted(whole, *path, *content);
}

Outcome<Element> Fragment::remove(const Element& representation) const {
    const Tree tree{representation};
    const Element& whole = tree.root();
    const auto selection = select(whole);
    if (!selection) return fragment_fault(selection.error());
    if (selection->nodes.empty()) {
        return faults::invalid_representation(faults::Representation::InvalidFragment,
                                              "the expression selects nothing that could be deleted");
    }
    return removed(whole, selection->nodes);
}

model::Fault filter_fault(const Error& error) {
    return faults::cannot_process_filter("the XPath filter cannot be processed: " + error.message);
}

}  // namespace assay::xpath
