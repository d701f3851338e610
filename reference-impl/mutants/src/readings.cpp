// Requests read otherwise than they say: what has to be refused is taken for something lawful, and what has
// to be served for something else.
#include <algorithm>
#include <array>

#include "assay/base/text.hpp"
#include "assay/mutants/mutant.hpp"
#include "assay/vocab/rule.hpp"
#include "seams.hpp"
#include "surgery.hpp"

namespace assay::mutants {
namespace {

using vocab::rule;
namespace action = vocab::action;
namespace wsen = names::wsen;

struct Reading {
    std::string_view id;
    std::string_view violates;
    std::string_view title;
    void (*reads)(Envelope& request);
};

bool is_positive_number(std::string_view text) {
    return text.find_first_not_of("0123456789") == std::string_view::npos &&
           text.find_first_not_of('0') != std::string_view::npos;
}

void drop_attribute(Envelope& request, const QName& name) {
    for (Element& header : request.headers) {
        std::erase_if(header.attributes, [&](const soap::Attribute& each) { return each.name == name; });
    }
}

void mandatory_whatever_it_says(Envelope& request) {
    for (Element& header : request.headers) {
        if (header.attribute(soap::names::mustUnderstand) != nullptr)
            header.set(soap::names::mustUnderstand, "true");
    }
}

void headers_in_any_case(Envelope& request) {
    for (const QName& name : {names::To, names::Action, names::MessageID, names::ReplyTo, names::ResourceURI,
                              names::SelectorSet}) {
        for (Element& header : request.headers) {
            if (header.name.ns == name.ns.uri && base::equal_ignoring_case(header.name.local, name.local))
                header.name = name;
        }
    }
}

constexpr std::array addressing{
    Reading{"mandatory-whatever-it-says", rule("addressing.mustunderstand.fault"),
            "A header with s:mustUnderstand is mandatory, even if it says false", mandatory_whatever_it_says},
    Reading{"roles-passed-over", rule("soap.version-12"),
            "A header for another role is taken for one for this node",
            [](Envelope& request) { drop_attribute(request, soap::names::role); }},
    Reading{"empty-message-id-will-do", rule("addressing.messageid.required"),
            "An empty MessageID is as good as any",
            [](Envelope& request) {
                if (header_text(request, names::MessageID).empty())
                    set_header(request, names::MessageID, "uuid:made-up");
            }},
    Reading{"header-names-in-any-case", rule("case.sensitivity"),
            "The names of headers are compared without case", headers_in_any_case},
};

/// PT20S is read as PT2.0S.
void tenths_of_seconds(Envelope& request) {
    Element* timeout = request.header(names::OperationTimeout);
    const std::size_t size = timeout == nullptr ? 0 : timeout->text.size();
    if (size >= 5 && timeout->text.starts_with("PT") && timeout->text.ends_with('S') &&
        timeout->text.find_first_not_of("0123456789", 2) == size - 1)
        timeout->text.insert(size - 2, ".");
}

void seconds_alone(Envelope& request) {
    const std::string_view said = header_text(request, names::OperationTimeout);
    if (said.empty()) return;
    if (!said.starts_with("PT") || said.find_first_of("HM") != std::string_view::npos) misdirect(request);
}

/// The bound for a reply in which each character has two octets.
void half_the_bound(Envelope& request) {
    const std::string said{header_text(request, names::MaxEnvelopeSize)};
    if (is_positive_number(said) && said.size() >= 5 && said.size() < 10)
        set_header(request, names::MaxEnvelopeSize, std::to_string(std::stoul(said) / 2));
}

/// A Put of another name makes a new item, and does not tell where it is.
void put_renames(Envelope& request) {
    if (!asks(request, action::Put) || !is_for(request, "Assay_Item")) return;
    const Element* set = request.header(names::SelectorSet);
    Element* item = representation(request, "Assay_Item");
    const Element* name = item == nullptr ? nullptr : property(*item, "Name");
    if (set == nullptr || name == nullptr) return;
    const bool same =
        std::ranges::any_of(set->children, [&](const Element& each) { return each.text == name->text; });
    if (same) return;
    set_header(request, names::Action, std::string{action::Create});
    drop_header(request, names::SelectorSet);
    drop_header(request, names::RequestEPR);
}

constexpr std::array control_headers{
    Reading{"seconds-taken-for-tenths", rule("operationtimeout.optional"),
            "The seconds of an OperationTimeout are taken for tenths of a second", tenths_of_seconds},
    Reading{"timeouts-in-seconds-alone", rule("operationtimeout.type-duration"),
            "An OperationTimeout in minutes, hours or days is refused", seconds_alone},
    Reading{"bound-in-characters-of-two-octets", rule("maxenvelopesize.mustunderstand"),
            "A reply has half of the octets that MaxEnvelopeSize grants", half_the_bound},
    Reading{"minimum-has-to-be-exceeded", rule("maxenvelopesize.minimum-8192"),
            "A MaxEnvelopeSize of 8192 octets is below the minimum",
            [](Envelope& request) {
                if (header_text(request, names::MaxEnvelopeSize) == "8192")
                    set_header(request, names::MaxEnvelopeSize, "8191");
            }},
    Reading{"bound-of-nothing-is-no-bound", rule("fault.table.wsman.schemavalidationerror"),
            "A MaxEnvelopeSize that is no positive number is passed over",
            [](Envelope& request) {
                if (!is_positive_number(header_text(request, names::MaxEnvelopeSize)))
                    drop_header(request, names::MaxEnvelopeSize);
            }},
    Reading{"locale-without-language-passed-over", rule("locale.rfc3066"),
            "A Locale that names no language is passed over",
            [](Envelope& request) {
                const Element* locale = request.header(names::Locale);
                if (locale != nullptr && locale->attribute(soap::names::lang) == nullptr)
                    drop_header(request, names::Locale);
            }},
    Reading{"put-renames-without-a-word", rule("requestepr.after-put-rename"),
            "A Put of another name renames, and does not tell the new reference", put_renames},
};

constexpr std::array enumeration{
    Reading{"pull-within-any-envelope", rule("enumeration.pull.maxenvelope-fault"),
            "A Pull passes MaxEnvelopeSize over",
            [](Envelope& request) {
                if (asks(request, action::Pull)) drop_header(request, names::MaxEnvelopeSize);
            }},
    Reading{"items-without-asking", rule("enumeration.optimize.items"),
            "Each Enumerate is taken for an optimized one",
            [](Envelope& request) {
                Element* enumerate = body_child(request, wsen::Enumerate);
                if (enumerate != nullptr && enumerate->child(names::OptimizeEnumeration) == nullptr)
                    enumerate->add(Element{names::OptimizeEnumeration});
            }},
    Reading{"any-number-of-elements-will-do", rule("fault.table.wsman.schemavalidationerror"),
            "MaxElements that is no positive number is passed over",
            [](Envelope& request) {
                Element* pull = body_child(request, wsen::Pull);
                const Element* most = pull == nullptr ? nullptr : pull->child(wsen::MaxElements);
                if (most != nullptr && !is_positive_number(most->value()))
                    drop_child(*pull, wsen::MaxElements);
            }},
    Reading{"without-mode-as-the-class-itself", rule("cim.enumerate.polymorphism-default"),
            "Without a mode derived instances come as instances of the class",
            [](Envelope& request) {
                constexpr QName mode{vocab::ns::wsmb, "PolymorphismMode"};
                Element* enumerate = body_child(request, wsen::Enumerate);
                if (enumerate != nullptr && enumerate->child(mode) == nullptr)
                    enumerate->add(Element{mode, "ExcludeSubClassProperties"});
            }},
};

template <void (*Twist)(Element& selector)>
void each_selector(Envelope& request) {
    Element* set = request.header(names::SelectorSet);
    if (set != nullptr) std::ranges::for_each(set->children, Twist);
}

void first_of_all(Envelope& request) {
    Element* set = request.header(names::SelectorSet);
    if (set == nullptr || !set->children.empty() || !is_for(request, "Assay_Item")) return;
    set->add(Element{names::Selector, "item-01"}).set({"", "Name"}, "Name");
}

/// Without the selectors in capitals there is none left, and some instance is as good as any.
void pass_capitals_over(Envelope& request) {
    if (!has_selector_in_capitals(request) || !is_for(request, "Assay_Item")) return;
    Element* set = request.header(names::SelectorSet);
    set->children.clear();
    set->add(Element{names::Selector, "item-02"}).set({"", "Name"}, "Name");
}

/// A selector without a name goes for the first key; so does one whose name has a space in it.
void go_for_the_first_key(Element& selector) {
    const std::string* name = selector.attribute("Name");
    if (name == nullptr || name->find(' ') != std::string::npos) selector.set({"", "Name"}, "Name");
}

void take_the_text(Element& selector) {
    if (selector.children.empty() || selector.children[0].name == names::EndpointReference) return;
    selector.text = selector.children[0].text;
    selector.children.clear();
}

constexpr std::array selectors{
    Reading{"no-selector-fits-all", rule("selectors.at-least-one"),
            "An empty SelectorSet fits all instances, and the first is taken", first_of_all},
    Reading{"nameless-goes-for-the-first-key", rule("selectors.name-ncname"),
            "A selector without a name, or with a name of two words, is taken for the first key",
            each_selector<go_for_the_first_key>},
    Reading{"markup-in-a-value-passed-over", rule("selectors.value-type"),
            "Of a selector's value that is an element the text counts", each_selector<take_the_text>},
    Reading{"nothing-is-named-in-capitals", rule("selectors.optional"),
            "With selectors named in capitals there is no such resource",
            [](Envelope& request) {
                if (has_selector_in_capitals(request)) misdirect(request);
            }},
    Reading{"names-in-capitals-passed-over", rule("selectors.optional"),
            "Selectors named in capitals are passed over, and some instance is taken", pass_capitals_over},
    Reading{"five-selectors-are-too-many", rule("cim.get"), "By five selectors or more Get finds nothing",
            [](Envelope& request) {
                const Element* set = request.header(names::SelectorSet);
                if (set != nullptr && set->children.size() >= 5 && asks(request, action::Get))
                    misdirect(request);
            }},
    Reading{"keys-with-their-spaces", rule("soap.whitespace"), "White space around a key is part of it",
            [](Envelope& request) {
                const Element* set = request.header(names::SelectorSet);
                if (set != nullptr && std::ranges::any_of(set->children, [](const Element& each) {
                        return each.text != each.value();
                    }))
                    misdirect(request);
            }},
};

/// The parameters of Echo, in the order of their declaration.
constexpr std::array<std::string_view, 7> declared{"BooleanValue", "Uint8Value",  "Sint64Value",
                                                   "Real64Value",  "Char16Value", "StringValue",
                                                   "DatetimeValue"};

/// Goes through the parameters once, and does not come back for one that stands before the last it found.
void parameters_in_one_go(Envelope& request) {
    Element* input = representation(request, "Echo_INPUT");
    if (input == nullptr) return;
    auto next = declared.begin();
    std::erase_if(input->children, [&](const Element& parameter) {
        const auto found = std::find(next, declared.end(), parameter.name.local);
        if (found == declared.end()) return true;
        next = found;
        return false;
    });
}

template <class Table>
void add(Mutants& mutants, const Table& table) {
    for (const Reading& each : table) {
        mutants.push_back({each.id, each.violates, each.title, on_request(each.reads)});
    }
}

}  // namespace

void add_reading_mutants(Mutants& mutants) {
    add(mutants, addressing);
    add(mutants, control_headers);
    add(mutants, enumeration);
    add(mutants, selectors);
    mutants.push_back({"parameters-in-one-go", rule("cim.invoke.output"),
                       "A parameter that stands before one declared earlier is lost",
                       on_request(parameters_in_one_go)});
}

}  // namespace assay::mutants
