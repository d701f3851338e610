// Where the instances of a class come from.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "assay/cim/instance.hpp"
#include "assay/model/request.hpp"

namespace assay::cim {

using boost::asio::awaitable;
using model::Outcome;

/// Who asks, when, and of which class. Owned by the caller until the awaitable is done.
struct Call {
    ClassPtr of;  ///< exactly this class, never one above or below it
    model::Caller caller = {};
    base::Instant now = {};
    base::WallTime wall = {};
    std::optional<base::Duration> timeout = {};  ///< wsman:OperationTimeout
};

/// Instances one after the other; owns all it needs. One call at a time, from any thread.
class InstanceCursor {
public:
    InstanceCursor() = default;
    InstanceCursor(const InstanceCursor&) = delete;
    InstanceCursor& operator=(const InstanceCursor&) = delete;
    virtual ~InstanceCursor() = default;

    /// Appends 1 to `most` instances to `into`. @return how many; 0 when nothing remains.
    virtual awaitable<Outcome<std::size_t>> fill(std::vector<Instance>& into, std::size_t most) = 0;
    /// About how many there are in all, when that is known without looking.
    [[nodiscard]] virtual std::optional<std::uint64_t> estimate() const { return std::nullopt; }
};

/// A cursor over instances that are there already.
[[nodiscard]] std::unique_ptr<InstanceCursor> cursor_of(std::vector<Instance> instances);

/// What a method gave: the return value, and a value for each parameter (null for those that are only IN).
struct MethodResult {
    Value return_value = {};
    std::vector<Value> parameters = {};
};

enum class Verb { get, put, create, remove, instances, invoke };

/// Serves one class or several; all verbs may be called from several threads at once. Paths and instances
/// have been checked against the class: every key is there and of its type. What a provider does not have
/// answers wsa:ActionNotSupported, which is what the base class does; a path that names nothing answers
/// no_such_instance().
class Provider {
public:
    Provider() = default;
    Provider(const Provider&) = delete;
    Provider& operator=(const Provider&) = delete;
    virtual ~Provider() = default;

    /// Asked before anything else of a request is looked at. A class that is off line or closed to the caller
    /// refuses all verbs here.
    [[nodiscard]] virtual Outcome<> admits(const Call&) const { return boost::system::in_place_value; }

    /// Has the provider that verb for any class? One that it has not is refused before the request is read.
    [[nodiscard]] virtual bool has(Verb) const { return true; }

    virtual awaitable<Outcome<Instance>> get(const Call& call, const ObjectPath& path);
    /// Replaces the instance; keys are those of the path, and what a client may not write is as it was.
    /// @return the instance as it is now.
    virtual awaitable<Outcome<Instance>> put(const Call& call, const ObjectPath& path, Instance instance);
    /// @return the path of the new instance; wsman:AlreadyExists when there is one of the same keys.
    virtual awaitable<Outcome<ObjectPath>> create(const Call& call, Instance instance);
    virtual awaitable<Outcome<>> remove(const Call& call, const ObjectPath& path);
    /// The instances of exactly call.of at this moment or as they are passed; the cursor may outlive the
    /// call.
    virtual Outcome<std::unique_ptr<InstanceCursor>> instances(const Call& call);
    /// The instances of the association call.of that refer to `object`: by the property `role` when it is not
    /// empty. The base class looks through instances(); a provider with an index overrides it.
    virtual Outcome<std::unique_ptr<InstanceCursor>> references(const Call& call, const ObjectPath& object,
                                                                std::string_view role);
    /// @param path  without keys when a static method is invoked on the class
    /// @param in    a value for each parameter of the method, null for those that are only OUT
    virtual awaitable<Outcome<MethodResult>> invoke(const Call& call, const ObjectPath& path,
                                                    const Method& method, std::vector<Value> in);

    /// Does a verb ever wait (for a device, a timer)? Only then is OperationTimeout watched.
    [[nodiscard]] virtual bool waits() const { return true; }
};

/// The fault that answers a path that names no instance (CIM_ERR_NOT_FOUND, DSP0227 §15).
[[nodiscard]] model::Fault no_such_instance(const ObjectPath& path);

}  // namespace assay::cim
