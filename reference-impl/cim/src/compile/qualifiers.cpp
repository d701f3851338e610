#include "compile/qualifiers.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "compile/constants.hpp"

namespace assay::cim {
namespace {

using mof::DataType;
using mof::Scope;

constexpr unsigned bit(Scope scope) { return 1U << static_cast<unsigned>(scope); }

constexpr unsigned classes = bit(Scope::class_) | bit(Scope::association) | bit(Scope::indication);
constexpr unsigned property = bit(Scope::property);
constexpr unsigned reference = bit(Scope::reference);
constexpr unsigned method = bit(Scope::method);
constexpr unsigned parameter = bit(Scope::parameter);
constexpr unsigned values = property | parameter | method;
constexpr unsigned any = ~0U;

enum Flavor : unsigned { plain = 0, fixed = 1, restricted = 2 };

struct Standard {
    std::string_view name;
    DataType type;
    bool array;
    unsigned scopes;
    Flavor flavor;
};

// DSP0004 §5.6.2 and §5.6.3, and Provider and Singleton as WMI's files have them.
constexpr std::array standard{
    Standard{"Association", DataType::boolean, false, bit(Scope::association), fixed},
    Standard{"Indication", DataType::boolean, false, bit(Scope::class_) | bit(Scope::indication), fixed},
    Standard{"Abstract", DataType::boolean, false, classes, restricted},
    Standard{"Aggregate", DataType::boolean, false, reference, fixed},
    Standard{"Aggregation", DataType::boolean, false, bit(Scope::association), fixed},
    Standard{"ArrayType", DataType::string, false, property | parameter, fixed},
    Standard{"BitMap", DataType::string, true, values, plain},
    Standard{"BitValues", DataType::string, true, values, plain},
    Standard{"ClassConstraint", DataType::string, true, classes, plain},
    Standard{"Composition", DataType::boolean, false, bit(Scope::association), fixed},
    Standard{"Correlatable", DataType::string, true, property, plain},
    Standard{"Counter", DataType::boolean, false, values, plain},
    Standard{"Deprecated", DataType::string, true, any, restricted},
    Standard{"Description", DataType::string, false, any, plain},
    Standard{"DisplayName", DataType::string, false, any, plain},
    Standard{"DN", DataType::boolean, false, values, fixed},
    Standard{"EmbeddedInstance", DataType::string, false, values, plain},
    Standard{"EmbeddedObject", DataType::boolean, false, values, fixed},
    Standard{"Exception", DataType::boolean, false, classes, fixed},
    Standard{"Experimental", DataType::boolean, false, any, restricted},
    Standard{"Gauge", DataType::boolean, false, values, plain},
    Standard{"In", DataType::boolean, false, parameter, fixed},
    Standard{"IsPUnit", DataType::boolean, false, values, plain},
    Standard{"Key", DataType::boolean, false, property | reference, fixed},
    Standard{"MappingStrings", DataType::string, true, any, plain},
    Standard{"Max", DataType::uint32, false, reference, plain},
    Standard{"MaxLen", DataType::uint32, false, values, plain},
    Standard{"MaxValue", DataType::sint64, false, values, plain},
    Standard{"MethodConstraint", DataType::string, true, method, plain},
    Standard{"Min", DataType::uint32, false, reference, plain},
    Standard{"MinLen", DataType::uint32, false, values, plain},
    Standard{"MinValue", DataType::sint64, false, values, plain},
    Standard{"ModelCorrespondence", DataType::string, true, any, plain},
    Standard{"OctetString", DataType::boolean, false, values, fixed},
    Standard{"Out", DataType::boolean, false, parameter, fixed},
    Standard{"Override", DataType::string, false, property | reference | method, restricted},
    Standard{"Propagated", DataType::string, false, property, fixed},
    Standard{"PropertyConstraint", DataType::string, true, property | reference, plain},
    Standard{"Provider", DataType::string, false, any, plain},
    Standard{"PUnit", DataType::string, false, values, plain},
    Standard{"Read", DataType::boolean, false, property, plain},
    Standard{"Required", DataType::boolean, false, values | reference, plain},
    Standard{"Schema", DataType::string, false, any, restricted},
    Standard{"Singleton", DataType::boolean, false, bit(Scope::class_), plain},
    Standard{"Static", DataType::boolean, false, property | method, fixed},
    Standard{"Structure", DataType::boolean, false, bit(Scope::indication) | bit(Scope::class_), restricted},
    Standard{"Terminal", DataType::boolean, false, classes, restricted},
    Standard{"UMLPackagePath", DataType::string, false, classes, plain},
    Standard{"Units", DataType::string, false, values, plain},
    Standard{"ValueMap", DataType::string, true, values, plain},
    Standard{"Values", DataType::string, true, values, plain},
    Standard{"Version", DataType::string, false, classes, restricted},
    Standard{"Weak", DataType::boolean, false, reference, fixed},
    Standard{"Write", DataType::boolean, false, property, plain},
    Standard{"XMLNamespaceName", DataType::string, false, values | classes, plain},
};

/// Tells when a value is none of the qualifier's type.
bool check_value(const Site& site, const QualifierType& type, const mof::Value& value) {
    TypedElement element;
    element.name = "the qualifier " + type.name;
    element.type = *type_of_name(mof::to_text(type.type));
    element.array = type.array;
    const auto read = read_value(element, value);
    const auto* bad = std::get_if<BadConstant>(&read);
    if (bad != nullptr) site.error(bad->place, bad->message);
    return bad == nullptr;
}

bool same(const std::optional<mof::Value>& left, const std::optional<mof::Value>& right) {
    if (!left || !right) return left.has_value() == right.has_value();
    return std::ranges::equal(left->constants, right->constants, {}, &mof::Constant::value,
                              &mof::Constant::value);
}

bool contradict(const std::vector<mof::Flavor>& flavors) {
    const auto has = [&](mof::Flavor flavor) { return std::ranges::find(flavors, flavor) != flavors.end(); };
    return (has(mof::Flavor::enable_override) && has(mof::Flavor::disable_override)) ||
           (has(mof::Flavor::restricted) && has(mof::Flavor::to_subclass));
}

void take_flavors(const std::vector<mof::Flavor>& flavors, bool& to_subclass, bool& overridable) {
    for (const mof::Flavor flavor : flavors) {
        switch (flavor) {
            case mof::Flavor::enable_override: overridable = true; break;
            case mof::Flavor::disable_override: overridable = false; break;
            case mof::Flavor::restricted: to_subclass = false; break;
            case mof::Flavor::to_subclass: to_subclass = true; break;
            case mof::Flavor::translatable: break;
        }
    }
}

std::string_view word(Scope scope) {
    constexpr std::array<std::string_view, 9> words{"a class",     "an association", "an indication",
                                                    "a qualifier", "a property",     "a reference",
                                                    "a method",    "a parameter",    "anything"};
    return words[static_cast<std::size_t>(scope)];
}

mof::Value truth() { return {.place = {}, .array = false, .constants = {{.place = {}, .value = true}}}; }

}  // namespace

QualifierTypes::QualifierTypes() {
    for (const Standard& each : standard) {
        standard_.emplace(each.name, QualifierType{.name = std::string{each.name},
                                                   .type = each.type,
                                                   .array = each.array,
                                                   .scopes = each.scopes,
                                                   .to_subclass = each.flavor != restricted,
                                                   .overridable = each.flavor == plain});
    }
}

void QualifierTypes::declare(const Site& site, const mof::QualifierDeclaration& declared) {
    QualifierType made{.name = declared.name,
                       .type = declared.type,
                       .array = declared.array.has_value(),
                       .initial = declared.value};
    for (const Scope scope : declared.scopes) made.scopes |= scope == Scope::any ? any : bit(scope);
    take_flavors(declared.flavors, made.to_subclass, made.overridable);
    if (contradict(declared.flavors)) {
        site.error(declared.place, "the flavors of the qualifier " + made.name + " contradict each other");
    }
    if (made.initial && !check_value(site, made, *made.initial)) made.initial.reset();
    if (const auto usual = standard_.find(made.name); usual != standard_.end()) {
        if (usual->second.type != made.type || usual->second.array != made.array) {
            site.error(declared.place,
                       "the qualifier " + made.name + " of DSP0004 is declared with another type");
            return;
        }
    }
    std::string name = made.name;
    if (!declared_.try_emplace(std::move(name), std::move(made)).second) {
        site.error(declared.place, "the qualifier " + declared.name + " is declared twice");
    }
}

const QualifierType* QualifierTypes::find(std::string_view name) const {
    if (const auto found = declared_.find(name); found != declared_.end()) return &found->second;
    const auto found = standard_.find(name);
    return found == standard_.end() ? nullptr : &found->second;
}

const mof::Value* QualifierSet::find(std::string_view name) const {
    const auto found = entries_.find(name);
    return found == entries_.end() || !found->second.value ? nullptr : &*found->second.value;
}

bool QualifierSet::flag(std::string_view name, bool absent) const {
    const mof::Value* value = find(name);
    if (value == nullptr || value->constants.empty()) return absent;
    const bool* held = std::get_if<bool>(&value->constants.front().value);
    return held == nullptr ? absent : *held;
}

std::optional<std::string> QualifierSet::text(std::string_view name) const {
    auto all = texts(name);
    if (all.empty()) return std::nullopt;
    return std::move(all.front());
}

std::vector<std::string> QualifierSet::texts(std::string_view name) const {
    std::vector<std::string> all;
    if (const mof::Value* value = find(name)) {
        for (const mof::Constant& each : value->constants) {
            if (const auto* text = std::get_if<std::string>(&each.value)) all.push_back(*text);
        }
    }
    return all;
}

std::optional<std::int64_t> QualifierSet::number(std::string_view name) const {
    const mof::Value* value = find(name);
    if (value == nullptr || value->constants.empty()) return std::nullopt;
    const auto* held = std::get_if<mof::Integer>(&value->constants.front().value);
    if (held == nullptr || held->magnitude > INT64_MAX) return std::nullopt;
    const auto magnitude = static_cast<std::int64_t>(held->magnitude);
    return held->negative ? -magnitude : magnitude;
}

QualifierSet QualifierSet::propagated() const {
    QualifierSet set;
    for (const auto& [name, entry] : entries_) {
        if (entry.to_subclass) set.entries_.emplace(name, entry);
    }
    return set;
}

void QualifierSet::apply(const Site& site, const QualifierTypes& types, const mof::Qualifiers& said,
                         Scope scope) {
    std::set<std::string_view, NameLess> seen;
    for (const mof::Qualifier& each : said) {
        const QualifierType* type = types.find(each.name);
        if (type == nullptr) {
            site.error(each.place, "the qualifier " + each.name + " is not declared");
        } else if (!seen.insert(each.name).second) {
            site.error(each.place, "the qualifier " + each.name + " is given twice");
        } else if ((type->scopes & bit(scope)) == 0) {
            site.error(each.place,
                       "the qualifier " + each.name + " may not stand at " + std::string{word(scope)});
        } else if (contradict(each.flavors)) {
            site.error(each.place, "the flavors of the qualifier " + each.name + " contradict each other");
        } else if (!each.value && (type->array || type->type != DataType::boolean)) {
            site.error(each.place, "the qualifier " + each.name + " needs a value");
        } else if (each.value && !check_value(site, *type, *each.value)) {
            continue;
        } else {
            put(site, *type, each);
        }
    }
}

void QualifierSet::put(const Site& site, const QualifierType& type, const mof::Qualifier& said) {
    Entry made{.value = said.value, .to_subclass = type.to_subclass, .overridable = type.overridable};
    take_flavors(said.flavors, made.to_subclass, made.overridable);
    if (!made.value) made.value = truth();
    const auto [entry, is_new] = entries_.try_emplace(type.name, made);
    if (is_new) return;
    if (!entry->second.overridable && !same(entry->second.value, made.value)) {
        site.error(said.place, "the qualifier " + type.name + " is inherited and cannot be overridden");
        return;
    }
    made.overridable = made.overridable && entry->second.overridable;
    entry->second = std::move(made);
}

}  // namespace assay::cim
