// Class declarations → classes: inheritance, overriding and the rules of keys and associations (DSP0004 §5.1,
// §7).
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "assay/cim/class_store.hpp"
#include "compile/elements.hpp"

namespace assay::cim {

/// Takes all declarations first and resolves them then, so that a class may refer to one that stands behind.
class ClassCompiler {
public:
    /// @param types  declared completely before resolve(); outlives this
    explicit ClassCompiler(const QualifierTypes& types) : types_{types} {}

    /// `said` and the site's document outlive this.
    void declare(const Site& site, std::string_view name_space, const mof::Class& said);
    /// All declared classes, as far as they can be had.
    [[nodiscard]] ClassStore resolve();

private:
    /// The qualifiers of a class and its features, for the subclasses to inherit.
    struct Qualified {
        QualifierSet itself;
        std::map<std::string, QualifierSet, NameLess>
            features;  ///< properties, methods and "method.parameter"
    };
    struct Declared {
        Site site;
        std::string name_space;
        const mof::Class* said;
        ClassPtr made = {};  ///< nullptr before its turn
        Qualified qualified = {};
    };
    using Declarations = std::map<std::string, Declared, NameLess>;

    Declared* find(std::string_view name_space, std::string_view name);
    Declared* super_of(Declared& declared);
    void build(Declared& declared, Declared* super);
    void take_kind(Declared& declared, const Declared* super, ClassDraft& draft);
    void take_properties(Declared& declared, const Declared* super, ClassDraft& draft);
    void take_methods(Declared& declared, const Declared* super, ClassDraft& draft);
    Method built_method(Declared& declared, const Declared* super, const mof::Method& said);
    QualifierSet& feature(Declared& declared, const std::string& name, const mof::Qualifiers& said,
                          mof::Scope scope);
    void check_override(const Declared& declared, const Declared* super, const mof::Place& place,
                        const std::string& name, const QualifierSet& qualifiers);
    void check_named_classes(const Declared& declared);
    void check_narrowed(const Declared& declared, const mof::Property& said, const Property& made);

    const QualifierTypes& types_;
    std::map<std::string, Declarations, NameLess> namespaces_;
    std::vector<Declared*> order_;    ///< as declared
    std::vector<ClassPtr> resolved_;  ///< each after its superclass
};

}  // namespace assay::cim
