// Classes for the tests of the repository.
#pragma once

#include "assay/cim/class_store.hpp"
#include "assay/cim/instance.hpp"

namespace assay::repository {

inline cim::Property property(std::string name, cim::Type type) {
    cim::Property made;
    made.name = std::move(name);
    made.type = type;
    return made;
}
inline cim::Property key(std::string name, cim::Type type) {
    cim::Property made = property(std::move(name), type);
    made.key = true;
    return made;
}
inline cim::Property array(cim::Property made) {
    made.array = true;
    return made;
}
inline cim::Property required(cim::Property made) {
    made.required = true;
    return made;
}

inline cim::ClassPtr class_of(std::string name, std::vector<cim::Property> properties,
                              cim::ClassPtr super = {}) {
    const std::string uri = "http://schemas.assay.example/wbem/1/" + name;
    return std::make_shared<const cim::Class>(cim::ClassDraft{.name_space = "root/cimv2",
                                                              .name = std::move(name),
                                                              .uri = uri,
                                                              .super = std::move(super),
                                                              .properties = std::move(properties)});
}

/// Assay_Fan, Assay_Cools (an association), Assay_Singleton, Assay_Every (each type) in root/cimv2.
struct Classes {
    Classes() {
        for (const auto& each : {fan, cools, singleton, every}) store.add(each);
    }

    [[nodiscard]] cim::Instance a_fan(unsigned slot, const std::string& label = "fan") const {
        cim::Instance made{fan};
        made.set("Slot", slot);
        made.set("Label", label);
        return made;
    }
    [[nodiscard]] cim::ObjectPath fan_path(unsigned slot) const { return a_fan(slot).path(); }

    [[nodiscard]] cim::Instance cooling(const cim::ObjectPath& fan_there, const cim::ObjectPath& part) const {
        cim::Instance made{cools};
        made.set("Antecedent", fan_there);
        made.set("Dependent", part);
        return made;
    }

    cim::ClassPtr fan =
        class_of("Assay_Fan", {key("Slot", cim::Type::uint16), required(property("Label", cim::Type::string)),
                               property("Speed", cim::Type::uint32)});
    cim::ClassPtr cools = class_of(
        "Assay_Cools", {key("Antecedent", cim::Type::reference), key("Dependent", cim::Type::reference),
                        property("Watched", cim::Type::reference)});
    cim::ClassPtr singleton = class_of("Assay_Singleton", {property("Mode", cim::Type::string)});
    cim::ClassPtr every = class_of(
        "Assay_Every", {key("Name", cim::Type::string), property("Flag", cim::Type::boolean),
                        property("Small", cim::Type::uint8), property("Large", cim::Type::uint64),
                        property("Signed", cim::Type::sint64), property("Real", cim::Type::real64),
                        property("Letter", cim::Type::char16), property("When", cim::Type::datetime),
                        property("Part", cim::Type::object), property("Other", cim::Type::reference),
                        array(property("Numbers", cim::Type::sint16)),
                        array(property("Texts", cim::Type::string)), property("Nothing", cim::Type::string)});
    cim::ClassStore store;
};

}  // namespace assay::repository
