// Instances in a store: which bins a class has, and every change as one transaction.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "assay/cim/class_store.hpp"
#include "assay/cim/provider.hpp"
#include "assay/repository/repository.hpp"

namespace assay::repository {

/// The bins of one class.
struct Shelf {
    Bin instances{};
    std::optional<Bin> references = {};  ///< only of a class that has reference properties
};

/// Thread-safe; shared by the repository and its cursors.
class Shelves {
public:
    Shelves(const cim::ClassStore& classes, std::unique_ptr<Store> store, Limits limits);

    /// nullptr for a class that cannot have instances.
    [[nodiscard]] const Shelf* find(const cim::Class& of) const;
    [[nodiscard]] const Store& store() const { return *store_; }

    /// The instance of a record; internal_error when the store is damaged.
    [[nodiscard]] Outcome<cim::Instance> instance_of(const cim::ClassPtr& of, std::string_view record) const;

    [[nodiscard]] Outcome<cim::Instance> get(const cim::ClassPtr& of, const cim::ObjectPath& path) const;
    Outcome<cim::Instance> put(const cim::ClassPtr& of, const cim::ObjectPath& path, cim::Instance instance);
    Outcome<cim::ObjectPath> create(const cim::Instance& instance);
    Outcome<> remove(const cim::ClassPtr& of, const cim::ObjectPath& path);
    void load(std::span<const cim::Instance> instances);

private:
    const cim::ClassStore& classes_;
    const std::unique_ptr<Store> store_;
    const Limits limits_;
    std::unordered_map<const cim::Class*, Shelf> shelves_;
    Bin loaded_{};  ///< the instances that came with the class definitions
    std::mutex writing_;
    std::atomic<std::uint64_t> count_ = 0;
};

/// An entry of the index: the target, the key of the association instance, the property's number in two
/// octets.
[[nodiscard]] std::string reference_entry(std::string_view target, std::string_view key,
                                          std::size_t property);

}  // namespace assay::repository
