// The instances of all classes that no other provider has.
#pragma once

#include <memory>
#include <span>

#include "assay/cim/class_store.hpp"
#include "assay/cim/provider.hpp"
#include "assay/repository/store.hpp"

namespace assay::repository {

using cim::awaitable;

struct Limits {
    std::uint64_t instances = 4'000'000;  ///< of all classes; one more is wsman:QuotaLimit
};

/// Keeps instances in a store, in the order of their keys. A cursor is a position in that order and costs its
/// key: instances that are deleted before it comes to them are not passed, those added behind it are not
/// either, and none is passed twice. Associations are found by an index from the paths they refer to.
class Repository final : public cim::Provider {
public:
    /// @param classes  has to outlive the repository and its cursors
    /// @throws base::SetupError when the store does not fit the classes
    Repository(const cim::ClassStore& classes, std::unique_ptr<Store> store, Limits limits = {});
    ~Repository() override;

    /// Adds instances that come with the class definitions. One that was added before, in an earlier run too,
    /// is left as it is now, changed or deleted.
    /// @throws base::SetupError when an instance cannot be kept
    void load(std::span<const cim::Instance> instances);

    /// Finishes the writes under way and answers no further ones. To be called when the loops that wait for
    /// them run no more, before they are destroyed.
    void stop();

    awaitable<Outcome<cim::Instance>> get(const cim::Call& call, const cim::ObjectPath& path) override;
    awaitable<Outcome<cim::Instance>> put(const cim::Call& call, const cim::ObjectPath& path,
                                          cim::Instance instance) override;
    awaitable<Outcome<cim::ObjectPath>> create(const cim::Call& call, cim::Instance instance) override;
    awaitable<Outcome<>> remove(const cim::Call& call, const cim::ObjectPath& path) override;
    Outcome<std::unique_ptr<cim::InstanceCursor>> instances(const cim::Call& call) override;
    Outcome<std::unique_ptr<cim::InstanceCursor>> references(const cim::Call& call,
                                                             const cim::ObjectPath& object,
                                                             std::string_view role) override;
    [[nodiscard]] bool waits() const override;

private:
    class Writer;

    std::shared_ptr<class Shelves> shelves_;
    std::unique_ptr<Writer> writer_;
};

}  // namespace assay::repository
