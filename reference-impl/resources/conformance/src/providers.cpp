#include "providers.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace assay::conformance {
namespace {

constexpr std::uint32_t many = 1'000;

class Members final : public cim::InstanceCursor {
public:
    explicit Members(cim::ClassPtr of) : of_{std::move(of)} {}

    awaitable<Outcome<std::size_t>> fill(std::vector<Instance>& into, std::size_t most) override {
        const std::size_t before = into.size();
        while (next_ < many && into.size() - before < most) {
            ++next_;
            Instance& member = into.emplace_back(of_);
            member.set("Index", next_);
            member.set("Text", "member " + std::to_string(next_));
        }
        co_return into.size() - before;
    }
    [[nodiscard]] std::optional<std::uint64_t> estimate() const override { return many; }

private:
    const cim::ClassPtr of_;
    std::uint32_t next_ = 0;
};

}  // namespace

awaitable<Outcome<Instance>> Fixed::get(const Call&, const cim::ObjectPath&) {
    if (waits()) {
        boost::asio::steady_timer timer{co_await boost::asio::this_coro::executor, delay_};
        co_await timer.async_wait(boost::asio::use_awaitable);
    }
    co_return instance_;
}

Outcome<std::unique_ptr<cim::InstanceCursor>> Many::instances(const Call& call) {
    return std::unique_ptr<cim::InstanceCursor>{std::make_unique<Members>(call.of)};
}

awaitable<Outcome<cim::ObjectPath>> Stamping::create(const Call& call, Instance instance) {
    instance.set("Created", cim::Datetime::point(call.wall));
    co_return co_await data().create(call, std::move(instance));
}

awaitable<Outcome<cim::ObjectPath>> Counting::create(const Call& call, Instance instance) {
    instance.set("Revision", 1U);
    co_return co_await data().create(call, std::move(instance));
}

awaitable<Outcome<Instance>> Counting::put(const Call& call, const cim::ObjectPath& path, Instance instance) {
    const auto* before = instance.find("Revision")->get<std::uint64_t>();
    instance.set("Revision", before == nullptr ? 1U : *before + 1);
    co_return co_await data().put(call, path, std::move(instance));
}

awaitable<Outcome<cim::MethodResult>> Levels::invoke(const Call&, const cim::ObjectPath&,
                                                     const cim::Method& method, std::vector<cim::Value>) {
    // "Assay_Level4" declares it for itself and all below.
    co_return cim::MethodResult{.return_value = static_cast<std::uint64_t>(method.declared_in.back() - '0')};
}

}  // namespace assay::conformance
