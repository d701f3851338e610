#include "assay/cim-resource/cim_resource.hpp"

#include <algorithm>

#include "assay/cim/class_uri.hpp"
#include "assay/model/faults.hpp"
#include "assay/query/query.hpp"
#include "cursor.hpp"
#include "queried.hpp"
#include "target.hpp"

namespace assay::cim_resource {
namespace {

namespace faults = model::faults;
using service::Polymorphism;
using soap::Element;

Element shown(const Request& request, const Target& target, const cim::Instance& instance) {
    const std::string uri = target.uri_of(instance.of());
    const cim::XmlForm form{.uri = uri, .null_elements = request.profile->null_elements};
    if (request.fragment) return cim::to_element(instance, form);
    return Element::written(cim::to_octets(instance, form));
}

/// The class that is meant, if its provider lets the request in.
Outcome<Target> admitted(const Request& request, cim::Verb verb, const cim::ObjectManager& manager) {
    auto target = target_of(request, manager.classes());
    if (!target) return target;
    const cim::Provider& provider = manager.provider_of(*target->of);
    if (auto in = provider.admits(call_of(request, target->of)); !in) return in.error();
    if (!provider.has(verb)) return faults::action_not_supported(request.action);
    return target;
}

/// DSP0226 §8.2.1: all classes together can only be enumerated by a query.
bool takes_queries_only(const Request& request) {
    const auto uri = cim::parse_class_uri(request.resource_uri);
    return uri && uri->class_name == "*";
}

bool can_change(const cim::Class& of) {
    return std::ranges::any_of(of.properties(), [](const cim::Property& each) { return each.write; });
}

/// The method that the action names: <class URI>/<method>, by the URI of the class or of one above it that
/// has the method (DSP0230 §10.3).
const cim::Method* method_of(const Request& request, const Target& target) {
    const std::size_t slash = request.action.rfind('/');
    if (slash == std::string::npos) return nullptr;
    const std::string_view prefix = std::string_view{request.action}.substr(0, slash);
    const std::string_view name = std::string_view{request.action}.substr(slash + 1);
    const cim::Method* method = target.of->method(name);
    if (method == nullptr || method->name != name) return nullptr;
    if (prefix == request.resource_uri || prefix == target.uri) return method;
    for (const cim::Class* each = target.of.get(); each != nullptr; each = each->super().get()) {
        if (prefix == target.uri_of(*each) && each->method(name) != nullptr) return method;
    }
    return nullptr;
}

Outcome<std::vector<cim::Value>> input_of(const Request& request, const Target& target,
                                          const cim::Method& method, const cim::ClassStore& classes) {
    if (request.body.size() > 1) {
        return faults::schema_validation_error("the body holds more than the parameters of " + method.name);
    }
    const Element nothing{{target.uri, method.name + "_INPUT"}};
    return cim::read_input(target.context(classes), method,
                           request.body.empty() ? nothing : request.body.front());
}

}  // namespace

awaitable<Outcome<Element>> CimResource::get(const Request& request) {
    const auto target = admitted(request, cim::Verb::get, manager_);
    if (!target) co_return target.error();
    const auto sought = sought_by(request, *target, manager_.classes());
    if (!sought) co_return sought.error();
    const auto instance = co_await located(*sought, manager_);
    if (!instance) co_return instance.error();
    co_return shown(request, *target, *instance);
}

awaitable<Outcome<Element>> CimResource::put(const Request& request, const Element& representation) {
    const auto target = admitted(request, cim::Verb::put, manager_);
    if (!target) co_return target.error();
    const auto sought = sought_by(request, *target, manager_.classes());
    if (!sought) co_return sought.error();
    const auto before = co_await located(*sought, manager_);
    if (!before) co_return before.error();
    if (before->class_ptr() != target->of) {
        co_return faults::destination_unreachable("the instance is a " + before->of().name() +
                                                  " and can be changed as such only");
    }
    if (!can_change(*target->of)) co_return faults::action_not_supported(request.action);
    auto now =
        cim::read_instance(target->context(manager_.classes()), representation, *before, cim::Purpose::put);
    if (!now) co_return now.error();
    const cim::ObjectPath path = before->path();
    if (now->path() != path) {
        co_return faults::invalid_representation(faults::Representation::InvalidValues,
                                                 "keys cannot be changed");
    }
    const cim::Call call = call_of(request, target->of);
    const auto stored = co_await manager_.provider_of(*target->of).put(call, path, std::move(*now));
    if (!stored) co_return stored.error();
    co_return shown(request, *target, *stored);
}

awaitable<Outcome<model::SelectorSet>> CimResource::create(const Request& request,
                                                           const Element& representation) {
    const auto target = admitted(request, cim::Verb::create, manager_);
    if (!target) co_return target.error();
    const auto keys = keys_of(request, *target, manager_.classes());
    if (!keys) co_return keys.error();
    if (target->of->is_abstract() || target->of->is_indication())
        co_return faults::action_not_supported(request.action);
    cim::Instance initial = cim::Instance::initial(target->of);
    for (const cim::Key& key : keys->keys) initial.set(key.name, key.value);
    auto made = cim::read_instance(target->context(manager_.classes()), representation, initial,
                                   cim::Purpose::create);
    if (!made) co_return made.error();
    const cim::Call call = call_of(request, target->of);
    const auto path = co_await manager_.provider_of(*target->of).create(call, std::move(*made));
    if (!path) co_return path.error();
    co_return cim::selectors_of(*path);
}

awaitable<Outcome<>> CimResource::remove(const Request& request) {
    const auto target = admitted(request, cim::Verb::remove, manager_);
    if (!target) co_return target.error();
    const auto sought = sought_by(request, *target, manager_.classes());
    if (!sought) co_return sought.error();
    const auto instance = co_await located(*sought, manager_);
    if (!instance) co_return instance.error();
    const cim::Call call = call_of(request, instance->class_ptr());
    const cim::ObjectPath path = instance->path();
    co_return co_await manager_.provider_of(instance->of()).remove(call, path);
}

awaitable<Outcome<std::unique_ptr<service::Cursor>>> CimResource::enumerate(
    const Request& request, const service::EnumerationWish& wish) {
    if (wish.filter) co_return co_await queried(request, wish, manager_);
    if (takes_queries_only(request)) {
        co_return faults::unsupported_feature(faults::Feature::FilteringRequired,
                                              "all classes together can only be queried");
    }
    auto target = admitted(request, cim::Verb::instances, manager_);
    if (!target) co_return target.error();
    auto keys = keys_of(request, *target, manager_.classes());
    if (!keys) co_return keys.error();
    const Polymorphism polymorphism = wish.polymorphism.value_or(Polymorphism::include_subclass_properties);
    auto instances = manager_.instances(call_of(request, target->of), polymorphism != Polymorphism::none);
    if (!instances) co_return instances.error();
    co_return items_of(std::move(*instances),
                       {.target = std::move(*target),
                        .keys = std::move(*keys),
                        .any_case = request.profile->selector_case == model::Profile::SelectorCase::ignored,
                        .null_elements = request.profile->null_elements,
                        .cut = polymorphism == Polymorphism::exclude_subclass_properties,
                        .objects = wish.wants_objects(),
                        .references = wish.wants_references(),
                        .trees = wish.needs_trees});
}

std::span<const std::string_view> CimResource::dialects() const { return query::dialects(); }

awaitable<Outcome<Element>> CimResource::invoke(const Request& request) {
    const auto target = admitted(request, cim::Verb::invoke, manager_);
    if (!target) co_return target.error();
    const cim::Method* method = method_of(request, *target);
    if (method == nullptr) co_return faults::action_not_supported(request.action);
    cim::ClassPtr of = target->of;
    const auto keys = keys_of(request, *target, manager_.classes());
    if (!keys) co_return keys.error();
    cim::ObjectPath path = *keys;
    if (!method->is_static || !path.keys.empty()) {
        const auto sought = sought_by(request, *target, manager_.classes());
        if (!sought) co_return sought.error();
        const auto instance = co_await located(*sought, manager_);
        if (!instance) co_return instance.error();
        of = instance->class_ptr();
        path = instance->path();
        method = of->method(method->name);
    }
    auto in = input_of(request, *target, *method, manager_.classes());
    if (!in) co_return in.error();
    const cim::Call call = call_of(request, of);
    const auto result = co_await manager_.provider_of(*of).invoke(call, path, *method, std::move(*in));
    if (!result) co_return result.error();
    co_return Element::written(cim::output_octets(
        *of, *method, *result, {.uri = target->uri, .null_elements = request.profile->null_elements}));
}

void add_classes(service::Registry& registry, const cim::ObjectManager& manager) {
    service::Resource& resource = registry.own(std::make_unique<CimResource>(manager));
    for (const std::string_view prefix : {std::string_view{"http://schemas.dmtf.org/wbem/wscim/1/"},
                                          vocab::cim_uri::wmi_class_base, cim::assay_class_base}) {
        registry.add_prefix(std::string{prefix}, resource);
    }
}

}  // namespace assay::cim_resource
