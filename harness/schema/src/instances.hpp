// Checks the instances of a document against its classes.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "assay/schema/model.hpp"
#include "diagnostics.hpp"

namespace assay::schema {

class InstanceChecker {
public:
    InstanceChecker(const Classes& classes, Diagnostics& diagnostics)
        : classes_{classes}, diagnostics_{diagnostics} {}

    void add(const mof::Instance& instance, const std::string& name_space);
    /// Aliases may be used before they are declared: called when all instances were added.
    void check_links();

private:
    struct Link {
        mof::Constant constant;
        Element element;
        std::string name_space;
    };

    void add_value(const mof::PropertyValue& given, const Class& of, std::set<std::string, NameLess>& seen);
    void check_keys(const mof::Instance& instance, const Class& of,
                    const std::set<std::string, NameLess>& given);
    void check_unique(const mof::Instance& instance, const Class& of);
    void check_embedded(const mof::Constant& constant, const Element& element, const std::string& name_space);
    void check_target(const Link& link);
    void check_class_of_target(const Link& link, const std::string& class_name);

    const Classes& classes_;
    Diagnostics& diagnostics_;
    std::map<std::string, ClassPtr, NameLess> aliases_;
    std::map<std::string, mof::Place> paths_;
    std::vector<Link> links_;
};

}  // namespace assay::schema
