// Instances, and references to them, as a provider that fills them in carelessly shows them (DSP0227 §6, §9;
// DSP0230 §8, §9): those of the hardware behind a BMC above all.
#include <algorithm>
#include <array>

#include "assay/mutants/mutant.hpp"
#include "assay/vocab/rule.hpp"
#include "seams.hpp"
#include "surgery.hpp"

namespace assay::mutants {
namespace {

using vocab::rule;
namespace ns = vocab::ns;

constexpr QName nil{ns::xsi, "nil"};

/// What tells the instances of a class apart.
struct Key {
    std::string_view class_name;
    std::string_view name;
};

constexpr std::array keys{
    Key{"CIM_ComputerSystem", "Name"},
    Key{"CIM_NumericSensor", "DeviceID"},
    Key{"CIM_RecordLog", "InstanceID"},
    Key{"CIM_LogRecord", "RecordID"},
};

bool is_key(const Element& instance, const Element& property) {
    return std::ranges::any_of(keys, [&](const Key& key) {
        return key.class_name == instance.name.local && key.name == property.name.local;
    });
}

void keys_are_null(Element& instance) {
    for (Element& each : instance.children) {
        if (!is_key(instance, each)) continue;
        each.text.clear();
        each.set(nil, "true");
    }
}

/// A reading of 25 in units of 10^0 comes as 25.0.
void readings_have_a_fraction(Element& instance) {
    Element* reading = property(instance, "CurrentReading");
    if (reading != nullptr && !reading->text.empty()) reading->text += ".0";
}

void booleans_have_a_capital(Element& instance) {
    for (Element& each : instance.children) {
        if (each.text == "true") each.text = "True";
        if (each.text == "false") each.text = "False";
    }
}

/// 2026-11-02T06:15:04Z as 20261102061504.000000+000 (DSP0004 §5.2.4).
void times_are_in_the_form_of_cim(Element& instance) {
    for (Element& each : instance.children) {
        if (each.children.size() != 1 || each.children[0].name.local != "Datetime") continue;
        Element& time = each.children[0];
        time.name.local = "CIM_DateTime";
        std::erase_if(time.text, [](char c) { return c < '0' || c > '9'; });
        time.text = time.text.substr(0, 14) + ".000000+000";
    }
}

void null_is_an_empty_element(Element& instance) {
    for (Element& each : instance.children) {
        std::erase_if(each.attributes, [](const soap::Attribute& of) { return of.name == nil; });
    }
}

struct Show {
    std::string_view id;
    std::string_view violates;
    std::string_view title;
    void (*twist)(Element& instance);
};

constexpr std::array shows{
    Show{"keys-told-in-references-alone", rule("cim.selector.keys"),
         "The key of a piece of hardware stands in its references, and is NULL in the instance",
         keys_are_null},
    Show{"readings-with-a-fraction", rule("cim.property.datatypes"),
         "The reading of a sensor, a sint32, is written with a fraction", readings_have_a_fraction},
    Show{"booleans-with-a-capital", rule("cim.property.boolean-lexical"),
         "Booleans are written True and False", booleans_have_a_capital},
    Show{"times-of-no-kind-of-their-own", rule("cim.datetime.datetime"),
         "A time stamp is a cim:CIM_DateTime, though it has no wildcards", times_are_in_the_form_of_cim},
    Show{"null-is-an-empty-element", rule("cim.property.null"), "NULL is an element without content",
         null_is_an_empty_element},
};

/// The last key of each reference is lost.
void cut_references(Envelope& reply) {
    Element* items = items_of(reply);
    if (items == nullptr) return;
    for (Element& each : items->children) {
        Element* parameters = each.child(names::ReferenceParameters);
        Element* set = parameters == nullptr ? nullptr : parameters->child(names::SelectorSet);
        if (set == nullptr) continue;
        const auto last =
            std::ranges::find_if(set->children.rbegin(), set->children.rend(),
                                 [](const Element& of) { return !of.attribute("Name")->starts_with("__"); });
        if (last != set->children.rend()) set->children.erase(last.base() - 1);
    }
}

bool is_of_the_dmtf(const Envelope& request) {
    return header_text(request, names::ResourceURI)
        .starts_with("http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/");
}

}  // namespace

void add_hardware_mutants(Mutants& mutants) {
    for (const Show& each : shows) {
        mutants.push_back({each.id, each.violates, each.title,
                           on_reply([twist = each.twist](const Envelope&, Envelope& reply) {
                               each_instance(reply, twist);
                           })});
    }
    mutants.push_back({"references-lack-a-key", rule("cim.selector.keys"),
                       "References in enumerations lack their last key",
                       on_reply([](const Envelope&, Envelope& reply) { cut_references(reply); })});
    mutants.push_back({"classes-of-the-dmtf-are-an-internal-error", rule("cim.uri.class-specific"),
                       "A class addressed under the prefix of the DMTF is an internal error",
                       on_reply([](const Envelope& request, Envelope& reply) {
                           if (is_of_the_dmtf(request)) refuse(reply, vocab::fault::InternalError);
                       })});
}

}  // namespace assay::mutants
