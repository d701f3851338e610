// The Asio shell against a BMC on a loopback socket; the protocol itself is tested without sockets.
#include "assay/ipmi-client/client.hpp"

#include <gmock/gmock.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include "assay/base/setup_error.hpp"
#include "assay/ipmi-client/queries.hpp"
#include "peer.hpp"

namespace assay::ipmi_client {
namespace {

using namespace std::chrono_literals;
using boost::asio::ip::udp;
using testing::HasSubstr;
using testing::SizeIs;

class ClientOfABmc : public testing::Test {
protected:
    [[nodiscard]] Target target(std::string password = "assay-demo") const {
        return {.host = "127.0.0.1",
                .port = peer.port(),
                .credentials = {.user = "assay", .password = std::move(password)},
                .patience = {.timeout = 200ms, .attempts = 3}};
    }

    /// Runs a query to its end on another executor than the client's.
    template <class T>
    T ask(awaitable<T> query) {
        return boost::asio::co_spawn(callers, std::move(query), boost::asio::use_future).get();
    }

    BmcPeer peer;
    boost::asio::thread_pool callers{2};
    boost::asio::thread_pool pool{1};
};

TEST_F(ClientOfABmc, AsksEverythingTyped) {
    Client client{pool.get_executor(), target()};
    EXPECT_TRUE(ask(client.connect()));
    EXPECT_EQ(ask(device_id(client))->firmware, "2.14");
    EXPECT_EQ(*ask(system_guid(client)), "a55a7000-0001-4b3c-8d11-00005e005301");
    EXPECT_TRUE(ask(chassis_status(client))->powered_on);
    EXPECT_TRUE(ask(chassis_control(client, PowerAction::off)));
    EXPECT_FALSE(ask(chassis_status(client))->powered_on);

    const auto all = ask(sensors(client));
    ASSERT_TRUE(all);
    EXPECT_THAT(*all, SizeIs(17));
    const Sensor inlet = all->front();
    EXPECT_EQ(inlet.name, "Inlet Temp");
    EXPECT_EQ(ask(reading(client, inlet))->value, (Decimal{23, 0}));
    EXPECT_EQ((*ask(thresholds(client, inlet)))[1], (Decimal{-7, 0}));

    const auto people = ask(users(client));
    ASSERT_TRUE(people);
    ASSERT_THAT(*people, SizeIs(4));
    EXPECT_EQ(people->front().name, "assay");
    EXPECT_FALSE(people->back().enabled);

    base::Octets lower{inlet.number, 0x08, 0, 0, 0, 20, 0, 0};  // the upper non-critical one
    EXPECT_TRUE(ask(client.command(0x04, 0x26, lower)));
    EXPECT_EQ((*ask(thresholds(client, inlet)))[3], (Decimal{20, 0}));
    EXPECT_TRUE(ask(restore_thresholds(client, inlet)));
    EXPECT_EQ((*ask(thresholds(client, inlet)))[3], (Decimal{38, 0}));
    EXPECT_EQ(ask(client.command(0x06, 0x01, {}, 3)).error().completion, 0xC2) << "no such LUN";

    const auto entries = ask(log_entries(client));
    EXPECT_EQ(entries->size(), ask(log_info(client))->entries);
    EXPECT_EQ(entries->front().timestamp, 1793600104U);
    EXPECT_TRUE(ask(clear_log(client)));
    EXPECT_EQ(ask(log_info(client))->entries, 0);
    ask(client.disconnect());
}

TEST_F(ClientOfABmc, QueuesCommandsOfManyCallers) {
    Client client{pool.get_executor(), target()};
    std::vector<std::future<Outcome<DeviceId>>> answers(50);
    for (auto& answer : answers) {
        answer = boost::asio::co_spawn(callers, device_id(client), boost::asio::use_future);
    }
    for (auto& answer : answers) EXPECT_EQ(answer.get()->product, 0x0A55);
}

TEST_F(ClientOfABmc, OpensALostSessionAgain) {
    Client client{pool.get_executor(), target()};
    EXPECT_TRUE(ask(device_id(client)));
    peer.restart();
    EXPECT_TRUE(ask(device_id(client)));
}

TEST_F(ClientOfABmc, SaysWhatIsWrongAndWhere) {
    Client client{pool.get_executor(), target("wrong")};
    const auto refused = ask(client.connect());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().trouble, Trouble::wrong_password);
    EXPECT_THAT(refused.error().message, HasSubstr(client.address()));
    EXPECT_THAT(refused.error().message, HasSubstr("wrong password"));
}

TEST_F(ClientOfABmc, SaysThatNobodyAnswers) {
    Target nobody = target();
    {
        udp::socket free{pool, {boost::asio::ip::address_v4::loopback(), 0}};
        nobody.port = free.local_endpoint().port();
    }
    Client client{pool.get_executor(), nobody};
    const auto dead = ask(client.connect());
    ASSERT_FALSE(dead);
    EXPECT_EQ(dead.error().trouble, Trouble::unreachable);
    EXPECT_THAT(dead.error().message, HasSubstr("no answer"));
}

TEST_F(ClientOfABmc, SaysThatAHostHasNoAddress) {
    Target nowhere = target();
    nowhere.host = "nowhere.invalid";
    Client client{pool.get_executor(), nowhere};
    EXPECT_EQ(ask(client.connect()).error().trouble, Trouble::unresolved);
}

TEST_F(ClientOfABmc, MayGoAwayWhileACommandWaits) {
    udp::socket silent{pool, {boost::asio::ip::address_v4::loopback(), 0}};
    Target mute = target();
    mute.port = silent.local_endpoint().port();
    boost::asio::io_context caller;
    {
        boost::asio::thread_pool own{1};
        Client client{own.get_executor(), mute};
        boost::asio::co_spawn(caller, client.connect(), boost::asio::detached);
        caller.run_for(20ms);
    }
    caller.restart();
    EXPECT_EQ(caller.poll(), 0U);
}

/// A BMC that hears and does not answer.
class ClientOfAMuteBmc : public testing::Test {
protected:
    [[nodiscard]] Target target() const {
        return {.host = "127.0.0.1",
                .port = silent.local_endpoint().port(),
                .credentials = {.user = "assay", .password = "assay-demo"},
                .patience = {.timeout = 300ms, .attempts = 1}};
    }

    [[nodiscard]] std::size_t datagrams_heard() {
        std::array<base::Octet, 2048> in{};
        boost::system::error_code empty;
        std::size_t count = 0;
        silent.non_blocking(true);
        while (silent.receive(boost::asio::buffer(in), 0, empty), !empty) ++count;
        return count;
    }

    boost::asio::io_context caller;
    boost::asio::thread_pool pool{1};
    udp::socket silent{pool, {boost::asio::ip::address_v4::loopback(), 0}};
};

TEST_F(ClientOfAMuteBmc, DoesNotSendWhatNobodyWaitsForAnyMore) {
    Client client{pool.get_executor(), target()};
    std::vector<std::unique_ptr<boost::asio::cancellation_signal>> gone;
    boost::asio::co_spawn(caller, device_id(client), boost::asio::detached);
    for (int i = 0; i < 20; ++i) {
        auto& signal = *gone.emplace_back(std::make_unique<boost::asio::cancellation_signal>());
        boost::asio::co_spawn(caller, device_id(client),
                              boost::asio::bind_cancellation_slot(signal.slot(), boost::asio::detached));
    }
    caller.poll();  // all are in the queue
    for (const auto& signal : gone) signal->emit(boost::asio::cancellation_type::terminal);
    auto last = boost::asio::co_spawn(caller, device_id(client), boost::asio::use_future);
    caller.run();
    EXPECT_EQ(last.get().error().trouble, Trouble::unreachable);
    EXPECT_EQ(datagrams_heard(), 2U) << "the first one's and the last one's";
}

TEST_F(ClientOfAMuteBmc, RefusesWhatItsQueueCannotHold) {
    Client client{pool.get_executor(), target()};
    boost::asio::co_spawn(caller, client.connect(), boost::asio::detached);
    caller.poll();
    while (datagrams_heard() == 0) std::this_thread::yield();  // the first one is under way
    for (std::size_t i = 0; i < Client::most_waiting; ++i) {
        boost::asio::co_spawn(caller, device_id(client), boost::asio::detached);
    }
    auto beyond = boost::asio::co_spawn(caller, device_id(client), boost::asio::use_future);
    caller.poll();
    ASSERT_EQ(beyond.wait_for(0s), std::future_status::ready);
    EXPECT_EQ(beyond.get().error().trouble, Trouble::busy);
}

TEST(HostAndPort, AreReadInEveryForm) {
    using Pair = std::pair<std::string, std::uint16_t>;
    EXPECT_EQ(parse_host_and_port("127.0.0.1:6230"), (Pair{"127.0.0.1", 6230}));
    EXPECT_EQ(parse_host_and_port("bmc.example"), (Pair{"bmc.example", 623}));
    EXPECT_EQ(parse_host_and_port("[::1]:6230"), (Pair{"::1", 6230}));
    EXPECT_EQ(parse_host_and_port("[::1]"), (Pair{"::1", 623}));
    for (const char* wrong : {"", ":623", "host:", "host:x", "host:0", "host:70000", "[::1", "[::1]623"}) {
        EXPECT_THROW(static_cast<void>(parse_host_and_port(wrong)), base::SetupError) << wrong;
    }
}

}  // namespace
}  // namespace assay::ipmi_client
