// Open enumerations whose members are waited for.
#include "assay/service/enumerations.hpp"

#include <gtest/gtest.h>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "../src/alarm.hpp"
#include "assay/model/faults.hpp"
#include "requests.hpp"

namespace assay::service::test {
namespace {

/// Members come when `ready` says so; until then a caller waits.
class Waiting final : public Cursor {
public:
    explicit Waiting(std::size_t& ready) : ready_{ready} {}

    awaitable<Outcome<std::size_t>> fill(std::vector<Item>& into, std::size_t) override {
        while (ready_ == 0) {
            boost::asio::steady_timer timer{co_await boost::asio::this_coro::executor, 1h};
            co_await timer.async_wait(boost::asio::use_awaitable);
        }
        // Somebody else would come in between, if anybody could.
        co_await boost::asio::post(co_await boost::asio::this_coro::executor, boost::asio::use_awaitable);
        --ready_;
        into.push_back({.object = soap::Element{{"", "Event"}, std::to_string(++number_)}});
        co_return 1;
    }

private:
    std::size_t& ready_;
    int number_ = 0;
};

std::string gist_of(const Outcome<Batch>& batch) {
    if (!batch)
        return std::string{batch.error().subcode->ns.uri == vocab::ns::wsen.uri ? "wsen:" : ""} +
               std::string{batch.error().subcode->local};
    std::string text;
    for (const soap::Element& item : batch->items) text += item.text;
    return text + (batch->end ? " end" : "");
}

class WaitingPull : public testing::Test {
protected:
    WaitingPull() { asker_.now = base::Instant{1h}; }

    std::string open(base::Duration lifetime = 1h) {
        Enumeration enumeration{{.address = "", .resource_uri = "", .caller = ""},
                                std::make_unique<Waiting>(ready_)};
        return *all_.open(std::move(enumeration), asker_.now + lifetime, asker_.now);
    }
    awaitable<Outcome<Batch>> pull(const std::string& context, std::optional<base::Duration> max_time = {}) {
        return all_.pull(context, asker_, {.elements = 1}, max_time);
    }
    /// Starts a Pull whose gist goes to `into` when it is done.
    void start(const std::string& context, std::string& into) {
        boost::asio::co_spawn(
            loop_, pull(context),
            [&into](const std::exception_ptr&, const Outcome<Batch>& batch) { into = gist_of(batch); });
    }

    std::size_t ready_ = 0;
    model::Request asker_;
    Enumerations all_{Limits{}};
    boost::asio::io_context loop_;
};

TEST_F(WaitingPull, BringsNothingAndStaysOpenWhenItsTimeIsOver) {
    const std::string context = open();
    EXPECT_EQ(gist_of(run(pull(context, 5ms))), "");
    ready_ = 1;
    EXPECT_EQ(gist_of(run(pull(context, 1h))), "<Event>1</Event>");
}

TEST_F(WaitingPull, EndsWithItsEnumeration) {
    const std::string context = open(5ms);
    EXPECT_EQ(gist_of(run(pull(context))), "wsen:TimedOut");
    asker_.now += 5ms;
    EXPECT_EQ(gist_of(run(pull(context))), "wsen:InvalidEnumerationContext");
}

TEST_F(WaitingPull, EndsWhenTheEnumerationIsReleased) {
    const std::string context = open();
    std::string first, second;
    start(context, first);
    start(context, second);
    boost::asio::post(loop_, [&] { EXPECT_TRUE(all_.release(context, asker_)); });
    loop_.run();
    EXPECT_EQ(first, "wsen:InvalidEnumerationContext");
    EXPECT_EQ(second, "wsen:InvalidEnumerationContext");
}

TEST_F(WaitingPull, TakesItsTurn) {
    const std::string context = open();
    ready_ = 3;
    std::string first, second, third;
    start(context, first);
    start(context, second);
    start(context, third);
    loop_.run();
    EXPECT_EQ(first, "<Event>1</Event>");
    std::string rest = second < third ? second + third : third + second;
    EXPECT_EQ(rest, "<Event>2</Event><Event>3</Event>");
}

TEST_F(WaitingPull, GivesItsTurnBackWhenItIsCancelled) {
    const std::string context = open();
    const auto cancelled = [&]() -> awaitable<bool> {
        const auto alarm = std::make_shared<Alarm>(co_await boost::asio::this_coro::executor, 5ms);
        co_return !co_await until(alarm, pull(context));
    };
    EXPECT_TRUE(run(cancelled()));
    ready_ = 1;
    EXPECT_EQ(gist_of(run(pull(context))), "<Event>1</Event>");
}

TEST_F(WaitingPull, GoesOnWhenItsEnumerationIsRenewed) {
    const std::string context = open(5ms);
    std::string gist;
    start(context, gist);
    boost::asio::post(loop_, [&] {
        EXPECT_TRUE(all_.renew(context, asker_, asker_.now + 20ms));
        ready_ = 0;
    });
    boost::asio::steady_timer later{loop_, 10ms};
    later.async_wait([&](const boost::system::error_code&) {
        EXPECT_EQ(gist, "");
        EXPECT_TRUE(all_.release(context, asker_));
    });
    loop_.run();
    EXPECT_EQ(gist, "wsen:InvalidEnumerationContext");
}

}  // namespace
}  // namespace assay::service::test
