// DSP0227 §5 to §8, DSP0230 §7 to §9.
#include <algorithm>

#include "assay/base/text.hpp"
#include "assay/mutants/mutant.hpp"
#include "assay/vocab/rule.hpp"
#include "seams.hpp"
#include "surgery.hpp"

namespace assay::mutants {
namespace {

using vocab::rule;
namespace action = vocab::action;
namespace fault = vocab::fault;
namespace ns = vocab::ns;

constexpr const char* dmtf = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/Assay_Types";

/// Twists the representation of an instance of that class, wherever a reply shows one.
Install on_shown(std::string_view class_name, std::function<void(Element& instance)> twist) {
    return on_reply([class_name, twist = std::move(twist)](const Envelope&, Envelope& reply) {
        each_instance(reply, [&](Element& instance) {
            if (instance.name.local == class_name) twist(instance);
        });
    });
}

/// Twists what shows an instance of any class.
Install on_any_shown(void (*twist)(Element& instance)) {
    return on_reply([twist](const Envelope&, Envelope& reply) { each_instance(reply, twist); });
}

/// Twists each element of that property.
Install on_property(std::string_view class_name, std::string_view property,
                    std::function<void(Element&)> twist) {
    return on_shown(class_name, [property, twist = std::move(twist)](Element& instance) {
        for (Element& each : instance.children) {
            if (each.name.local == property) twist(each);
        }
    });
}

void erase(Element& instance, std::string_view property, bool nil_only) {
    std::erase_if(instance.children, [&](const Element& each) {
        return each.name.local == property && (!nil_only || each.attribute(QName{ns::xsi, "nil"}) != nullptr);
    });
}

bool stores_time(const Envelope& request, std::string_view form) {
    if (!asks(request, action::Put) || request.body.empty()) return false;
    return std::ranges::any_of(request.body.front().children, [&](const Element& each) {
        return !each.children.empty() && each.children[0].name.local == form &&
               (form != "CIM_DateTime" || !each.children[0].value().starts_with("0000"));
    });
}

bool stores_zero(const Envelope& request) {
    if (!asks(request, action::Put) || request.body.empty()) return false;
    return std::ranges::any_of(request.body.front().children, [](const Element& each) {
        return !each.children.empty() && each.children[0].value().starts_with("00000000");
    });
}

Install refusing(bool (*dislikes)(const Envelope& request)) {
    return on_request([dislikes](Envelope& request) {
        if (dislikes(request)) misdirect(request);
    });
}

Install without_cim_namespace() {
    return on_request([](Envelope& request) {
        Element* set = request.header(names::SelectorSet);
        if (set == nullptr) return;
        std::erase_if(set->children, [](const Element& each) {
            const std::string* name = each.attribute("Name");
            return name != nullptr && base::equal_ignoring_case(*name, "__cimnamespace");
        });
        if (set->children.empty()) drop_header(request, names::SelectorSet);
    });
}

void add_values(Mutants& mutants) {
    mutants.push_back(
        {"numbers-in-hexadecimal", rule("cim.property.datatypes"), "A uint8 is written in hexadecimal",
         on_property("Assay_Types", "Uint8Value", [](Element& value) { value.text = "0xFF"; })});
    mutants.push_back({"times-as-cim-writes-them", rule("cim.datetime.datetime"),
                       "A time stamp is written as CIM writes it",
                       on_property("Assay_Types", "DatetimeValue", [](Element& value) {
                           if (!value.children.empty()) value.children[0].text = "20261120183107.000000+000";
                       })});
    mutants.push_back({"intervals-in-words", rule("cim.datetime.interval"), "An interval is written in words",
                       on_property("Assay_Types", "Interval", [](Element& value) {
                           if (!value.children.empty()) value.children[0].text = "a day and two hours";
                       })});
    mutants.push_back(
        {"octets-one-by-one", rule("cim.property.octetstring"), "Octets are written as numbers",
         on_property("Assay_Types", "Octets", [](Element& value) { value.text = "0, 0, 0, 6, 1, 255"; })});
    mutants.push_back({"times-in-the-class-namespace", rule("cim.ns.common"),
                       "cim:Datetime is in the namespace of the class",
                       on_property("Assay_Types", "DatetimeValue", [](Element& value) {
                           if (!value.children.empty()) value.children[0].name.ns = value.name.ns;
                       })});
    mutants.push_back({"dates-refused", rule("cim.datetime.date"), "A cim:Date is refused",
                       refusing([](const Envelope& request) { return stores_time(request, "Date"); })});
    mutants.push_back({"times-of-day-refused", rule("cim.datetime.time"), "A cim:Time is refused",
                       refusing([](const Envelope& request) { return stores_time(request, "Time"); })});
    mutants.push_back(
        {"patterns-refused", rule("cim.datetime.other"), "A time with wildcards is refused",
         refusing([](const Envelope& request) { return stores_time(request, "CIM_DateTime"); })});
    mutants.push_back({"no-date-refused", rule("cim.datetime.zero-date"), "A date of zeros is refused",
                       refusing(stores_zero)});
    mutants.push_back(
        {"null-elements-left-out", rule("cim.property.array-null-element"),
         "NULL elements of an array are left out",
         on_shown("Assay_Arrays", [](Element& instance) { erase(instance, "Indexed", true); })});
    mutants.push_back(
        {"empty-arrays-are-nil", rule("cim.property.array-empty"), "An empty array is shown as NULL",
         on_shown("Assay_Arrays", [](Element& instance) {
             const auto is_list = [](const Element& each) { return each.name.local == "Uint32List"; };
             if (std::ranges::any_of(instance.children, is_list)) return;
             instance.add(Element{{instance.name.ns, "Uint32List"}}).set(QName{ns::xsi, "nil"}, "true");
         })});
    mutants.push_back(
        {"null-arrays-left-out", rule("cim.property.array-null"), "A NULL array is left out",
         on_shown("Assay_Arrays", [](Element& instance) { erase(instance, "Ordered", true); })});
    mutants.push_back({"embedded-without-type", rule("cim.embedded.object"),
                       "An embedded instance does not say its class",
                       on_property("Assay_Whole", "Part", [](Element& part) { part.attributes.clear(); })});
    mutants.push_back({"reference-without-address", rule("cim.reference"), "A reference has no address",
                       on_property("Assay_Link", "From",
                                   [](Element& reference) { drop_child(reference, names::Address); })});
    mutants.push_back({"type-of-another-class", rule("cim.instance.type-attribute"),
                       "xsi:type of an instance names another class",
                       on_shown("Assay_Types", [](Element& instance) {
                           instance.attributes.push_back(
                               {QName{ns::xsi, "type"}, {}, soap::Name{instance.name.ns, "Assay_Item_Type"}});
                       })});
}

void add_names(Mutants& mutants) {
    const auto renamed = [](Element& instance) { instance.name.ns = dmtf; };
    mutants.push_back({"vendor-class-under-dmtf", rule("cim.uri.vendor-prefix"),
                       "An instance of a vendor's class is in the namespace of the DMTF",
                       on_shown("Assay_Types", renamed)});
    mutants.push_back({"instance-in-another-namespace", rule("cim.ns.class-namespace"),
                       "An instance is in the namespace of the class that all derive from",
                       on_any_shown([](Element& instance) {
                           instance.name.ns =
                               "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ManagedElement";
                       })});
    mutants.push_back({"properties-in-no-namespace", rule("cim.instance.property-elements"),
                       "Properties are in no namespace", on_any_shown([](Element& instance) {
                           for (Element& each : instance.children) each.name.ns = {};
                       })});
    mutants.push_back({"class-by-its-uri-not-found", rule("cim.uri.class-specific"),
                       "A class is not found by its URI",
                       refusing([](const Envelope& request) { return is_for(request, "Assay_Types"); })});
    mutants.push_back({"next-version-of-the-schema", rule("cim.uri.version-major"),
                       "Instances are in the namespace of version 3 of the CIM schema",
                       on_shown("CIM_ComputerSystem", [](Element& instance) {
                           instance.name.ns =
                               "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/3/CIM_ComputerSystem";
                       })});
    mutants.push_back({"key-names-have-a-case", rule("cim.selector.case"),
                       "Key names in capitals are refused", refusing(has_selector_in_capitals)});
    mutants.push_back({"any-namespace-of-cim-will-do", rule("cim.selector.cimnamespace-invalid"),
                       "__cimnamespace is passed over", without_cim_namespace()});
    mutants.push_back({"one-namespace-of-cim-for-all", rule("cim.selector.cimnamespace"),
                       "The default namespace of CIM serves, whichever is named", without_cim_namespace()});
    mutants.push_back({"all-classes-are-an-internal-error", rule("cim.uri.all-classes-transfer"),
                       "Get of all classes is an internal error",
                       on_reply([](const Envelope& request, Envelope& reply) {
                           if (header_text(request, names::ResourceURI).ends_with("/*"))
                               refuse(reply, fault::InternalError);
                       })});
    mutants.push_back({"get-shows-somebody-else", rule("cim.get"), "Get shows another instance",
                       on_reply([](const Envelope& request, Envelope& reply) {
                           if (!asks(request, action::Get) || reply.body.empty()) return;
                           for (Element& each : reply.body.front().children) {
                               if (each.name.local == "Name") each.text += "-other";
                           }
                       })});
    mutants.push_back({"some-instances-not-listed", rule("cim.enumerate.class"),
                       "New instances are not listed", on_reply([](const Envelope&, Envelope& reply) {
                           Element* items = items_of(reply);
                           if (items == nullptr) return;
                           std::erase_if(items->children, [](const Element& item) {
                               return std::ranges::any_of(item.children, [](const Element& each) {
                                   return each.name.local == "Name" && each.text.starts_with("case-");
                               });
                           });
                       })});
}

}  // namespace

void add_instance_mutants(Mutants& mutants) {
    add_values(mutants);
    add_names(mutants);
}

}  // namespace assay::mutants
