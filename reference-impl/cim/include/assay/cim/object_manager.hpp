// All classes and the providers that serve them, as one.
#pragma once

#include <memory>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "assay/cim/class_store.hpp"
#include "assay/cim/provider.hpp"

namespace assay::cim {

/// Filled before the service starts and constant from then on; then for several threads at once.
class ObjectManager {
public:
    /// @param others  provides all classes that are not claimed
    ObjectManager(std::shared_ptr<const ClassStore> classes, std::shared_ptr<Provider> others);

    /// The class, not those below it, is `provider`'s.
    /// @throws base::SetupError when there is no such class
    void claim(std::string_view name_space, std::string_view class_name, std::shared_ptr<Provider> provider);

    [[nodiscard]] const ClassStore& classes() const { return *classes_; }
    [[nodiscard]] Provider& provider_of(const Class& of) const;
    /// Does any provider ever wait?
    [[nodiscard]] bool waits() const;

    /// The instance of that path: of its class or of one below it. In these, call.of is the path's class.
    /// The arguments outlive the awaitable.
    [[nodiscard]] awaitable<Outcome<Instance>> get(const Call& call, const ObjectPath& path) const;

    /// The instances of call.of, and with `deep` those of the classes below it: a subclass that cannot be
    /// enumerated is passed over.
    [[nodiscard]] Outcome<std::unique_ptr<InstanceCursor>> instances(const Call& call, bool deep) const;

private:
    [[nodiscard]] awaitable<Outcome<Instance>> get_of_family(const Call& call, const ObjectPath& path) const;

    std::shared_ptr<const ClassStore> classes_;
    std::shared_ptr<Provider> others_;
    std::unordered_map<const Class*, std::shared_ptr<Provider>> claimed_;
};

}  // namespace assay::cim
