// Fragment-level transfer (DSP0226 §7.7 to §7.11): a part of a representation, read and changed.
#pragma once

#include "assay/model/fault.hpp"
#include "assay/xpath/expression.hpp"

namespace assay::xpath {

/// The dialect of XPath 1.0, which holds where none is named (DSP0226 §7.7, §8.3).
inline constexpr std::string_view xpath_dialect = "http://www.w3.org/TR/1999/REC-xpath-19991116";

/// How a service takes fragments.
struct FragmentRules {
    bool must_understand =
        false;                  ///< a header without s:mustUnderstand="true" is refused (MS-WSMV 3.1.4.1.18)
    Level level = Level::full;  ///< larger expressions are refused
    Limits limits = {};
    Unprefixed unprefixed = Unprefixed::any_namespace;
};

/// What wsman:FragmentTransfer asks for. Every operation works on a copy, so that nothing is ever half done;
/// storing the whole representation that put, create and remove give is the caller's.
class Fragment {
public:
    /// @param header  wsman:FragmentTransfer with its bindings
    /// @return the fragment, or FragmentDialectNotSupported, wsman:CannotProcessFilter for an expression that
    /// is wrong or beyond the rules, InvalidMessageInformationHeader for a missing mustUnderstand.
    [[nodiscard]] static model::Outcome<Fragment> read(const soap::Element& header,
                                                       const FragmentRules& rules = {});

    /// The header that a reply repeats.
    [[nodiscard]] const soap::Element& header() const { return header_; }

    /// §7.8: wsman:XmlFragment with the elements, the text, or nothing when nothing is selected.
    [[nodiscard]] model::Outcome<soap::Element> get(const soap::Element& whole) const;

    /// §7.9: the whole with the selected elements, attribute or text replaced by the content of `body`. A
    /// child that a Level 1 path names and that is not there is added: a null property has no element.
    /// Faults: InvalidRepresentation/InvalidFragment for what is no wsman:XmlFragment or does not fit.
    [[nodiscard]] model::Outcome<soap::Element> put(const soap::Element& whole,
                                                    const soap::Element& body) const;

    /// §7.11: the whole with the content added where a Level 1 path says. Faults: AlreadyExists when
    /// something is there that is not nil, otherwise as put().
    [[nodiscard]] model::Outcome<soap::Element> create(const soap::Element& whole,
                                                       const soap::Element& body) const;

    /// §7.10: the whole without what is selected; where the last element of a name goes, an empty one with
    /// xsi:nil says so. Faults: InvalidRepresentation/InvalidFragment when nothing is selected.
    [[nodiscard]] model::Outcome<soap::Element> remove(const soap::Element& whole) const;

private:
    Fragment(soap::Element header, Expression expression)
        : header_{std::move(header)}, expression_{std::move(expression)} {}

    [[nodiscard]] Result<Selection> select(const soap::Element& whole) const;

    soap::Element header_;
    Expression expression_;
};

/// wsen:CannotProcessFilter for a filter that is wrong or too costly.
[[nodiscard]] model::Fault filter_fault(const Error& error);

}  // namespace assay::xpath
