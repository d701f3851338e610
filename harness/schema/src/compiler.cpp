#include "compiler.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "assay/base/text.hpp"
#include "element_checks.hpp"
#include "instances.hpp"

namespace assay::schema {
namespace {

Element element_of(const mof::Property& declared, const std::string& class_name) {
    return {.place = declared.place,
            .name = declared.name,
            .type = declared.type,
            .array = declared.array,
            .qualifiers = {},
            .initial = declared.value,
            .origin = class_name};
}

std::string bearer_of(const mof::Property& declared) {
    return (declared.type.is_reference() ? "reference " : "property ") + declared.name;
}

mof::Scope class_scope(const mof::Qualifiers& written, const Class* superclass) {
    const auto is = [&](std::string_view name) {
        return mof::find(written, name) != nullptr ||
               (superclass != nullptr && superclass->qualifiers.flag(name));
    };
    if (is("Association")) return mof::Scope::association;
    return is("Indication") ? mof::Scope::indication : mof::Scope::class_;
}

}  // namespace

Compiled Compiler::run() {
    for (const mof::Production& production : document_.productions) {
        if (const auto* qualifier = std::get_if<mof::QualifierDeclaration>(&production.what)) {
            qualifiers_.declare(*qualifier);
        } else if (const auto* declared = std::get_if<mof::Class>(&production.what)) {
            declare(*declared, space_of(production));
        }
    }
    check_references();
    InstanceChecker instances{result_.classes, diagnostics_};
    for (const mof::Production& production : document_.productions) {
        if (const auto* instance = std::get_if<mof::Instance>(&production.what)) {
            instances.add(*instance, space_of(production));
        }
    }
    instances.check_links();
    result_.diagnostics = diagnostics_.take();
    return std::move(result_);
}

void Compiler::declare(const mof::Class& declared, const std::string& name_space) {
    if (const ClassPtr before = find(result_.classes, name_space, declared.name)) {
        diagnostics_.add(declared.place, fmt::format("class {} is declared already in {}", declared.name,
                                                     diagnostics_.line_of(before->place)));
        return;
    }
    auto made = std::make_shared<Class>();
    made->place = declared.place;
    made->name_space = name_space;
    made->name = declared.name;
    made->uri = class_uri(name_space, declared.name);
    const bool whole = inherit(declared, *made);
    made->qualifiers = qualifiers_.apply(
        declared.qualifiers,
        {.scope = class_scope(declared.qualifiers, made->superclass.get()), .name = "class " + declared.name},
        made->superclass == nullptr ? nullptr : &made->superclass->qualifiers);
    if (made->superclass != nullptr) check_lineage(declared, *made);
    for (const mof::Property& property : declared.properties) add_property(property, *made);
    for (const mof::Method& method : declared.methods) add_method(method, *made);
    if (whole) check_class(declared, *made);
    result_.classes[name_space].emplace(declared.name, made);
    result_.order.push_back(std::move(made));
}

bool Compiler::inherit(const mof::Class& declared, Class& into) {
    if (declared.superclass.empty()) return true;
    if (base::equal_ignoring_case(declared.superclass, declared.name)) {
        diagnostics_.add(declared.superclass_place,
                         fmt::format("class {} derives from itself", declared.name));
        return false;
    }
    into.superclass = find(result_.classes, into.name_space, declared.superclass);
    if (into.superclass == nullptr) {
        const bool later = std::ranges::any_of(document_.productions, [&](const mof::Production& production) {
            const auto* other = std::get_if<mof::Class>(&production.what);
            return other != nullptr && base::equal_ignoring_case(other->name, declared.superclass) &&
                   base::equal_ignoring_case(space_of(production), into.name_space);
        });
        diagnostics_.add(declared.superclass_place,
                         later ? fmt::format("superclass {} has to be declared before {}",
                                             declared.superclass, declared.name)
                               : fmt::format("there is no class {} to derive from", declared.superclass));
        return false;
    }
    for (const auto& [name, property] : into.superclass->properties) into.properties.emplace(name, property);
    for (const auto& [name, method] : into.superclass->methods) into.methods.emplace(name, method);
    return true;
}

void Compiler::check_lineage(const mof::Class& declared, const Class& of) {
    const Class& super = *of.superclass;
    const auto tell = [&](const std::string& message) {
        diagnostics_.add(declared.superclass_place, message);
    };
    if (super.qualifiers.flag("Terminal"))
        tell(fmt::format("class {} is Terminal: nothing derives from it", super.name));
    if (of.is_association() && !super.is_association()) {
        tell(fmt::format("association {} derives from {}, which is none", of.name, super.name));
    }
    if (of.qualifiers.flag("Indication") && !super.qualifiers.flag("Indication")) {
        tell(fmt::format("indication {} derives from {}, which is none", of.name, super.name));
    }
    if (of.qualifiers.flag("Abstract") && !super.qualifiers.flag("Abstract")) {
        tell(fmt::format("abstract class {} derives from {}, which is not abstract", of.name, super.name));
    }
}

void Compiler::add_property(const mof::Property& declared, Class& into) {
    const auto inherited = into.properties.find(declared.name);
    const bool is_inherited = inherited != into.properties.end();
    if (is_inherited && inherited->second.origin == into.name) {
        diagnostics_.add(declared.place, fmt::format("property {} is declared already in {}", declared.name,
                                                     diagnostics_.line_of(inherited->second.place)));
        return;
    }
    Element own = element_of(declared, into.name);
    const mof::Scope scope = declared.type.is_reference() ? mof::Scope::reference : mof::Scope::property;
    own.qualifiers = qualifiers_.apply(declared.qualifiers, {.scope = scope, .name = bearer_of(declared)},
                                       is_inherited ? &inherited->second.qualifiers : nullptr);
    if (declared.type.is_reference() && !into.is_association()) {
        diagnostics_.add(declared.place, fmt::format("reference {} in class {}, which is no association",
                                                     own.name, into.name));
    }
    if (is_inherited) {
        check_override(own, inherited->second, into.name);
        if (!own.initial) own.initial = inherited->second.initial;
        own.name = inherited->second.name;
    } else if (const auto overridden = own.qualifiers.text("Override")) {
        diagnostics_.add(own.place,
                         fmt::format("there is no inherited property {} to override", *overridden));
    } else if (own.is_key() && into.superclass != nullptr &&
               std::ranges::any_of(into.superclass->properties,
                                   [](const auto& entry) { return entry.second.is_key(); })) {
        diagnostics_.add(own.place, fmt::format("key {} in class {}: the keys come from {} already", own.name,
                                                into.name, into.superclass->name));
    }
    check_element(own, bearer_of(declared), diagnostics_);
    into.properties.insert_or_assign(declared.name, std::move(own));
}

void Compiler::check_override(const Element& own, const Element& inherited, const std::string& class_name) {
    const auto overridden = own.qualifiers.by_name.find("Override");
    const bool says_so = overridden != own.qualifiers.by_name.end() && !overridden->second.inherited;
    if (!says_so) {
        diagnostics_.add(own.place,
                         fmt::format("property {} of {} is inherited by {}: expected the qualifier Override",
                                     own.name, inherited.origin, class_name));
    } else if (!base::equal_ignoring_case(own.qualifiers.text("Override").value_or(""), own.name)) {
        diagnostics_.add(own.place, fmt::format("property {} overrides \"{}\": expected its own name",
                                                own.name, own.qualifiers.text("Override").value_or("")));
    }
    check_type_override(own, inherited);
}

void Compiler::check_type_override(const Element& own, const Element& inherited) {
    const bool same_kind = own.type.is_reference() == inherited.type.is_reference() &&
                           own.array.has_value() == inherited.array.has_value();
    if (!same_kind || (!own.type.is_reference() && own.type.data != inherited.type.data)) {
        diagnostics_.add(own.place, fmt::format("property {} is inherited from {} with another type",
                                                own.name, inherited.origin));
    }
}

void Compiler::add_method(const mof::Method& declared, Class& into) {
    const auto inherited = into.methods.find(declared.name);
    const bool is_inherited = inherited != into.methods.end();
    if (is_inherited && inherited->second.origin == into.name) {
        diagnostics_.add(declared.place, fmt::format("method {} is declared already in {}", declared.name,
                                                     diagnostics_.line_of(inherited->second.place)));
        return;
    }
    Method own{.place = declared.place,
               .name = declared.name,
               .returns = declared.returns,
               .qualifiers = {},
               .origin = into.name};
    own.qualifiers =
        qualifiers_.apply(declared.qualifiers, {.scope = mof::Scope::method, .name = "method " + own.name},
                          is_inherited ? &inherited->second.qualifiers : nullptr);
    for (const mof::Parameter& parameter : declared.parameters) {
        Element element{.place = parameter.place,
                        .name = parameter.name,
                        .type = parameter.type,
                        .array = parameter.array};
        const std::string bearer = "parameter " + parameter.name;
        element.qualifiers = qualifiers_.apply(parameter.qualifiers,
                                               {.scope = mof::Scope::parameter, .name = bearer}, nullptr);
        check_element(element, bearer, diagnostics_);
        const auto same = [&](const Element& other) {
            return base::equal_ignoring_case(other.name, parameter.name);
        };
        if (std::ranges::any_of(own.parameters, same)) {
            diagnostics_.add(parameter.place, fmt::format("parameter {} is there twice", parameter.name));
        } else if (base::equal_ignoring_case(parameter.name, "ReturnValue")) {
            diagnostics_.add(parameter.place,
                             "a parameter cannot be called ReturnValue: that is the value of the method");
        } else if (element.qualifiers.has("In") && !element.qualifiers.flag("In") &&
                   !element.qualifiers.flag("Out")) {
            diagnostics_.add(parameter.place,
                             fmt::format("parameter {} is neither In nor Out", parameter.name));
        }
        own.parameters.push_back(std::move(element));
    }
    if (is_inherited) check_same_signature(own, inherited->second);
    into.methods.insert_or_assign(declared.name, std::move(own));
}

void Compiler::check_same_signature(const Method& own, const Method& inherited) {
    const auto key = [](const Element& element) {
        return std::tuple{element.type.is_reference(), element.type.data, element.array.has_value()};
    };
    if (own.returns == inherited.returns &&
        std::ranges::equal(own.parameters, inherited.parameters, {}, key, key))
        return;
    diagnostics_.add(own.place,
                     fmt::format("method {} is inherited from {} with other parameters or another type",
                                 own.name, inherited.origin));
}

void Compiler::check_class(const mof::Class& declared, const Class& of) {
    const auto count = std::ranges::count_if(
        of.properties, [](const auto& entry) { return entry.second.type.is_reference(); });
    if (of.is_association() && count < 2) {
        diagnostics_.add(declared.place,
                         fmt::format("association {} has {} reference{}: it needs two at least", of.name,
                                     count, count == 1 ? "" : "s"));
    }
    const bool keyed =
        std::ranges::any_of(of.properties, [](const auto& entry) { return entry.second.is_key(); });
    if (of.qualifiers.flag("Singleton") && keyed) {
        diagnostics_.add(declared.place, fmt::format("class {} is a Singleton and has a key", of.name));
    }
}

void Compiler::check_references() {
    for (const ClassPtr& of : result_.order) {
        for (const auto& [name, property] : of->properties) {
            if (property.origin != of->name) continue;
            check_named_class(property, of->name_space);
            if (of->superclass != nullptr) check_narrower(property, *of->superclass);
        }
        for (const auto& [name, method] : of->methods) {
            if (method.origin != of->name) continue;
            for (const Element& parameter : method.parameters) check_named_class(parameter, of->name_space);
        }
    }
}

void Compiler::check_narrower(const Element& own, const Class& super) {
    const auto inherited = super.properties.find(own.name);
    if (inherited == super.properties.end() || !own.type.is_reference()) return;
    const std::string& wide = inherited->second.type.reference_class;
    const ClassPtr narrow = find(result_.classes, super.name_space, own.type.reference_class);
    if (narrow == nullptr || wide.empty() || narrow->is_a(wide)) return;
    diagnostics_.add(own.type.place,
                     fmt::format("reference {} is inherited as one to {}, and {} does not derive from it",
                                 own.name, wide, narrow->name));
}

void Compiler::check_named_class(const Element& element, const std::string& name_space) {
    const std::string& target = element.type.reference_class;
    if (element.type.is_reference() && find(result_.classes, name_space, target) == nullptr) {
        diagnostics_.add(element.type.place, fmt::format("there is no class {} to refer to", target));
    }
    const auto embedded = element.qualifiers.text("EmbeddedInstance");
    if (embedded && find(result_.classes, name_space, *embedded) == nullptr) {
        diagnostics_.add(element.place,
                         fmt::format("there is no class {} to embed in {}", *embedded, element.name));
    }
}

Compiled compile(const mof::Document& document, const std::string& default_namespace) {
    return Compiler{document, default_namespace}.run();
}

std::string class_uri(std::string_view name_space, std::string_view name) {
    if (name.starts_with("CIM_"))
        return fmt::format("http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/{}", name);
    if (name.starts_with("Assay_")) return fmt::format("http://schemas.assay.example/wbem/1/{}", name);
    return fmt::format("http://schemas.microsoft.com/wbem/wsman/1/wmi/{}/{}", name_space, name);
}

}  // namespace assay::schema
