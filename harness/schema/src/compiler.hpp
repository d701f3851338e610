// Goes through the productions of a document in order.
#pragma once

#include "assay/schema/compile.hpp"
#include "qualifier_table.hpp"

namespace assay::schema {

class Compiler {
public:
    Compiler(const mof::Document& document, std::string default_namespace)
        : document_{document},
          default_namespace_{std::move(default_namespace)},
          diagnostics_{document},
          qualifiers_{diagnostics_} {}

    [[nodiscard]] Compiled run();

private:
    [[nodiscard]] const std::string& space_of(const mof::Production& production) const {
        return production.name_space.empty() ? default_namespace_ : production.name_space;
    }
    void declare(const mof::Class& declared, const std::string& name_space);
    /// @return false when there is no such superclass
    bool inherit(const mof::Class& declared, Class& into);
    void check_lineage(const mof::Class& declared, const Class& of);
    void add_property(const mof::Property& declared, Class& into);
    void check_override(const Element& own, const Element& inherited, const std::string& class_name);
    void check_type_override(const Element& own, const Element& inherited);
    void add_method(const mof::Method& declared, Class& into);
    void check_same_signature(const Method& own, const Method& inherited);
    void check_class(const mof::Class& declared, const Class& of);
    void check_references();
    void check_narrower(const Element& own, const Class& super);
    void check_named_class(const Element& element, const std::string& name_space);

    const mof::Document& document_;
    const std::string default_namespace_;
    Diagnostics diagnostics_;
    QualifierTable qualifiers_;
    Compiled result_;
};

}  // namespace assay::schema
