#include "instances.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "assay/base/text.hpp"
#include "assay/mof/parse.hpp"
#include "element_checks.hpp"
#include "literals.hpp"
#include "object_path.hpp"

namespace assay::schema {
namespace {

struct Spell {
    std::string operator()(const mof::Null&) const { return "null"; }
    std::string operator()(const mof::Alias& alias) const { return "$" + alias.name; }
    std::string operator()(bool value) const { return value ? "true" : "false"; }
    std::string operator()(const mof::Char16& c) const { return "'" + std::to_string(c.unit); }
    std::string operator()(const std::string& text) const { return "\"" + text + "\""; }
    std::string operator()(const mof::Integer& integer) const { return to_text(integer); }
    std::string operator()(double real) const { return fmt::format("{}", real); }
};

const mof::PropertyValue* value_of(const mof::Instance& instance, std::string_view name) {
    const auto found = std::ranges::find_if(instance.values, [&](const mof::PropertyValue& value) {
        return base::equal_ignoring_case(value.name, name);
    });
    return found == instance.values.end() ? nullptr : &*found;
}

}  // namespace

void InstanceChecker::add(const mof::Instance& instance, const std::string& name_space) {
    const ClassPtr of = find(classes_, name_space, instance.class_name);
    if (!instance.alias.empty() && !aliases_.emplace(instance.alias, of).second) {
        diagnostics_.add(instance.place, fmt::format("the alias ${} is taken already", instance.alias));
    }
    if (of == nullptr) {
        diagnostics_.add(instance.place,
                         fmt::format("there is no class {} to make an instance of", instance.class_name));
        return;
    }
    if (of->qualifiers.flag("Abstract")) {
        diagnostics_.add(instance.place,
                         fmt::format("class {} is abstract: it has no instances of its own", of->name));
    }
    std::set<std::string, NameLess> seen;
    for (const mof::PropertyValue& value : instance.values) add_value(value, *of, seen);
    check_keys(instance, *of, seen);
    check_unique(instance, *of);
}

void InstanceChecker::add_value(const mof::PropertyValue& given, const Class& of,
                                std::set<std::string, NameLess>& seen) {
    const auto property = of.properties.find(given.name);
    if (property == of.properties.end()) {
        diagnostics_.add(given.place, fmt::format("class {} has no property {}", of.name, given.name));
        return;
    }
    if (!seen.insert(given.name).second) {
        diagnostics_.add(given.place, fmt::format("property {} is given twice", given.name));
        return;
    }
    const Element& element = property->second;
    check_value(given.value, element, diagnostics_);
    for (const mof::Constant& constant : given.value.constants) {
        if (element.type.is_reference()) {
            links_.push_back({.constant = constant, .element = element, .name_space = of.name_space});
        } else if (element.is_embedded()) {
            check_embedded(constant, element, of.name_space);
        }
    }
}

void InstanceChecker::check_keys(const mof::Instance& instance, const Class& of,
                                 const std::set<std::string, NameLess>& given) {
    for (const auto& [name, property] : of.properties) {
        if (!property.is_required() || property.initial || given.contains(name)) continue;
        // What a client cannot write either, the service sets.
        diagnostics_.add(instance.place, fmt::format("no value for {}, which is {}", property.name,
                                                     property.is_key() ? "a key" : "required"));
    }
}

void InstanceChecker::check_unique(const mof::Instance& instance, const Class& of) {
    std::string path = of.name_space + ":" + of.name;
    bool keyed = false;
    for (const auto& [name, property] : of.properties) {
        if (!property.is_key()) continue;
        keyed = true;
        const auto* given = value_of(instance, name);
        path += "," + property.name + "=";
        if (given != nullptr && !given->value.array)
            path += std::visit(Spell{}, given->value.constants.front().value);
    }
    if (!keyed && !of.qualifiers.flag("Singleton")) return;
    const auto [at, is_new] = paths_.emplace(path, instance.place);
    if (is_new) return;
    diagnostics_.add(instance.place, keyed ? fmt::format("an instance of {} with the same keys is in {}",
                                                         of.name, diagnostics_.line_of(at->second))
                                           : fmt::format("class {} is a Singleton, and its instance is in {}",
                                                         of.name, diagnostics_.line_of(at->second)));
}

void InstanceChecker::check_embedded(const mof::Constant& constant, const Element& element,
                                     const std::string& name_space) {
    const auto* text = std::get_if<std::string>(&constant.value);
    if (text == nullptr) return;
    const mof::Parsed parsed = mof::parse({.name = element.name, .text = *text});
    if (!parsed.ok()) {
        diagnostics_.add(constant.place, fmt::format("in the object embedded in {}: {}", element.name,
                                                     parsed.diagnostics.front().message));
        return;
    }
    const auto& productions = parsed.document.productions;
    const auto* instance =
        productions.size() == 1 ? std::get_if<mof::Instance>(&productions.front().what) : nullptr;
    const bool is_class =
        productions.size() == 1 && std::holds_alternative<mof::Class>(productions.front().what);
    const auto expected = element.qualifiers.text("EmbeddedInstance");
    if (instance == nullptr && (expected || !is_class)) {
        diagnostics_.add(constant.place, fmt::format("expected one instance in {}", element.name));
        return;
    }
    if (instance == nullptr) return;
    const ClassPtr of = find(classes_, name_space, instance->class_name);
    if (of == nullptr) {
        diagnostics_.add(constant.place, fmt::format("there is no class {} to embed in {}",
                                                     instance->class_name, element.name));
    } else if (expected && !of->is_a(*expected)) {
        diagnostics_.add(constant.place, fmt::format("{} embeds instances of {}, and {} is none",
                                                     element.name, *expected, of->name));
    } else {
        for (const mof::PropertyValue& value : instance->values) {
            const auto property = of->properties.find(value.name);
            if (property == of->properties.end()) {
                diagnostics_.add(constant.place,
                                 fmt::format("class {} has no property {}", of->name, value.name));
            }
        }
    }
}

void InstanceChecker::check_links() {
    for (const Link& link : links_) check_target(link);
}

void InstanceChecker::check_target(const Link& link) {
    if (const auto* alias = std::get_if<mof::Alias>(&link.constant.value)) {
        const auto found = aliases_.find(alias->name);
        if (found == aliases_.end()) {
            diagnostics_.add(link.constant.place,
                             fmt::format("there is no instance with the alias ${}", alias->name));
        } else if (found->second != nullptr) {
            check_class_of_target(link, found->second->name);
        }
    } else if (const auto* text = std::get_if<std::string>(&link.constant.value)) {
        const auto class_name = class_of_path(*text);
        if (!class_name) {
            diagnostics_.add(link.constant.place, fmt::format("\"{}\" is no object path", *text));
        } else {
            check_class_of_target(link, *class_name);
        }
    }
}

void InstanceChecker::check_class_of_target(const Link& link, const std::string& class_name) {
    const ClassPtr of = find(classes_, link.name_space, class_name);
    const std::string& expected = link.element.type.reference_class;
    if (of == nullptr) {
        diagnostics_.add(link.constant.place, fmt::format("there is no class {} to refer to", class_name));
    } else if (!of->is_a(expected)) {
        diagnostics_.add(link.constant.place, fmt::format("{} refers to instances of {}, and {} is none",
                                                          link.element.name, expected, of->name));
    }
}

}  // namespace assay::schema
