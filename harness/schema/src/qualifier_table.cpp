#include "qualifier_table.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "literals.hpp"

namespace assay::schema {
namespace {

using mof::Flavor;
using mof::Scope;

bool has(const std::vector<Flavor>& flavors, Flavor flavor) {
    return std::ranges::find(flavors, flavor) != flavors.end();
}

bool contradict(const std::vector<Flavor>& flavors) {
    return (has(flavors, Flavor::enable_override) && has(flavors, Flavor::disable_override)) ||
           (has(flavors, Flavor::restricted) && has(flavors, Flavor::to_subclass));
}

bool covers(const std::vector<Scope>& scopes, Scope scope) {
    return std::ranges::any_of(scopes, [&](Scope one) { return one == Scope::any || one == scope; });
}

/// The default flavors are EnableOverride and ToSubclass (DSP0004 §5.6.1.2).
AppliedQualifier with_flavors(const std::vector<Flavor>& declared, const std::vector<Flavor>& written) {
    AppliedQualifier result;
    for (const std::vector<Flavor>* flavors : {&declared, &written}) {
        if (has(*flavors, Flavor::disable_override)) result.overridable = false;
        if (has(*flavors, Flavor::enable_override)) result.overridable = true;
        if (has(*flavors, Flavor::restricted)) result.to_subclass = false;
        if (has(*flavors, Flavor::to_subclass)) result.to_subclass = true;
    }
    return result;
}

bool is_same(const std::optional<mof::Value>& left, const std::optional<mof::Value>& right) {
    if (left.has_value() != right.has_value()) return false;
    if (!left) return true;
    return std::ranges::equal(left->constants, right->constants, {}, &mof::Constant::value,
                              &mof::Constant::value);
}

bool is_null(const mof::Value& value) {
    return !value.array && std::holds_alternative<mof::Null>(value.constants.front().value);
}

}  // namespace

void QualifierTable::declare(const mof::QualifierDeclaration& declaration) {
    if (const auto found = declared_.find(declaration.name); found != declared_.end()) {
        diagnostics_.add(declaration.place,
                         fmt::format("qualifier {} is declared already in {}", declaration.name,
                                     diagnostics_.line_of(found->second.place)));
        return;
    }
    if (contradict(declaration.flavors)) {
        diagnostics_.add(declaration.place,
                         fmt::format("the flavors of qualifier {} contradict each other", declaration.name));
    }
    if (declaration.value) check_value(*declaration.value, declaration.type, declaration.array.has_value());
    declared_.emplace(declaration.name, declaration);
}

void QualifierTable::check_value(const mof::Value& value, mof::DataType type, bool array) {
    if (is_null(value)) return;
    if (value.array != array) {
        diagnostics_.add(value.place,
                         array ? "expected an array in braces" : "expected one value, not an array");
        return;
    }
    for (const mof::Constant& constant : value.constants) {
        if (auto wrong = misfit(constant, type)) diagnostics_.add(constant.place, std::move(*wrong));
    }
}

AppliedQualifiers QualifierTable::apply(const mof::Qualifiers& written, const Bearer& bearer,
                                        const AppliedQualifiers* inherited) {
    AppliedQualifiers result;
    if (inherited != nullptr) {
        for (const auto& [name, qualifier] : inherited->by_name) {
            if (!qualifier.to_subclass) continue;
            result.by_name.emplace(name, qualifier).first->second.inherited = true;
        }
    }
    std::set<std::string, NameLess> seen;
    for (const mof::Qualifier& one : written) {
        if (!seen.insert(one.name).second) {
            diagnostics_.add(one.place,
                             fmt::format("qualifier {} stands twice on {}", one.name, bearer.name));
        } else {
            apply_one(one, bearer, result);
        }
    }
    return result;
}

void QualifierTable::apply_one(const mof::Qualifier& written, const Bearer& bearer, AppliedQualifiers& to) {
    const auto found = declared_.find(written.name);
    if (found == declared_.end()) {
        diagnostics_.add(written.place, fmt::format("qualifier {} is not declared", written.name));
        return;
    }
    const mof::QualifierDeclaration& declaration = found->second;
    check_scope(declaration, written, bearer);
    if (contradict(written.flavors)) {
        diagnostics_.add(written.place,
                         fmt::format("the flavors of qualifier {} contradict each other", written.name));
    }
    AppliedQualifier applied = with_flavors(declaration.flavors, written.flavors);
    applied.value = value_of(declaration, written);
    const auto before = to.by_name.find(written.name);
    if (before != to.by_name.end() && !before->second.overridable &&
        !is_same(before->second.value, applied.value)) {
        diagnostics_.add(written.place,
                         fmt::format("qualifier {} is inherited with another value, and DisableOverride "
                                     "forbids to change it",
                                     written.name));
        return;
    }
    to.by_name.insert_or_assign(declaration.name, std::move(applied));
}

void QualifierTable::check_scope(const mof::QualifierDeclaration& declaration, const mof::Qualifier& written,
                                 const Bearer& bearer) {
    const bool class_like = bearer.scope == Scope::association || bearer.scope == Scope::indication;
    if (covers(declaration.scopes, bearer.scope)) return;
    if (class_like && covers(declaration.scopes, Scope::class_)) return;
    diagnostics_.add(written.place, fmt::format("qualifier {} does not belong on {}: its scope is another",
                                                written.name, bearer.name));
}

std::optional<mof::Value> QualifierTable::value_of(const mof::QualifierDeclaration& declaration,
                                                   const mof::Qualifier& written) {
    if (written.value) {
        check_value(*written.value, declaration.type, declaration.array.has_value());
        return is_null(*written.value) ? std::nullopt : written.value;
    }
    if (declaration.type == mof::DataType::boolean && !declaration.array) {
        return mof::Value{
            .place = written.place, .array = false, .constants = {{.place = written.place, .value = true}}};
    }
    diagnostics_.add(
        written.place,
        fmt::format("qualifier {} needs a value: only a boolean one means true without", written.name));
    return std::nullopt;
}

}  // namespace assay::schema
