// Providers of which each answers in one way.
#pragma once

#include "assay/cim/class_store.hpp"
#include "assay/cim/provider.hpp"

namespace assay::conformance {

using cim::awaitable;
using cim::Call;
using cim::Instance;
using cim::Outcome;

/// Leaves all to another provider; the base of those that do one thing themselves.
class Forwarding : public cim::Provider {
public:
    explicit Forwarding(std::shared_ptr<cim::Provider> data) : data_{std::move(data)} {}

    awaitable<Outcome<Instance>> get(const Call& call, const cim::ObjectPath& path) override {
        return data_->get(call, path);
    }
    awaitable<Outcome<Instance>> put(const Call& call, const cim::ObjectPath& path,
                                     Instance instance) override {
        return data_->put(call, path, std::move(instance));
    }
    awaitable<Outcome<cim::ObjectPath>> create(const Call& call, Instance instance) override {
        return data_->create(call, std::move(instance));
    }
    awaitable<Outcome<>> remove(const Call& call, const cim::ObjectPath& path) override {
        return data_->remove(call, path);
    }
    Outcome<std::unique_ptr<cim::InstanceCursor>> instances(const Call& call) override {
        return data_->instances(call);
    }
    [[nodiscard]] bool waits() const override { return data_->waits(); }

protected:
    [[nodiscard]] cim::Provider& data() const { return *data_; }

private:
    const std::shared_ptr<cim::Provider> data_;
};

/// Refuses every verb with the same fault, before anything else of the request is looked at.
class Refusing final : public cim::Provider {
public:
    explicit Refusing(model::Fault fault) : fault_{std::move(fault)} {}

    [[nodiscard]] Outcome<> admits(const Call&) const override { return fault_; }
    [[nodiscard]] bool waits() const override { return false; }

private:
    const model::Fault fault_;
};

/// One instance without keys that can be read. @param delay  before Get answers
class Fixed final : public cim::Provider {
public:
    explicit Fixed(Instance instance, base::Duration delay = {})
        : instance_{std::move(instance)}, delay_{delay} {}

    awaitable<Outcome<Instance>> get(const Call& call, const cim::ObjectPath& path) override;
    Outcome<std::unique_ptr<cim::InstanceCursor>> instances(const Call&) override {
        return cim::cursor_of({instance_});
    }
    [[nodiscard]] bool has(cim::Verb verb) const override {
        return verb == cim::Verb::get || verb == cim::Verb::instances;
    }
    [[nodiscard]] bool waits() const override { return delay_ > base::Duration::zero(); }

private:
    const Instance instance_;
    const base::Duration delay_;
};

/// A thousand members that are made as they are asked for.
class Many final : public cim::Provider {
public:
    Outcome<std::unique_ptr<cim::InstanceCursor>> instances(const Call& call) override;
    [[nodiscard]] bool has(cim::Verb verb) const override { return verb == cim::Verb::instances; }
    [[nodiscard]] bool waits() const override { return false; }
};

/// Sets Created of a new instance to the time.
class Stamping final : public Forwarding {
public:
    using Forwarding::Forwarding;

    awaitable<Outcome<cim::ObjectPath>> create(const Call& call, Instance instance) override;
};

/// Counts in Revision how often an instance was written.
class Counting final : public Forwarding {
public:
    using Forwarding::Forwarding;

    awaitable<Outcome<cim::ObjectPath>> create(const Call& call, Instance instance) override;
    awaitable<Outcome<Instance>> put(const Call& call, const cim::ObjectPath& path,
                                     Instance instance) override;
};

/// Assay_Calculator's methods.
class Calculator final : public Forwarding {
public:
    /// @param classes  outlives this
    Calculator(std::shared_ptr<cim::Provider> data, const cim::ClassStore& classes)
        : Forwarding{std::move(data)}, classes_{classes} {}

    awaitable<Outcome<cim::MethodResult>> invoke(const Call& call, const cim::ObjectPath& path,
                                                 const cim::Method& method,
                                                 std::vector<cim::Value> in) override;

private:
    awaitable<Outcome<cim::MethodResult>> kept(const Call& call, const cim::ObjectPath& path,
                                               std::int64_t memory, cim::MethodResult result);
    awaitable<Outcome<cim::MethodResult>> heaviest(const Call& call, std::vector<cim::Value> in);

    const cim::ClassStore& classes_;
};

/// The method Level: which class of Assay_Level1 to Assay_Level7 declares it for the instance.
class Levels final : public Forwarding {
public:
    using Forwarding::Forwarding;

    awaitable<Outcome<cim::MethodResult>> invoke(const Call& call, const cim::ObjectPath& path,
                                                 const cim::Method& method,
                                                 std::vector<cim::Value> in) override;
};

}  // namespace assay::conformance
