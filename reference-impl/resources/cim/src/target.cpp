#include "target.hpp"

#include <algorithm>
#include <array>

#include "assay/cim/class_uri.hpp"
#include "assay/cim/name.hpp"
#include "assay/model/faults.hpp"

namespace assay::cim_resource {
namespace {

namespace faults = model::faults;
using cim::same_name;
using faults::Selectors;
using model::Selector;

constexpr std::size_t batch = 64;

bool is_namespace(const Selector& selector) { return same_name(selector.name, cim::namespace_selector); }

/// The namespace that the selector says, or nullptr.
const std::string* said_namespace(const model::Request& request) {
    const auto& all = request.selectors.all();
    const auto found = std::ranges::find_if(all, is_namespace);
    return found == all.end() ? nullptr : &found->value;
}

/// The class where neither URI nor selector tell its namespace: that of the hardware, as Windows maps these
/// URIs, when it can have instances there; then the default of the dialect.
cim::ClassPtr find_anywhere(const cim::ClassStore& classes, std::string_view name, std::string_view first) {
    auto hardware = classes.find("root/hardware", name);
    if (hardware != nullptr && !hardware->is_abstract()) return hardware;
    for (const std::string_view name_space :
         std::array<std::string_view, 3>{first, "root/cimv2", "root/hardware"}) {
        if (auto found = classes.find(name_space, name)) return found;
    }
    return nullptr;
}

/// The value of one key; its text may be in the form of XML Schema or, a datetime, of DSP0004.
Outcome<cim::Value> key_value(const cim::Property& key, const Selector& selector,
                              const cim::ReadContext& context) {
    const auto wrong = [&](Selectors detail, std::string_view why) {
        return faults::invalid_selectors(detail, "the selector " + selector.name + std::string{why});
    };
    if ((key.type == cim::Type::reference) != (selector.reference != nullptr)) {
        return wrong(Selectors::TypeMismatch, " is of another type");
    }
    if (selector.reference) {
        const auto path = cim::path_of(context, *selector.reference);
        if (!path) return wrong(Selectors::InvalidValue, " refers to nothing that can be");
        return cim::Value{*path};
    }
    auto read = cim::read_key(key.type, selector.value);
    if (const auto* misfit = std::get_if<cim::Misfit>(&read)) {
        return *misfit == cim::Misfit::type ? wrong(Selectors::TypeMismatch, " is of another type")
                                            : wrong(Selectors::InvalidValue, " is out of range");
    }
    if (!fits(key, std::get<cim::Value>(read))) return wrong(Selectors::InvalidValue, " is out of range");
    return std::get<cim::Value>(std::move(read));
}

bool same_value(const cim::Value& left, const cim::Value& right, bool any_case) {
    const auto* left_text = left.get<std::string>();
    const auto* right_text = right.get<std::string>();
    if (any_case && left_text != nullptr && right_text != nullptr) return same_name(*left_text, *right_text);
    return left == right;
}

bool any_case(const model::Request& request) {
    return request.profile->selector_case == model::Profile::SelectorCase::ignored;
}

/// Looks through all instances for the only one with these keys.
cim::awaitable<Outcome<cim::Instance>> only_one(const Sought& sought, const cim::ObjectManager& manager) {
    auto cursor = manager.instances(sought.call, true);
    if (!cursor) co_return cursor.error();
    std::optional<cim::Instance> found;
    std::vector<cim::Instance> some;
    for (;;) {
        some.clear();
        const auto got = co_await (*cursor)->fill(some, batch);
        if (!got) co_return got.error();
        if (*got == 0) break;
        for (cim::Instance& each : some) {
            if (!has_keys(each, sought.keys, sought.any_case)) continue;
            if (found) {
                co_return faults::invalid_selectors(
                    Selectors::AmbiguousSelectors,
                    "the selectors match several instances of " + sought.call.of->name());
            }
            found = std::move(each);
        }
    }
    if (!found) co_return cim::no_such_instance(sought.keys);
    co_return std::move(*found);
}

/// Most clients write keys as they were told them; only otherwise all instances are looked through.
cim::awaitable<Outcome<cim::Instance>> in_any_case(const Sought& sought, const cim::ObjectManager& manager) {
    auto found = co_await manager.get(sought.call, sought.keys);
    if (found || found.error().subcode != vocab::fault::DestinationUnreachable) co_return found;
    co_return co_await only_one(sought, manager);
}

}  // namespace

Outcome<Target> target_of(const model::Request& request, const cim::ClassStore& classes) {
    const auto uri = cim::parse_class_uri(request.resource_uri);
    if (!uri) return faults::destination_unreachable("the ResourceURI names no class");
    if (uri->class_name == "*") return faults::action_not_supported(request.action);
    const std::string* said = said_namespace(request);
    const auto bad_namespace = [](std::string why) {
        return faults::invalid_selectors(Selectors::InvalidValue, std::move(why));
    };
    if (said != nullptr && !classes.has_namespace(*said))
        return bad_namespace("there is no namespace " + *said);
    if (said != nullptr && uri->name_space && !same_name(*said, *uri->name_space)) {
        return bad_namespace("the ResourceURI is of another namespace than the selector __cimnamespace");
    }
    cim::ClassPtr of = said != nullptr ? classes.find(*said, uri->class_name)
                       : uri->name_space
                           ? classes.find(*uri->name_space, uri->class_name)
                           : find_anywhere(classes, uri->class_name, request.profile->default_namespace);
    if (of == nullptr) return faults::destination_unreachable("there is no class " + uri->class_name);
    Target target{.of = std::move(of), .uri = uri->base, .base = {}};
    target.uri += target.of->name();
    if (target.uri != target.of->uri()) target.base = uri->base;
    return target;
}

Outcome<cim::ObjectPath> keys_of(const model::Request& request, const Target& target,
                                 const cim::ClassStore& classes) {
    cim::ObjectPath path{.name_space = target.of->name_space(), .class_name = target.of->name()};
    path.keys.reserve(target.of->keys().size());
    for (const Selector& each : request.selectors.all()) {
        if (is_namespace(each)) continue;
        const cim::Property* key = target.of->property(each.name);
        if (key == nullptr || !key->key) {
            return faults::invalid_selectors(Selectors::UnexpectedSelectors,
                                             target.of->name() + " has no selector " + each.name);
        }
        if (path.find(key->name) != nullptr) {
            return faults::invalid_selectors(Selectors::DuplicateSelectors,
                                             "the selector " + each.name + " is given twice");
        }
        auto value = key_value(*key, each, target.context(classes));
        if (!value) return value.error();
        path.set(key->name, std::move(*value));
    }
    return path;
}

bool has_keys(const cim::Instance& instance, const cim::ObjectPath& keys, bool any_case) {
    return std::ranges::all_of(keys.keys, [&](const cim::Key& key) {
        return same_value(*instance.find(key.name), key.value, any_case);
    });
}

cim::Call call_of(const model::Request& request, cim::ClassPtr of) {
    return {.of = std::move(of),
            .caller = request.caller,
            .now = request.now,
            .wall = request.wall,
            .timeout = request.operation_timeout};
}

Outcome<Sought> sought_by(const model::Request& request, const Target& target,
                          const cim::ClassStore& classes) {
    auto keys = keys_of(request, target, classes);
    if (!keys) return keys.error();
    const std::size_t wanted = target.of->keys().size();
    if (keys->keys.empty() && wanted > 0) {
        return faults::invalid_selectors(Selectors::InsufficientSelectors,
                                         "selectors have to name an instance of " + target.of->name());
    }
    const bool complete = keys->keys.size() >= wanted;
    return Sought{.call = call_of(request, target.of),
                  .keys = std::move(*keys),
                  .complete = complete,
                  .any_case = any_case(request)};
}

cim::awaitable<Outcome<cim::Instance>> located(const Sought& sought, const cim::ObjectManager& manager) {
    if (!sought.complete) return only_one(sought, manager);
    return sought.any_case ? in_any_case(sought, manager) : manager.get(sought.call, sought.keys);
}

}  // namespace assay::cim_resource
