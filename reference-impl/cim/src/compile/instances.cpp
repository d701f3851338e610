#include "compile/instances.hpp"

#include <algorithm>

#include "assay/cim/path_text.hpp"
#include "assay/mof/parse.hpp"

namespace assay::cim {

const Instance* InstanceCompiler::aliased(const mof::Constant& text) const {
    const auto* alias = std::get_if<mof::Alias>(&text.value);
    if (alias == nullptr) return nullptr;
    const auto found = aliases_.find(alias->name);
    return found == aliases_.end() ? nullptr : &instances_[found->second];
}

ReadConstant InstanceCompiler::complex(std::string_view name_space, const TypedElement& element,
                                       const mof::Constant& text) {
    const auto* alias = std::get_if<mof::Alias>(&text.value);
    if (alias != nullptr && aliased(text) == nullptr) {
        return BadConstant{.place = text.place, .message = "the alias $" + alias->name + " is unknown here"};
    }
    if (alias == nullptr && !std::holds_alternative<std::string>(text.value)) {
        return BadConstant{.place = text.place,
                           .message = "the value of " + element.name + " is an alias or a string"};
    }
    return element.type == Type::reference ? reference(name_space, element, text)
                                           : embedded(name_space, element, text);
}

ReadConstant InstanceCompiler::reference(std::string_view name_space, const TypedElement& element,
                                         const mof::Constant& text) {
    ObjectPath path;
    if (const Instance* named = aliased(text)) {
        path = named->path();
    } else {
        auto read = read_path(std::get<std::string>(text.value), classes_, name_space);
        if (auto* bad = std::get_if<BadPath>(&read)) {
            return BadConstant{.place = text.place, .message = std::move(bad->message)};
        }
        path = std::get<ObjectPath>(std::move(read));
    }
    const ClassPtr of = classes_.find(path.name_space, path.class_name);
    if (of == nullptr || !of->is_a(element.reference_class)) {
        return BadConstant{.place = text.place,
                           .message = element.name + " refers to " + path.class_name + ", which is no " +
                                      element.reference_class};
    }
    return Value{path};
}

/// An embedded object is an alias, or a string that holds the MOF of one instance.
ReadConstant InstanceCompiler::embedded(std::string_view name_space, const TypedElement& element,
                                        const mof::Constant& text) {
    std::optional<Instance> made;
    if (const Instance* named = aliased(text)) {
        made = *named;
    } else {
        const mof::Parsed parsed =
            mof::parse({.name = element.name, .text = std::get<std::string>(text.value)});
        const auto* said = parsed.ok() && parsed.document.productions.size() == 1
                               ? std::get_if<mof::Instance>(&parsed.document.productions.front().what)
                               : nullptr;
        std::vector<mof::Diagnostic> inner;
        if (said != nullptr)
            made = build({.document = &parsed.document, .diagnostics = &inner}, name_space, *said);
        if (!made || !inner.empty()) {
            std::string why = !parsed.ok()    ? parsed.diagnostics.front().message
                              : inner.empty() ? "one instance is needed"
                                              : inner.front().message;
            return BadConstant{.place = text.place,
                               .message = "the embedded object of " + element.name + ": " + why};
        }
    }
    if (!element.embedded_class.empty() && !made->of().is_a(element.embedded_class)) {
        return BadConstant{.place = text.place,
                           .message = element.name + " embeds a " + made->of().name() + ", which is no " +
                                      element.embedded_class};
    }
    return Value{*made};
}

bool InstanceCompiler::set_value(const Site& site, std::string_view name_space,
                                 const mof::PropertyValue& said, Instance& into) {
    const Property* property = into.of().property(said.name);
    if (property == nullptr) {
        site.error(said.place, into.of().name() + " has no property " + said.name);
        return false;
    }
    auto value =
        read_value(*property, said.value, [&](const TypedElement& element, const mof::Constant& text) {
            return complex(name_space, element, text);
        });
    if (const auto* bad = std::get_if<BadConstant>(&value)) {
        site.error(bad->place, bad->message);
        return false;
    }
    if ((property->key || property->required) && std::get<Value>(value).is_null()) {
        site.error(said.value.place, property->name + " may not be null");
        return false;
    }
    into.set(said.name, std::move(std::get<Value>(value)));
    return true;
}

std::optional<Instance> InstanceCompiler::build(const Site& site, std::string_view name_space,
                                                const mof::Instance& said) {
    const ClassPtr of = classes_.find(name_space, said.class_name);
    if (of == nullptr || of->is_abstract() || of->is_indication()) {
        site.error(said.place, of == nullptr ? "the class " + said.class_name + " is unknown"
                                             : of->name() + " can have no instances: it is " +
                                                   (of->is_abstract() ? "abstract" : "an indication"));
        return std::nullopt;
    }
    Instance made = Instance::initial(of);
    bool good = true;
    std::vector<std::string_view> seen;
    for (const mof::PropertyValue& each : said.values) {
        if (std::ranges::any_of(seen, [&](std::string_view name) { return same_name(name, each.name); })) {
            site.error(each.place, "the property " + each.name + " is given twice");
            good = false;
            continue;
        }
        seen.push_back(each.name);
        good = set_value(site, name_space, each, made) && good;
    }
    for (std::size_t i = 0; i < of->properties().size(); ++i) {
        const Property& property = of->properties()[i];
        const auto is_said = [&](std::string_view name) { return same_name(name, property.name); };
        if ((!property.key && !property.required) || !made[i].is_null() ||
            std::ranges::any_of(seen, is_said)) {
            continue;
        }
        site.error(said.place, "the " + std::string{property.key ? "key " : "required property "} +
                                   property.name + " of " + of->name() + " has no value");
        good = false;
    }
    if (!good) return std::nullopt;
    return made;
}

void InstanceCompiler::declare(const Site& site, std::string_view name_space, const mof::Instance& said) {
    auto made = build(site, name_space, said);
    if (!made) return;
    const std::string path = made->path().to_string();
    // Without keys there may be several, unless the class says that there is one.
    if ((!made->of().keys().empty() || made->of().is_singleton()) &&
        !paths_.try_emplace(path, instances_.size()).second) {
        site.error(said.place, "there is an instance " + path + " already");
        return;
    }
    if (!said.alias.empty() && !aliases_.try_emplace(said.alias, instances_.size()).second) {
        site.error(said.place, "the alias $" + said.alias + " is given twice");
    }
    instances_.push_back(std::move(*made));
}

}  // namespace assay::cim
