// DSP0227 §8 to §10: queries, associations, polymorphism and methods.
#include <algorithm>

#include "assay/mutants/mutant.hpp"
#include "assay/vocab/rule.hpp"
#include "seams.hpp"
#include "surgery.hpp"

namespace assay::mutants {
namespace {

using vocab::rule;
namespace fault = vocab::fault;
namespace ns = vocab::ns;

constexpr QName polymorphism_mode{ns::wsmb, "PolymorphismMode"};

std::string_view dialect_of(const Element& filter) {
    const std::string* said = filter.attribute("Dialect");
    return said == nullptr ? std::string_view{} : *said;
}

/// The filter in an Enumerate whose dialect's URI has this in it, or nullptr.
Element* filter_in(Envelope& request, std::string_view dialect) {
    Element* enumerate = body_child(request, names::wsen::Enumerate);
    if (enumerate == nullptr) return nullptr;
    const auto found = std::ranges::find_if(enumerate->children, [&](const Element& each) {
        return each.name.local == "Filter" && dialect_of(each).find(dialect) != std::string_view::npos;
    });
    return found == enumerate->children.end() ? nullptr : &*found;
}

/// Passes over what restricts a query.
Install without_where(std::string_view dialect) {
    return on_request([dialect](Envelope& request) {
        Element* filter = filter_in(request, dialect);
        const auto at = filter == nullptr ? std::string::npos : filter->text.find(" WHERE ");
        if (at != std::string::npos) filter->text.erase(at);
    });
}

/// Answers a bad filter of a dialect with InternalError.
Install internal_error_for(std::string_view dialect) {
    return on_reply([dialect](const Envelope& request, Envelope& reply) {
        Envelope copy = request;
        if (filter_in(copy, dialect) != nullptr)
            swap_subcode(reply, fault::CannotProcessFilter, fault::InternalError);
    });
}

Install on_items(std::function<void(Element& items)> twist) {
    return on_reply([twist = std::move(twist)](const Envelope&, Envelope& reply) {
        if (Element* items = items_of(reply)) twist(*items);
    });
}

void add_queries(Mutants& mutants) {
    mutants.push_back({"wql-selects-everything", rule("enumeration.filter.wql-dialect"),
                       "The condition of a query in WQL is passed over", without_where("WQL")});
    mutants.push_back({"cql-selects-everything", rule("enumeration.filter.cql-dialect"),
                       "The condition of a query in CQL is passed over", without_where("cql")});
    mutants.push_back({"cql-is-not-cim", rule("cim.filter.cql"),
                       "The condition of a query in CQL is passed over", without_where("cql")});
    mutants.push_back({"projection-without-wrapper", rule("enumeration.fragment.xmlfragment"),
                       "Selected properties come in an element of another name", on_items([](Element& items) {
                           for (Element& each : items.children) {
                               if (each.name == names::XmlFragment) each.name.local = "Fragment";
                           }
                       })});
    mutants.push_back({"query-of-another-class-is-an-internal-error", rule("cim.filter.cql-class-match"),
                       "A query that names another class than the URI is an internal error",
                       internal_error_for("cql")});
    mutants.push_back({"bad-query-is-an-internal-error", rule("cim.fault.invalid-query"),
                       "A query that is none is an internal error", internal_error_for("WQL")});
    mutants.push_back({"all-classes-unknown", rule("cim.uri.all-classes"),
                       "The URI of all classes is unknown", on_request([](Envelope& request) {
                           if (filter_in(request, "WQL") != nullptr &&
                               header_text(request, names::ResourceURI).ends_with("/*"))
                               misdirect(request);
                       })});
    mutants.push_back({"associations-not-of-all-classes", rule("cim.assoc.all-classes-uri"),
                       "Association queries to the URI of all classes are refused",
                       on_request([](Envelope& request) {
                           if (filter_in(request, "associationFilter") != nullptr) misdirect(request);
                       })});
    mutants.push_back({"association-dialect-unknown", rule("cim.assoc.dialect"),
                       "The dialect of association queries is refused", on_request([](Envelope& request) {
                           if (Element* filter = filter_in(request, "associationFilter"))
                               filter->set({"", "Dialect"}, "http://schemas.assay.example/dialects/none");
                       })});
    mutants.push_back({"nobody-at-the-other-end", rule("cim.assoc.associated-instances"),
                       "AssociatedInstances gives nothing", on_reply([](const Envelope&, Envelope& reply) {
                           Element* items = items_of(reply);
                           if (items != nullptr) items->children.clear();
                       })});
    mutants.push_back({"associations-of-another-name", rule("cim.assoc.association-instances"),
                       "AssociationInstances gives something else than associations",
                       on_items([](Element& items) {
                           for (Element& each : items.children) {
                               if (each.name.local == "Assay_Link") each.name.local = "Assay_Node";
                           }
                       })});
    mutants.push_back({"result-properties-passed-over", rule("cim.assoc.include-result-property"),
                       "IncludeResultProperty is passed over", on_request([](Envelope& request) {
                           Element* filter = filter_in(request, "associationFilter");
                           if (filter != nullptr && !filter->children.empty())
                               drop_child(filter->children[0], QName{ns::wsmb, "IncludeResultProperty"});
                       })});
    mutants.push_back({"association-of-nobody-is-an-internal-error", rule("cim.assoc.object-one-instance"),
                       "An association query about nobody is an internal error",
                       internal_error_for("associationFilter")});
}

/// Replaces a polymorphism mode.
Install with_mode(std::string_view from, std::string_view to) {
    return on_request([from, to](Envelope& request) {
        Element* enumerate = body_child(request, names::wsen::Enumerate);
        Element* mode = enumerate == nullptr ? nullptr : enumerate->child(polymorphism_mode);
        if (mode != nullptr && mode->value() == from) mode->text = to;
    });
}

void add_polymorphism(Mutants& mutants) {
    mutants.push_back({"derived-instances-left-out", rule("cim.enumerate.polymorphism-default"),
                       "IncludeSubClassProperties gives the class itself alone",
                       with_mode("IncludeSubClassProperties", "None")});
    mutants.push_back({"derived-properties-shown", rule("cim.enumerate.polymorphism-exclude"),
                       "ExcludeSubClassProperties shows derived properties",
                       with_mode("ExcludeSubClassProperties", "IncludeSubClassProperties")});
    mutants.push_back({"none-means-all", rule("cim.enumerate.polymorphism-none"),
                       "None gives derived instances as well",
                       with_mode("None", "IncludeSubClassProperties")});
    mutants.push_back({"unknown-mode-is-the-usual-one", rule("cim.enumerate.polymorphism-unsupported"),
                       "An unknown mode is passed over", with_mode("Sideways", "IncludeSubClassProperties")});
    mutants.push_back({"binding-namespace-unknown", rule("cim.ns.binding"),
                       "Elements in the namespace of the binding are not known",
                       on_request([](Envelope& request) {
                           if (Element* enumerate = body_child(request, names::wsen::Enumerate))
                               drop_child(*enumerate, polymorphism_mode);
                       })});
    mutants.push_back({"polymorphism-mode-by-the-receiver",
                       rule("fault.table.wsmb.polymorphismmodenotsupported"),
                       "PolymorphismModeNotSupported has the code s:Receiver",
                       on_reply([](const Envelope&, Envelope& reply) {
                           set_code(reply, QName{ns::wsmb, "PolymorphismModeNotSupported"}, fault::Receiver);
                       })});
}

bool invokes(const Envelope& request) {
    return header_text(request, names::Action).find("/cim-schema/2/") != std::string_view::npos;
}

Install without_methods() {
    return on_request([](Envelope& request) {
        if (invokes(request)) set_header(request, names::Action, "http://schemas.assay.example/method");
    });
}

Install internal_error_for_parameters() {
    return on_reply([](const Envelope&, Envelope& reply) {
        swap_subcode(reply, fault::InvalidParameter, fault::InternalError);
    });
}

void add_methods(Mutants& mutants) {
    mutants.push_back({"methods-have-other-actions", rule("cim.invoke.action-uri"),
                       "The action of a method is unknown", without_methods()});
    mutants.push_back({"custom-actions-unknown", rule("addressing.action.custom"),
                       "Custom actions are unknown", without_methods()});
    mutants.push_back({"methods-addressed-otherwise", rule("action.custom.addressing"),
                       "A method is refused at the address of its instance",
                       on_request([](Envelope& request) {
                           if (invokes(request)) misdirect(request);
                       })});
    mutants.push_back({"output-of-another-name", rule("cim.invoke.output"),
                       "The output of a method is named as the method",
                       on_reply([](const Envelope&, Envelope& reply) {
                           if (reply.body.empty() || !reply.body[0].name.local.ends_with("_OUTPUT")) return;
                           std::string& name = reply.body[0].name.local;
                           name.erase(name.size() - 7);
                       })});
    mutants.push_back({"bad-parameter-is-an-internal-error", rule("cim.invoke.bad-parameter"),
                       "A wrong parameter is an internal error", internal_error_for_parameters()});
    mutants.push_back({"parameter-of-another-type-is-an-internal-error", rule("action.custom.parameter-type"),
                       "A wrong parameter is an internal error", internal_error_for_parameters()});
    mutants.push_back({"invalid-parameter-by-the-receiver", rule("fault.table.wsman.invalidparameter"),
                       "InvalidParameter has the code s:Receiver",
                       on_reply([](const Envelope&, Envelope& reply) {
                           set_code(reply, fault::InvalidParameter, fault::Receiver);
                       })});
    mutants.push_back(
        {"name-of-a-parameter-not-blamed", rule("fault.table.wsman.invalidparameter.invalidname"),
         "The detail InvalidName is lost",
         on_reply([](const Envelope&, Envelope& reply) { drop_detail(reply, "InvalidName"); })});
    mutants.push_back(
        {"type-of-a-parameter-not-blamed", rule("fault.table.wsman.invalidparameter.typemismatch"),
         "The detail TypeMismatch is lost",
         on_reply([](const Envelope&, Envelope& reply) { drop_detail(reply, "TypeMismatch"); })});
}

}  // namespace

void add_query_mutants(Mutants& mutants) {
    add_queries(mutants);
    add_polymorphism(mutants);
    add_methods(mutants);
}

}  // namespace assay::mutants
