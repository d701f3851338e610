#include "assay/query/association.hpp"

#include <algorithm>

namespace assay::query {
namespace {

using cim::same_name;

bool plays(const std::string& role, const cim::Property& property) {
    return property.type == cim::Type::reference && (role.empty() || same_name(role, property.name));
}

/// May a reference to `reference_class` name an instance of `of`? An undeclared class is taken for any.
bool can_name(const std::string& reference_class, const cim::Class& of) {
    return reference_class.empty() || of.is_a(reference_class);
}

}  // namespace

std::vector<cim::ClassPtr> Association::candidates(const cim::ClassStore& classes) const {
    std::vector<cim::ClassPtr> found;
    const cim::ClassPtr of = classes.find(object.name_space, object.class_name);
    if (!of) return found;
    for (const cim::ClassPtr& each : classes.classes(object.name_space)) {
        const bool named = association_class.empty() || each->is_a(association_class);
        const bool wanted = !references || wants(*each);
        if (!each->is_association() || !named || !wanted) continue;
        const bool fits = std::ranges::any_of(each->properties(), [&](const cim::Property& property) {
            return plays(role, property) && can_name(property.reference_class, *of);
        });
        if (fits) found.push_back(each);
    }
    return found;
}

bool Association::refers(const cim::Instance& association) const {
    const auto properties = association.of().properties();
    for (std::size_t i = 0; i < properties.size(); ++i) {
        const cim::ObjectPath* end = association[i].reference();
        if (end != nullptr && plays(role, properties[i]) && *end == object) return true;
    }
    return false;
}

std::vector<cim::ObjectPath> Association::other_ends(const cim::Instance& association) const {
    std::vector<cim::ObjectPath> ends;
    const auto properties = association.of().properties();
    const auto names_object = [&](std::size_t i) {
        const cim::ObjectPath* end = association[i].reference();
        return end != nullptr && plays(role, properties[i]) && *end == object;
    };
    for (std::size_t far = 0; far < properties.size(); ++far) {
        const cim::ObjectPath* end = association[far].reference();
        if (end == nullptr || !plays(result_role, properties[far])) continue;
        bool near = false;
        for (std::size_t i = 0; i < properties.size(); ++i) near = near || (i != far && names_object(i));
        if (near && std::ranges::find(ends, *end) == ends.end()) ends.push_back(*end);
    }
    return ends;
}

}  // namespace assay::query
