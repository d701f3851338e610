#include "compile/classes.hpp"

#include <algorithm>

#include "assay/cim/class_uri.hpp"

namespace assay::cim {
namespace {

using mof::Scope;

/// Do the signatures of a method and the one it overrides agree?
bool same_signature(const Method& left, const Method& right) {
    return left.is_void == right.is_void && same_shape(left.result, right.result) &&
           std::ranges::equal(left.parameters, right.parameters, [](const Parameter& a, const Parameter& b) {
               return same_name(a.name, b.name) && same_shape(a, b) && a.in == b.in && a.out == b.out;
           });
}

}  // namespace

void ClassCompiler::declare(const Site& site, std::string_view name_space, const mof::Class& said) {
    auto [entry, is_new] = namespaces_[std::string{name_space}].try_emplace(
        said.name, Declared{.site = site, .name_space = std::string{name_space}, .said = &said});
    if (is_new) {
        order_.push_back(&entry->second);
    } else {
        site.error(said.place, "the class " + said.name + " is declared twice in " + std::string{name_space});
    }
}

ClassStore ClassCompiler::resolve() {
    ClassStore store;
    for (Declared* each : order_) {
        build(*each, super_of(*each));
        store.add(each->made);
    }
    for (const Declared* each : order_) check_named_classes(*each);
    return store;
}

ClassCompiler::Declared* ClassCompiler::find(std::string_view name_space, std::string_view name) {
    const auto classes = namespaces_.find(name_space);
    if (classes == namespaces_.end()) return nullptr;
    const auto found = classes->second.find(name);
    return found == classes->second.end() ? nullptr : &found->second;
}

/// The superclass; nullptr when there is none or none that can be had.
ClassCompiler::Declared* ClassCompiler::super_of(Declared& declared) {
    const mof::Class& said = *declared.said;
    if (said.superclass.empty()) return nullptr;
    Declared* super = find(declared.name_space, said.superclass);
    if (super == &declared) {
        declared.site.error(said.superclass_place, "the class " + said.name + " is its own superclass");
    } else if (super == nullptr) {
        declared.site.error(said.superclass_place,
                            "the superclass " + said.superclass + " of " + said.name + " is unknown");
    } else if (super->made == nullptr) {
        declared.site.error(said.superclass_place,
                            "the superclass " + said.superclass + " has to be declared before " + said.name);
    }
    return super == nullptr || super->made == nullptr ? nullptr : super;
}

void ClassCompiler::build(Declared& declared, Declared* super) {
    ClassDraft draft{.name_space = declared.name_space,
                     .name = declared.said->name,
                     .uri = class_uri(declared.name_space, declared.said->name),
                     .super = super == nullptr ? nullptr : super->made};
    if (super != nullptr) {
        declared.qualified.itself = super->qualified.itself.propagated();
        for (const auto& [name, set] : super->qualified.features) {
            declared.qualified.features.emplace(name, set.propagated());
        }
    }
    take_kind(declared, super, draft);
    take_properties(declared, super, draft);
    take_methods(declared, super, draft);
    declared.made = std::make_shared<const Class>(std::move(draft));
    if (declared.made->is_singleton() && !declared.made->keys().empty()) {
        declared.site.error(declared.said->place,
                            "the class " + declared.said->name + " is a Singleton and has a key");
    }
    const auto references = std::ranges::count(declared.made->properties(), Type::reference, &Property::type);
    if (declared.made->is_association() && !declared.made->is_abstract() && references < 2) {
        declared.site.error(declared.said->place,
                            "the association " + declared.said->name + " has fewer than two references");
    }
}

void ClassCompiler::take_kind(Declared& declared, const Declared* super, ClassDraft& draft) {
    const mof::Class& said = *declared.said;
    QualifierSet& set = declared.qualified.itself;
    const bool association = set.flag("Association") || mof::find(said.qualifiers, "Association") != nullptr;
    const bool indication = set.flag("Indication") || mof::find(said.qualifiers, "Indication") != nullptr;
    const Scope scope = association ? Scope::association : indication ? Scope::indication : Scope::class_;
    set.apply(declared.site, types_, said.qualifiers, scope);
    draft.is_association = set.flag("Association");
    draft.is_indication = set.flag("Indication");
    draft.is_abstract = set.flag("Abstract");
    draft.is_singleton = set.flag("Singleton");
    draft.version = set.text("Version").value_or("");
    if (super == nullptr) return;
    if (draft.is_association && !super->made->is_association()) {
        declared.site.error(said.superclass_place,
                            "the association " + said.name + " is derived from a class that is none");
    }
    if (super->qualified.itself.flag("Terminal")) {
        declared.site.error(said.superclass_place,
                            "the class " + said.superclass + " is terminal and can have no subclass");
    }
    if (draft.is_abstract && !super->made->is_abstract()) {
        declared.site.error(said.superclass_place,
                            "the abstract class " + said.name + " is derived from one that is not");
    }
}

/// The qualifiers of a feature: those it inherits and those said of it.
QualifierSet& ClassCompiler::feature(Declared& declared, const std::string& name, const mof::Qualifiers& said,
                                     Scope scope) {
    QualifierSet& set = declared.qualified.features[name];
    set.apply(declared.site, types_, said, scope);
    return set;
}

void ClassCompiler::check_override(const Declared& declared, const Declared* super, const mof::Place& place,
                                   const std::string& name, const QualifierSet& qualifiers) {
    const auto inherits = [&](const std::string& feature) {
        return super != nullptr &&
               (super->made->property(feature) != nullptr || super->made->method(feature) != nullptr);
    };
    const bool overrides = qualifiers.has("Override");
    const std::string overridden = qualifiers.text("Override").value_or(name);
    if (overrides && !(inherits(overridden) && same_name(overridden, name))) {
        declared.site.error(place,
                            name + " overrides " + overridden + ", which is not inherited under that name");
    } else if (!overrides && inherits(name)) {
        declared.site.error(place, name + " is inherited: declaring it again needs Override");
    }
}

void ClassCompiler::take_properties(Declared& declared, const Declared* super, ClassDraft& draft) {
    std::set<std::string_view, NameLess> seen;
    for (const mof::Property& said : declared.said->properties) {
        if (!seen.insert(said.name).second) {
            declared.site.error(said.place, "the property " + said.name + " is declared twice");
            continue;
        }
        const Scope scope = said.type.is_reference() ? Scope::reference : Scope::property;
        const QualifierSet& set = feature(declared, said.name, said.qualifiers, scope);
        Property made = property_of(declared.site, said, set, draft.is_association);
        check_override(declared, super, said.place, said.name, set);
        const Property* inherited = super == nullptr ? nullptr : super->made->property(said.name);
        if (inherited != nullptr) {
            made.origin = inherited->origin;
            if (!same_shape(*inherited, made)) {
                declared.site.error(said.place, said.name + " is of type " + shape_text(*inherited) + " in " +
                                                    super->made->name() + " and cannot be of type " +
                                                    shape_text(made));
                continue;
            }
        } else if (made.key && super != nullptr && !super->made->keys().empty()) {
            declared.site.error(said.place, "the key " + said.name + " is new, but the keys of " +
                                                super->made->name() + " are those of its subclasses");
        }
        draft.properties.push_back(std::move(made));
    }
}

void ClassCompiler::take_methods(Declared& declared, const Declared* super, ClassDraft& draft) {
    std::set<std::string_view, NameLess> seen;
    for (const mof::Property& said : declared.said->properties) seen.insert(said.name);
    for (const mof::Method& said : declared.said->methods) {
        if (!seen.insert(said.name).second) {
            declared.site.error(said.place, "the method " + said.name + " has the name of another feature");
            continue;
        }
        Method made = built_method(declared, super, said);
        const Method* inherited = super == nullptr ? nullptr : super->made->method(said.name);
        if (inherited != nullptr) {
            made.origin = inherited->origin;
            if (!same_signature(*inherited, made)) {
                declared.site.error(said.place, "the method " + said.name +
                                                    " has another signature than in " + super->made->name());
                continue;
            }
        }
        draft.methods.push_back(std::move(made));
    }
}

Method ClassCompiler::built_method(Declared& declared, const Declared* super, const mof::Method& said) {
    const QualifierSet& set = feature(declared, said.name, said.qualifiers, Scope::method);
    check_override(declared, super, said.place, said.name, set);
    Method made = method_of(declared.site, said, set);
    for (const mof::Parameter& each : said.parameters) {
        if (made.find(each.name) != nullptr) {
            declared.site.error(each.place, "the parameter " + each.name + " is declared twice");
            continue;
        }
        if (same_name(each.name, "ReturnValue")) {
            declared.site.error(each.place,
                                "no parameter can be called ReturnValue, as the method's value is");
        }
        const QualifierSet& of =
            feature(declared, said.name + '.' + each.name, each.qualifiers, Scope::parameter);
        made.parameters.push_back(parameter_of(declared.site, each, of));
    }
    return made;
}

/// The classes that references and embedded instances name have to be there, and a reference that overrides
/// another refers to the same class or one below it.
void ClassCompiler::check_named_classes(const Declared& declared) {
    const auto check = [&](const mof::Place& place, const mof::Type& type, const TypedElement* element) {
        if (element == nullptr) return;
        const bool refers = element->type == Type::reference;
        const std::string& named = refers ? element->reference_class : element->embedded_class;
        if (!named.empty() && find(declared.name_space, named) == nullptr) {
            declared.site.error(refers ? type.place : place,
                                element->name + " names the unknown class " + named);
        }
    };
    for (const mof::Property& each : declared.said->properties) {
        const Property* made = declared.made->property(each.name);
        check(each.place, each.type, made);
        if (made != nullptr && made->type == Type::reference) check_narrowed(declared, each, *made);
    }
    for (const mof::Method& said : declared.said->methods) {
        const Method* method = declared.made->method(said.name);
        for (const mof::Parameter& each : said.parameters) {
            if (method != nullptr) check(each.place, each.type, method->find(each.name));
        }
    }
}

void ClassCompiler::check_narrowed(const Declared& declared, const mof::Property& said,
                                   const Property& made) {
    const Class* super = declared.made->super().get();
    const Property* inherited = super == nullptr ? nullptr : super->property(said.name);
    const Declared* named = find(declared.name_space, made.reference_class);
    if (inherited == nullptr || named == nullptr || named->made->is_a(inherited->reference_class)) return;
    declared.site.error(said.type.place, "the reference " + said.name + " is one to " +
                                             inherited->reference_class + " in " + super->name() + ", and " +
                                             made.reference_class + " is not derived from that");
}

}  // namespace assay::cim
