#include "queried.hpp"

#include "assay/cim/class_uri.hpp"
#include "assay/model/faults.hpp"
#include "assay/query/query.hpp"
#include "associated.hpp"
#include "cursor.hpp"
#include "target.hpp"

namespace assay::cim_resource {
namespace {

namespace faults = model::faults;
using service::Polymorphism;

/// Where a query looks: one class, or all of a namespace.
struct Scope {
    std::string class_name = "*";
    std::string name_space = {};
    std::string base = {};  ///< of the URIs of results; empty: each class has its own
    cim::ObjectPath keys = {};
};

/// The all-classes URI takes no selectors but __cimnamespace.
Outcome<Scope> all_classes(const model::Request& request, const cim::ClassUri& uri,
                           const cim::ClassStore& classes) {
    Scope scope{.name_space = uri.name_space.value_or(std::string{request.profile->default_namespace})};
    if (uri.name_space) scope.base = uri.base;
    for (const model::Selector& each : request.selectors.all()) {
        if (!cim::same_name(each.name, cim::namespace_selector)) {
            return faults::invalid_selectors(faults::Selectors::UnexpectedSelectors,
                                             "all classes together have no selector " + each.name);
        }
        if (uri.name_space && !cim::same_name(*uri.name_space, each.value)) {
            return faults::invalid_selectors(
                faults::Selectors::InvalidValue,
                "the ResourceURI is of another namespace than the selector __cimnamespace");
        }
        scope.name_space = each.value;
    }
    if (!classes.has_namespace(scope.name_space)) {
        return faults::invalid_selectors(faults::Selectors::InvalidValue,
                                         "there is no namespace " + scope.name_space);
    }
    return scope;
}

Outcome<Scope> scope_of(const model::Request& request, const cim::ClassStore& classes) {
    const auto uri = cim::parse_class_uri(request.resource_uri);
    if (uri && uri->class_name == "*") return all_classes(request, *uri, classes);
    const auto target = target_of(request, classes);
    if (!target) return target.error();
    auto keys = keys_of(request, *target, classes);
    if (!keys) return keys.error();
    return Scope{.class_name = target->of->name(),
                 .name_space = target->of->name_space(),
                 .base = target->base,
                 .keys = std::move(*keys)};
}

bool ignores_case(const model::Request& request) {
    return request.profile->selector_case == model::Profile::SelectorCase::ignored;
}

Outcome<query::Query> compiled(const model::Request& request, const service::FilterText& filter,
                               const Scope& scope, const cim::ClassStore& classes) {
    return query::compile({.dialect = filter.dialect,
                           .text = filter.text,
                           .element = filter.element ? &*filter.element : nullptr},
                          {.classes = classes,
                           .name_space = scope.name_space,
                           .class_name = scope.class_name,
                           .now = request.wall,
                           .ignores_case = ignores_case(request)});
}

/// The path of the object, which is there exactly once (DSP0227 R8.2.1-4), by its own class: a path may name
/// a class above it, associations do not.
cim::awaitable<Outcome<cim::ObjectPath>> object_of(const model::Request& request,
                                                   const cim::ObjectManager& manager,
                                                   const cim::ObjectPath& object) {
    const cim::Call call = call_of(request, manager.classes().find(object.name_space, object.class_name));
    const auto found = co_await manager.get(call, object);
    if (found) co_return found->path();
    co_return faults::cannot_process_filter("the object of the association query is not there: " +
                                            object.to_string());
}

}  // namespace

cim::awaitable<Outcome<std::unique_ptr<service::Cursor>>> queried(const model::Request& request,
                                                                  const service::EnumerationWish& wish,
                                                                  const cim::ObjectManager& manager) {
    auto scope = scope_of(request, manager.classes());
    if (!scope) co_return scope.error();
    auto query = compiled(request, *wish.filter, *scope, manager.classes());
    if (!query) co_return query.error();
    const Polymorphism polymorphism = wish.polymorphism.value_or(Polymorphism::include_subclass_properties);
    Showing showing{.target = {.of = query->of(), .uri = {}, .base = scope->base},
                    .keys = std::move(scope->keys),
                    .any_case = ignores_case(request),
                    .null_elements = request.profile->null_elements,
                    .cut = query->of() && polymorphism == Polymorphism::exclude_subclass_properties,
                    .objects = wish.wants_objects(),
                    .references = wish.wants_references(),
                    .trees = wish.needs_trees,
                    .grants = request.caller.grants};
    if (query->association() != nullptr) {
        query::Association association = *query->association();
        auto object = co_await object_of(request, manager, association.object);
        if (!object) co_return object.error();
        association.object = std::move(*object);
        auto results = associated(manager, std::move(association), call_of(request, nullptr));
        showing.keys = {};
        showing.query = std::make_shared<const query::Query>(std::move(*query));
        co_return items_of(std::move(results), std::move(showing));
    }
    auto instances = manager.instances(call_of(request, query->of()), polymorphism != Polymorphism::none);
    if (!instances) co_return instances.error();
    showing.query = std::make_shared<const query::Query>(std::move(*query));
    co_return items_of(std::move(*instances), std::move(showing));
}

}  // namespace assay::cim_resource
