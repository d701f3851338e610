#include "feed.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace assay::conformance {
namespace {

using service::awaitable;
using service::Outcome;

class Walk final : public service::Cursor {
public:
    explicit Walk(soap::Uri uri) : uri_{std::move(uri)} {}

    awaitable<Outcome<std::size_t>> fill(std::vector<service::Item>& into, std::size_t) override {
        boost::asio::steady_timer timer{co_await boost::asio::this_coro::executor};
        while (made_ == there_) {
            timer.expires_after(std::chrono::hours{1});
            co_await timer.async_wait(boost::asio::use_awaitable);
        }
        const std::string number = std::to_string(++made_);
        service::Item item{.object = soap::Element{{uri_, "Assay_Feed"}}};
        item.object.add({uri_, "Number"}, number);
        item.selectors.add("Number", number);
        into.push_back(std::move(item));
        co_return 1;
    }

private:
    static constexpr std::size_t there_ = 3;
    const soap::Uri uri_;
    std::size_t made_ = 0;
};

class Feed final : public service::Resource {
public:
    explicit Feed(soap::Uri uri) : uri_{std::move(uri)} {}

    awaitable<Outcome<std::unique_ptr<service::Cursor>>> enumerate(const model::Request&,
                                                                   const service::EnumerationWish&) override {
        co_return std::make_unique<Walk>(uri_);
    }
    [[nodiscard]] bool can_be_filtered() const override { return false; }

private:
    const soap::Uri uri_;
};

}  // namespace

std::unique_ptr<service::Resource> make_feed(const std::string& uri) {
    return std::make_unique<Feed>(soap::Uri{uri});
}

}  // namespace assay::conformance
