// A filter of wsen:Enumerate in one of the dialects that speak of CIM, compiled.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "assay/base/clock.hpp"
#include "assay/model/fault.hpp"
#include "assay/query/association.hpp"
#include "assay/query/condition.hpp"

namespace assay::query {

namespace dialect {
inline constexpr std::string_view wql = "http://schemas.microsoft.com/wbem/wsman/1/WQL";
/// The same by the name that OpenPegasus gives it.
inline constexpr std::string_view wql_dmtf = "http://schemas.dmtf.org/wbem/wsman/1/WQL";
inline constexpr std::string_view cql = "http://schemas.dmtf.org/wbem/cql/1/dsp0202.pdf";
inline constexpr std::string_view association =
    "http://schemas.dmtf.org/wbem/wsman/1/cimbinding/associationFilter";
inline constexpr std::string_view selector = "http://schemas.dmtf.org/wbem/wsman/1/wsman/SelectorFilter";
}  // namespace dialect

/// The dialects that compile() takes.
[[nodiscard]] std::span<const std::string_view> dialects();

/// A filter as it came: text, or one element.
struct Source {
    std::string_view dialect;
    std::string_view text = {};
    const soap::Element* element = nullptr;
};

/// What a filter is read against.
struct Target {
    const cim::ClassStore& classes;
    std::string_view name_space;
    std::string_view class_name;  ///< of the ResourceURI; "*" stands for all classes
    base::WallTime now = {};
    bool ignores_case = false;  ///< of the values of a selector filter
};

/// Never changed once made; may be used from several threads.
class Query {
public:
    /// The class whose instances, and whose subclasses', are looked at; nullptr for an association query.
    [[nodiscard]] const cim::ClassPtr& of() const { return of_; }
    /// What an association query asks for; nullptr for any other.
    [[nodiscard]] const Association* association() const { return association_ ? &*association_ : nullptr; }

    /// Is the instance selected? Of an association query every result is.
    [[nodiscard]] bool matches(const cim::Instance& instance) const {
        return evaluate(where_, instance, language_) == Truth::yes;
    }

    /// Does the query give parts of instances, which travel in wsman:XmlFragment (DSP0227 §8.1)?
    [[nodiscard]] bool projects() const { return list_.has_value(); }
    /// The properties of `of` that are given, as indices in the class's order: all of them when the query
    /// does not project. Of an embedded property the embedding one is given.
    [[nodiscard]] std::vector<std::size_t> selected(const cim::Class& of) const;

private:
    friend class Compiler;
    Query() = default;

    cim::ClassPtr of_ = {};
    Condition where_ = {};
    Language language_ = Language::wql;
    std::optional<std::vector<std::string>> list_ = {};
    std::optional<Association> association_ = {};
};

/// Compiles a filter. Faults: FilterDialectRequestedUnavailable for a dialect that is none of these,
/// CannotProcessFilter, with the position where there is one, for anything that is wrong in it, beyond what
/// is supported, or names another class than the ResourceURI (DSP0227 R8.1-9).
[[nodiscard]] model::Outcome<Query> compile(const Source& source, const Target& target,
                                            const Limits& limits = {});

}  // namespace assay::query
