// Qualifiers: what may be said where, and what holds for an element after inheritance (DSP0004 §5.5).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "assay/cim/name.hpp"
#include "assay/mof/syntax.hpp"
#include "compile/report.hpp"

namespace assay::cim {

struct QualifierType {
    std::string name;
    mof::DataType type = mof::DataType::boolean;
    bool array = false;
    unsigned scopes = 0;  ///< a set of 1 << mof::Scope
    bool to_subclass = true;
    bool overridable = true;
    std::optional<mof::Value> initial = {};
};

/// The qualifier types, which are those of all namespaces; those of DSP0004 §5.6 need no declaration.
class QualifierTypes {
public:
    QualifierTypes();

    void declare(const Site& site, const mof::QualifierDeclaration& declared);
    /// The type of that name, or nullptr.
    [[nodiscard]] const QualifierType* find(std::string_view name) const;

private:
    using Types = std::map<std::string, QualifierType, NameLess>;

    Types standard_;
    Types declared_;
};

/// The qualifiers that hold for one class, property, method or parameter.
class QualifierSet {
public:
    /// A boolean qualifier; `absent` when it is not there.
    [[nodiscard]] bool flag(std::string_view name, bool absent = false) const;
    [[nodiscard]] std::optional<std::string> text(std::string_view name) const;
    [[nodiscard]] std::optional<std::int64_t> number(std::string_view name) const;
    [[nodiscard]] std::vector<std::string> texts(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const { return entries_.contains(name); }

    /// What a subclass starts with.
    [[nodiscard]] QualifierSet propagated() const;
    /// Adds what is said at an element, telling every breach.
    void apply(const Site& site, const QualifierTypes& types, const mof::Qualifiers& said, mof::Scope scope);

private:
    struct Entry {
        std::optional<mof::Value> value;
        bool to_subclass = true;
        bool overridable = true;
    };
    [[nodiscard]] const mof::Value* find(std::string_view name) const;
    void put(const Site& site, const QualifierType& type, const mof::Qualifier& said);

    std::map<std::string, Entry, NameLess> entries_;
};

}  // namespace assay::cim
