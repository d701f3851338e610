#include "association_filter.hpp"

#include <algorithm>
#include <array>

#include "assay/cim/xml.hpp"
#include "assay/model/epr.hpp"
#include "assay/model/faults.hpp"

namespace assay::query {
namespace {

using model::Outcome;
using soap::Element;
namespace faults = model::faults;
namespace ns = vocab::ns;

constexpr vocab::QName associated_instances{ns::wsmb, "AssociatedInstances"};
constexpr vocab::QName association_instances{ns::wsmb, "AssociationInstances"};
constexpr vocab::QName object{ns::wsmb, "Object"};
constexpr vocab::QName include_result_property{ns::wsmb, "IncludeResultProperty"};

/// What holds one name.
struct Field {
    std::string_view local;
    std::string Association::*member;
    bool of_associations;  ///< also in AssociationInstances
};

constexpr std::array fields{
    Field{"AssociationClassName", &Association::association_class, false},
    Field{"Role", &Association::role, true},
    Field{"ResultClassName", &Association::result_class, true},
    Field{"ResultRole", &Association::result_role, false},
};

model::Fault wrong(const std::string& reason) {
    return faults::cannot_process_filter("the association filter cannot be processed: " + reason);
}

class Reader {
public:
    Reader(const cim::ClassStore& classes, std::string_view name_space)
        : classes_{classes}, name_space_{name_space} {}

    Outcome<Association> read(const Element& element) {
        association_.references = element.name == association_instances;
        if (!association_.references && element.name != associated_instances) {
            return wrong("it is neither wsmb:AssociatedInstances nor wsmb:AssociationInstances");
        }
        for (const Element& child : element.children) {
            if (auto taken = take(child); !taken) return taken.error();
        }
        if (association_.object.class_name.empty()) return wrong("wsmb:Object is missing");
        return std::move(association_);
    }

private:
    Outcome<> take(const Element& child) {
        if (child.name == object) return take_object(child);
        if (child.name == include_result_property) {
            if (!association_.included) association_.included.emplace();
            association_.included->emplace_back(child.value());
            return boost::system::in_place_value;
        }
        const auto field = std::ranges::find_if(fields, [&](const Field& each) {
            return child.name == vocab::QName{ns::wsmb, each.local} &&
                   (each.of_associations || !association_.references);
        });
        if (field == fields.end()) return wrong(child.name.local + " is unknown in it");
        std::string& value = association_.*field->member;
        if (!value.empty()) return wrong(child.name.local + " is given twice");
        if (child.value().empty()) return wrong(child.name.local + " is empty");
        value = child.value();
        return boost::system::in_place_value;
    }

    Outcome<> take_object(const Element& holder) {
        if (!association_.object.class_name.empty()) return wrong("wsmb:Object is given twice");
        const auto epr = model::read_epr(holder);
        if (!epr) return wrong("wsmb:Object is no endpoint reference: " + epr.error().reason);
        const cim::ReadContext context{.classes = classes_, .uri = {}, .name_space = name_space_};
        auto path = cim::path_of(context, *epr);
        if (!path) return wrong("wsmb:Object does not name exactly one instance");
        association_.object = std::move(*path);
        return boost::system::in_place_value;
    }

    const cim::ClassStore& classes_;
    std::string_view name_space_;
    Association association_;
};

Outcome<> check_class(const std::string& name, const cim::ClassStore& classes, std::string_view name_space) {
    if (name.empty() || classes.find(name_space, name)) return boost::system::in_place_value;
    return wrong("there is no class " + name);
}

}  // namespace

Outcome<Association> read_association(const Element& element, const cim::ClassStore& classes,
                                      std::string_view name_space) {
    auto association = Reader{classes, name_space}.read(element);
    if (!association) return association;
    const std::string& within = association->object.name_space;
    for (const std::string* name : {&association->association_class, &association->result_class}) {
        if (auto known = check_class(*name, classes, within); !known) return known.error();
    }
    return association;
}

}  // namespace assay::query
