#include "xml/reference.hpp"

#include <algorithm>

#include "assay/cim/class_store.hpp"
#include "assay/cim/class_uri.hpp"
#include "assay/model/names.hpp"
#include "xml/text.hpp"

namespace assay::cim {
namespace {

/// A key's value from the selector of that name.
std::optional<Value> key_value(const ReadContext& context, const Property& key,
                               const model::Selector& selector) {
    if (key.type == Type::reference) {
        if (!selector.reference) return std::nullopt;
        const auto path = path_of(context, *selector.reference);
        if (!path) return std::nullopt;
        return Value{*path};
    }
    auto read = read_key(key.type, selector.value);
    if (selector.reference || !std::holds_alternative<Value>(read)) return std::nullopt;
    return std::get<Value>(std::move(read));
}

/// A datetime as its property shows it, where that is one xs:dateTime or xs:duration; in the form of DSP0004
/// where it has unknown fields.
std::string selector_text(const Value& value) {
    const auto* const datetime = value.get<Datetime>();
    if (datetime == nullptr || datetime->has_wildcards()) return to_text(value);
    return form_text(*datetime);
}

}  // namespace

std::variant<Value, Misfit> read_key(Type type, std::string_view text) {
    if (type == Type::datetime) {
        for (const std::string_view form : {"Datetime", "Interval"}) {
            if (const auto read = read_datetime(form, text)) return Value{*read};
        }
    }
    return read_text(type, text);
}

model::SelectorSet selectors_of(const ObjectPath& path) {
    model::SelectorSet selectors;
    for (const Key& key : path.keys) {
        model::Selector selector{.name = key.name, .value = selector_text(key.value)};
        if (const ObjectPath* named = key.value.reference()) {
            selector.reference = std::make_shared<const model::Epr>(epr_of(*named, vocab::anonymous_address));
        }
        selectors.add(std::move(selector));
    }
    selectors.add(std::string{namespace_selector}, path.name_space);
    return selectors;
}

model::Epr epr_of(const ObjectPath& path, std::string_view address) {
    return {.address = std::string{address},
            .resource_uri = class_uri(path.name_space, path.class_name),
            .selectors = selectors_of(path)};
}

std::optional<ObjectPath> path_of(const ReadContext& context, const model::Epr& epr) {
    const auto uri = parse_class_uri(epr.resource_uri);
    if (!uri) return std::nullopt;
    std::string name_space = uri->name_space.value_or(std::string{context.name_space});
    const auto& selectors = epr.selectors.all();
    const auto said = std::ranges::find_if(
        selectors, [](const model::Selector& each) { return same_name(each.name, namespace_selector); });
    if (said != selectors.end()) name_space = said->value;
    const ClassPtr of = context.classes.find(name_space, uri->class_name);
    if (of == nullptr) return std::nullopt;
    ObjectPath path{.name_space = of->name_space(), .class_name = of->name()};
    for (const model::Selector& each : selectors) {
        if (same_name(each.name, namespace_selector)) continue;
        const Property* key = of->property(each.name);
        auto value = key == nullptr || !key->key ? std::nullopt : key_value(context, *key, each);
        if (!value) return std::nullopt;
        path.set(key->name, std::move(*value));
    }
    if (path.keys.size() != of->keys().size()) return std::nullopt;
    return path;
}

std::optional<ObjectPath> read_reference(const ReadContext& context, const soap::Element& holder) {
    const soap::Element* whole = holder.child(model::names::EndpointReference);
    const auto epr = model::read_epr(whole == nullptr ? holder : *whole);
    if (!epr) return std::nullopt;
    return path_of(context, *epr);
}

}  // namespace assay::cim
