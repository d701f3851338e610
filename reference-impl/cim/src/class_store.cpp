#include "assay/cim/class_store.hpp"

#include <algorithm>
#include <cassert>

namespace assay::cim {

void ClassStore::add(ClassPtr added) {
    Classes& classes = namespaces_[added->name_space()];
    if (added->super() != nullptr) {
        const auto super = classes.find(added->super()->name());
        assert(super != classes.end());
        super->second.children.push_back(added);
        supers_.insert(super->second.itself.get());
    }
    const std::string& name = added->name();
    [[maybe_unused]] const bool is_new = classes.try_emplace(name, Entry{.itself = std::move(added)}).second;
    assert(is_new);
}

void ClassStore::add_namespace(std::string_view name) { namespaces_.try_emplace(std::string{name}); }

bool ClassStore::has_namespace(std::string_view name) const { return namespaces_.contains(name); }

std::vector<std::string> ClassStore::namespaces() const {
    std::vector<std::string> names;
    for (const auto& [name, classes] : namespaces_) names.push_back(name);
    return names;
}

ClassPtr ClassStore::find(std::string_view name_space, std::string_view name) const {
    const auto classes = namespaces_.find(name_space);
    if (classes == namespaces_.end()) return nullptr;
    const auto found = classes->second.find(name);
    return found == classes->second.end() ? nullptr : found->second.itself;
}

std::vector<ClassPtr> ClassStore::classes(std::string_view name_space) const {
    std::vector<ClassPtr> all;
    if (const auto found = namespaces_.find(name_space); found != namespaces_.end()) {
        for (const auto& [name, entry] : found->second) all.push_back(entry.itself);
    }
    std::ranges::sort(all, NameLess{}, &Class::name);
    return all;
}

std::vector<ClassPtr> ClassStore::family(const ClassPtr& of) const {
    std::vector<ClassPtr> all{of};
    const auto classes = namespaces_.find(of->name_space());
    if (classes == namespaces_.end()) return all;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto entry = classes->second.find(all[i]->name());
        if (entry == classes->second.end()) continue;
        all.insert(all.end(), entry->second.children.begin(), entry->second.children.end());
    }
    return all;
}

}  // namespace assay::cim
