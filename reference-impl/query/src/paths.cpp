#include "paths.hpp"

#include <algorithm>
#include <array>

namespace assay::query {
namespace {

constexpr std::array<std::string_view, 7> system_names{
    "__CLASS", "__SUPERCLASS", "__DYNASTY", "__NAMESPACE", "__RELPATH", "__PATH", "__SERVER"};

const cim::Value& null_value() {
    static const cim::Value null;
    return null;
}

std::string system_text(std::string_view name, const cim::Instance& instance) {
    const cim::Class& of = instance.of();
    if (cim::same_name(name, "__CLASS")) return of.name();
    if (cim::same_name(name, "__SUPERCLASS")) return of.super() ? of.super()->name() : std::string{};
    if (cim::same_name(name, "__NAMESPACE")) return of.name_space();
    if (cim::same_name(name, "__SERVER")) return ".";
    if (cim::same_name(name, "__DYNASTY")) {
        const cim::Class* top = &of;
        while (top->super()) top = top->super().get();
        return top->name();
    }
    const std::string path = instance.path().to_string();
    if (cim::same_name(name, "__PATH")) return "\\\\.\\" + path;
    const auto colon = path.find(':');
    return colon == std::string::npos ? path : path.substr(colon + 1);
}

}  // namespace

bool is_system_name(std::string_view name) {
    return std::ranges::any_of(system_names,
                               [&](std::string_view each) { return cim::same_name(each, name); });
}

Destination target_of(const PropertyPath& path, const cim::Class& of, const Scope& scope) {
    if (path.segments.empty()) throw error_at(path.position, "a property is expected");
    cim::ClassPtr embedded;  // keeps the class of a step alive
    const cim::Class* within = &of;
    Destination target;
    for (const PropertyPath::Segment& each : path.segments) {
        if (within == nullptr) return {};  // an object of any class
        const bool last = &each == &path.segments.back();
        if (last && !each.index && is_system_name(each.name)) return {.type = cim::Type::string};
        const cim::Property* property = within->property(each.name);
        if (property == nullptr) {
            throw error_at(path.position, "the class " + within->name() + " has no property " + each.name);
        }
        if (each.index && !property->array) throw error_at(path.position, each.name + " is no array");
        target = {.type = property->type, .array = property->array && !each.index};
        if (last) break;
        if (target.array || property->type != cim::Type::object) {
            throw error_at(path.position, each.name + " is no embedded object");
        }
        embedded = property->embedded_class.empty()
                       ? nullptr
                       : scope.classes.find(scope.name_space, property->embedded_class);
        within = embedded.get();
    }
    return target;
}

const cim::Value& value_at(const PropertyPath& path, const cim::Instance& instance, cim::Value& made) {
    const cim::Instance* within = &instance;
    const cim::Value* value = &null_value();
    for (const PropertyPath::Segment& each : path.segments) {
        if (within == nullptr) return null_value();
        value = within->find(each.name);
        if (value == nullptr) {
            if (!is_system_name(each.name)) return null_value();
            made = system_text(each.name, *within);
            return made;
        }
        if (each.index) {
            const auto& elements = value->elements();
            if (*each.index >= elements.size()) return null_value();
            value = &elements[*each.index];
        }
        within = value->object();
    }
    return *value;
}

}  // namespace assay::query
