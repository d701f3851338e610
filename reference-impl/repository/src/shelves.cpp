#include "shelves.hpp"

#include <algorithm>

#include "assay/base/setup_error.hpp"
#include "assay/model/faults.hpp"
#include "record.hpp"

namespace assay::repository {
namespace {

namespace faults = model::faults;
using cim::Instance;
using cim::ObjectPath;
using Kind = Change::Kind;

bool refers(const cim::Class& of) {
    return std::ranges::any_of(of.properties(),
                               [](const auto& each) { return each.type == cim::Type::reference; });
}

/// What the index holds for an instance.
std::vector<std::string> references_of(const Instance& instance, std::string_view key) {
    std::vector<std::string> entries;
    const auto add = [&](const cim::Value& value, std::size_t property) {
        const ObjectPath* const path = value.reference();
        if (path == nullptr) return;
        entries.push_back(reference_entry(target_of(*path, instance.of().name_space()), key, property));
    };
    for (std::size_t i = 0; i < instance.values().size(); ++i) {
        add(instance[i], i);
        for (const cim::Value& each : instance[i].elements()) add(each, i);
    }
    std::ranges::sort(entries);
    entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
    return entries;
}

void add_changes(std::vector<Change>& changes, Kind kind, const Shelf& shelf,
                 std::vector<std::string> entries) {
    if (!shelf.references) return;
    for (std::string& each : entries) changes.push_back({kind, *shelf.references, std::move(each)});
}

std::vector<std::string> without(const std::vector<std::string>& all, const std::vector<std::string>& these) {
    std::vector<std::string> rest;
    std::ranges::set_difference(all, these, std::back_inserter(rest));
    return rest;
}

std::optional<model::Fault> missing_value_of(const Instance& instance) {
    const auto properties = instance.of().properties();
    for (std::size_t i = 0; i < properties.size(); ++i) {
        if (!(properties[i].required || properties[i].key) || !instance[i].is_null()) continue;
        return faults::invalid_representation(faults::Representation::MissingValues,
                                              "a value is missing for " + properties[i].name);
    }
    return std::nullopt;
}

}  // namespace

std::string reference_entry(std::string_view target, std::string_view key, std::size_t property) {
    std::string entry;
    entry.reserve(target.size() + key.size() + 2);
    entry.append(target).append(key);
    return entry.append(1, static_cast<char>(property >> 8U)).append(1, static_cast<char>(property));
}

Shelves::Shelves(const cim::ClassStore& classes, std::unique_ptr<Store> store, Limits limits)
    : classes_{classes}, store_{std::move(store)}, limits_{limits}, loaded_{store_->open("loaded", "")} {
    for (const std::string& name_space : classes.namespaces()) {
        for (const cim::ClassPtr& of : classes.classes(name_space)) {
            if (of->is_abstract() || of->is_indication()) continue;
            const std::string name = name_space + ":" + of->name();
            Shelf shelf{.instances = store_->open(name, layout_of(*of))};
            if (refers(*of)) shelf.references = store_->open(name + " references", layout_of(*of));
            count_ += store_->size(shelf.instances);
            shelves_.emplace(of.get(), shelf);
        }
    }
}

const Shelf* Shelves::find(const cim::Class& of) const {
    const auto found = shelves_.find(&of);
    return found == shelves_.end() ? nullptr : &found->second;
}

Outcome<Instance> Shelves::instance_of(const cim::ClassPtr& of, std::string_view record) const {
    auto instance = from_record(of, classes_, record);
    if (!instance) return faults::internal_error("the repository: a damaged instance of " + of->name());
    return std::move(*instance);
}

Outcome<Instance> Shelves::get(const cim::ClassPtr& of, const ObjectPath& path) const {
    const Shelf* const shelf = find(*of);
    const auto key = key_of(*of, path);
    if (shelf == nullptr || !key) return cim::no_such_instance(path);
    const auto record = store_->get(shelf->instances, *key);
    if (!record) return record.error();
    if (!*record) return cim::no_such_instance(path);
    return instance_of(of, **record);
}

Outcome<Instance> Shelves::put(const cim::ClassPtr& of, const ObjectPath& path, Instance instance) {
    if (auto missing = missing_value_of(instance)) return std::move(*missing);
    const std::lock_guard lock{writing_};
    const auto before = get(of, path);
    if (!before) return before.error();
    const std::string key = *key_of(*before);
    if (key_of(instance) != key) {
        return faults::invalid_representation(faults::Representation::InvalidValues,
                                              "the keys of an instance cannot be changed");
    }
    const Shelf& shelf = *find(*of);
    const auto old_references = references_of(*before, key), new_references = references_of(instance, key);
    std::vector<Change> changes{{Kind::replace, shelf.instances, key, to_record(instance)}};
    add_changes(changes, Kind::erase, shelf, without(old_references, new_references));
    add_changes(changes, Kind::insert, shelf, without(new_references, old_references));
    const auto done = store_->apply(changes);
    if (!done) return done.error();
    return instance;
}

Outcome<ObjectPath> Shelves::create(const Instance& instance) {
    const Shelf* const shelf = find(instance.of());
    if (shelf == nullptr) return faults::action_not_supported(vocab::action::Create);
    if (auto missing = missing_value_of(instance)) return std::move(*missing);
    const std::lock_guard lock{writing_};
    const std::string key = *key_of(instance);
    std::vector<Change> changes{{Kind::insert, shelf->instances, key, to_record(instance)}};
    add_changes(changes, Kind::insert, *shelf, references_of(instance, key));
    if (count_ >= limits_.instances) {
        return faults::quota_limit("the repository has as many instances as it may have");
    }
    const auto done = store_->apply(changes);
    if (!done) return done.error();
    if (!*done) return faults::already_exists("there is such an instance: " + instance.path().to_string());
    ++count_;
    return instance.path();
}

Outcome<> Shelves::remove(const cim::ClassPtr& of, const ObjectPath& path) {
    const std::lock_guard lock{writing_};
    const auto before = get(of, path);
    if (!before) return before.error();
    const Shelf& shelf = *find(*of);
    const std::string key = *key_of(*before);
    std::vector<Change> changes{{Kind::erase, shelf.instances, key}};
    add_changes(changes, Kind::erase, shelf, references_of(*before, key));
    const auto done = store_->apply(changes);
    if (!done) return done.error();
    --count_;
    return {};
}

void Shelves::load(std::span<const Instance> instances) {
    std::vector<Change> changes;
    for (const Instance& instance : instances) {
        const Shelf* const shelf = find(instance.of());
        const std::string name = instance.path().to_string();
        const auto refuse = [&](const std::string& why) {
            throw base::SetupError{why, name, "correct the instance in its MOF file"};
        };
        if (shelf == nullptr) refuse("an abstract class has no instances");
        if (const auto missing = missing_value_of(instance)) refuse(missing->reason);
        const std::string key = *key_of(instance);
        const auto loaded = store_->get(loaded_, name), present = store_->get(shelf->instances, key);
        if (!loaded || !present) refuse((!loaded ? loaded : present).error().reason);
        if (*loaded || *present) continue;
        changes.push_back({Kind::insert, loaded_, name});
        changes.push_back({Kind::insert, shelf->instances, key, to_record(instance)});
        add_changes(changes, Kind::insert, *shelf, references_of(instance, key));
        ++count_;
    }
    const auto done = store_->apply(changes);
    if (!done || !*done) {
        throw base::SetupError{done ? "an instance is there twice" : done.error().reason,
                               "the MOF's instances", "name each of them once"};
    }
}

}  // namespace assay::repository
