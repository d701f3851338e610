// Classes and instances for the tests.
#pragma once

#include "assay/cim/class_store.hpp"
#include "assay/cim/instance.hpp"

namespace assay::query::test {

inline constexpr const char* name_space = "root/cimv2";

inline cim::Property property(std::string name, cim::Type type, bool key = false) {
    cim::Property made;
    made.name = std::move(name);
    made.type = type;
    made.key = key;
    return made;
}

inline cim::Property array(std::string name, cim::Type type) {
    cim::Property made = property(std::move(name), type);
    made.array = true;
    return made;
}

inline cim::Property reference(std::string name, std::string to) {
    cim::Property made = property(std::move(name), cim::Type::reference, true);
    made.reference_class = std::move(to);
    return made;
}

inline cim::Property embedded(std::string name, std::string of) {
    cim::Property made = property(std::move(name), cim::Type::object);
    made.embedded_class = std::move(of);
    return made;
}

/// Element ← Disk ← SolidDisk, Element ← Host, Config; associations Link ← Holds.
struct Classes {
    cim::ClassStore store;
    cim::ClassPtr element, disk, solid, host, config, link, holds;

    Classes() {
        using cim::Type;
        element =
            add({.name = "CIM_Element",
                 .properties = {property("Name", Type::string, true), property("Caption", Type::string)}});
        config = add({.name = "CIM_Config",
                      .properties = {property("Mode", Type::string), property("Level", Type::sint32)}});
        disk = add({.name = "CIM_Disk",
                    .super = element,
                    .properties = {property("Size", Type::uint64), property("Free", Type::uint8),
                                   property("Online", Type::boolean), property("Installed", Type::datetime),
                                   property("Uptime", Type::datetime), property("Load", Type::real64),
                                   property("Delta", Type::sint16), property("Letter", Type::char16),
                                   property("Note", Type::string), array("Tags", Type::string),
                                   embedded("Config", "CIM_Config"), embedded("Anything", ""),
                                   property("Owner", Type::reference)}});
        solid = add({.name = "CIM_SolidDisk", .super = disk, .properties = {property("Wear", Type::uint32)}});
        host = add({.name = "CIM_Host", .super = element, .properties = {}});
        link = add(
            {.name = "CIM_Link",
             .properties = {reference("Antecedent", "CIM_Element"), reference("Dependent", "CIM_Element")},
             .is_association = true});
        holds = add({.name = "CIM_Holds",
                     .super = link,
                     .properties = {reference("Antecedent", "CIM_Host"), reference("Dependent", "CIM_Disk"),
                                    property("Since", Type::datetime)},
                     .is_association = true});
    }

    cim::ClassPtr add(cim::ClassDraft draft) {
        draft.name_space = name_space;
        draft.uri = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/" + draft.name;
        auto made = std::make_shared<const cim::Class>(std::move(draft));
        store.add(made);
        return made;
    }

    [[nodiscard]] cim::Instance sda() const {
        cim::Instance made{disk};
        made.set("Name", "sda");
        made.set("Size", 500U);
        made.set("Free", 10U);
        made.set("Online", true);
        made.set("Installed", *cim::Datetime::parse("20240229120000.000000+060"));
        made.set("Uptime", *cim::Datetime::parse("00000003000000.000000:000"));
        made.set("Load", 0.5);
        made.set("Delta", -3);
        made.set("Letter", u'C');
        made.set("Tags", cim::Value::Array{"fast", "root"});
        cim::Instance mode{config};
        mode.set("Mode", "Raid");
        mode.set("Level", 5);
        made.set("Config", mode);
        made.set("Anything", mode);
        made.set("Owner", path_of("CIM_Host", "box"));
        return made;
    }

    [[nodiscard]] static cim::ObjectPath path_of(std::string class_name, std::string name) {
        cim::ObjectPath path{.name_space = name_space, .class_name = std::move(class_name)};
        path.set("Name", std::move(name));
        return path;
    }
};

}  // namespace assay::query::test
