#include "assay/repository/repository.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <functional>

#include "cursors.hpp"
#include "shelves.hpp"

namespace assay::repository {

using cim::Call;
using cim::Instance;
using cim::InstanceCursor;
using cim::ObjectPath;

/// Where a change is made: at once when the store does not wait, else on a thread of its own, so that no
/// event loop stands still for a disk.
class Repository::Writer {
public:
    explicit Writer(bool waits) {
        if (waits) thread_.emplace(1);
    }

    template <class T>
    awaitable<Outcome<T>> done(std::function<Outcome<T>()> work) {
        if (!thread_) co_return work();
        // shared: whoever waits may be gone before the work is done
        const auto result = std::make_shared<std::optional<Outcome<T>>>();
        awaitable<void> there = run([work = std::move(work), result] { result->emplace(work()); });
        co_await boost::asio::co_spawn(*thread_, std::move(there), boost::asio::use_awaitable);
        co_return std::move(**result);
    }

    void stop() {
        if (thread_) thread_->join();
    }

private:
    static awaitable<void> run(std::function<void()> work) {
        work();
        co_return;
    }

    std::optional<boost::asio::thread_pool> thread_;
};

Repository::Repository(const cim::ClassStore& classes, std::unique_ptr<Store> store, Limits limits)
    : shelves_{std::make_shared<Shelves>(classes, std::move(store), limits)},
      writer_{std::make_unique<Writer>(shelves_->store().waits())} {}

Repository::~Repository() = default;

void Repository::load(std::span<const Instance> instances) { shelves_->load(instances); }

void Repository::stop() { writer_->stop(); }

bool Repository::waits() const { return shelves_->store().waits(); }

awaitable<Outcome<Instance>> Repository::get(const Call& call, const ObjectPath& path) {
    co_return shelves_->get(call.of, path);
}

awaitable<Outcome<Instance>> Repository::put(const Call& call, const ObjectPath& path, Instance instance) {
    return writer_->done<Instance>(
        [shelves = shelves_, of = call.of, path, instance = std::move(instance)]() mutable {
            return shelves->put(of, path, std::move(instance));
        });
}

awaitable<Outcome<ObjectPath>> Repository::create(const Call&, Instance instance) {
    return writer_->done<ObjectPath>(
        [shelves = shelves_, instance = std::move(instance)]() mutable { return shelves->create(instance); });
}

awaitable<Outcome<>> Repository::remove(const Call& call, const ObjectPath& path) {
    return writer_->done<void>(
        [shelves = shelves_, of = call.of, path] { return shelves->remove(of, path); });
}

Outcome<std::unique_ptr<InstanceCursor>> Repository::instances(const Call& call) {
    const Shelf* const shelf = shelves_->find(*call.of);
    if (shelf == nullptr) return cim::cursor_of({});
    return cursor_over(shelves_, call.of, shelf->instances);
}

Outcome<std::unique_ptr<InstanceCursor>> Repository::references(const Call& call, const ObjectPath& object,
                                                                std::string_view role) {
    const Shelf* const shelf = shelves_->find(*call.of);
    std::optional<std::size_t> property;
    if (!role.empty()) property = call.of->find(role);
    const bool none = shelf == nullptr || !shelf->references || (!role.empty() && !property);
    if (none) return cim::cursor_of({});
    return cursor_over_references(shelves_, call.of, *shelf, object, property);
}

}  // namespace assay::repository
