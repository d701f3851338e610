// Which classes there are, namespace by namespace.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "assay/cim/class.hpp"
#include "assay/cim/name.hpp"

namespace assay::cim {

/// Filled before the service starts and constant from then on; names without regard to case.
class ClassStore {
public:
    /// Adds a class to its namespace, after its superclass. The name must be new there.
    void add(ClassPtr added);
    /// A namespace may be there without classes.
    void add_namespace(std::string_view name);

    [[nodiscard]] bool has_namespace(std::string_view name) const;
    [[nodiscard]] std::vector<std::string> namespaces() const;

    /// The class, or nullptr.
    [[nodiscard]] ClassPtr find(std::string_view name_space, std::string_view name) const;
    /// The classes of a namespace sorted by name without regard to case; none for an unknown one.
    [[nodiscard]] std::vector<ClassPtr> classes(std::string_view name_space) const;
    /// The class itself and all below it, the class first, each before its own subclasses.
    [[nodiscard]] std::vector<ClassPtr> family(const ClassPtr& of) const;
    /// Is there a class below it?
    [[nodiscard]] bool has_subclasses(const Class& of) const { return supers_.contains(&of); }

private:
    struct Entry {
        ClassPtr itself;
        std::vector<ClassPtr> children = {};
    };
    using Classes = std::unordered_map<std::string, Entry, NameHash, NameEqual>;

    std::map<std::string, Classes, NameLess> namespaces_;
    std::unordered_set<const Class*> supers_;  ///< those that have subclasses
};

}  // namespace assay::cim
