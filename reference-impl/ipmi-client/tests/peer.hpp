// A BMC on a loopback socket.
#pragma once

#include <array>
#include <atomic>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/use_future.hpp>
#include <optional>
#include <thread>

#include "assay/base/clock.hpp"
#include "assay/bmc/bmc.hpp"
#include "assay/bmc/chassis_file.hpp"
#include "assay/testing/source_dir.hpp"

namespace assay::ipmi_client {

/// bmcsim's chassis in this process, on a port and a thread of its own.
class BmcPeer {
public:
    explicit BmcPeer(bmc::ChassisModel model = demo()) : model_{std::move(model)} { listen(); }
    BmcPeer(const BmcPeer&) = delete;
    BmcPeer& operator=(const BmcPeer&) = delete;
    ~BmcPeer() {
        io_.stop();
        thread_.join();
    }
    /// What bmcsim --demo simulates.
    [[nodiscard]] static bmc::ChassisModel demo() {
        return bmc::read_chassis(ASSAY_SOURCE_DIR "/fixtures/chassis/demo.toml");
    }
    [[nodiscard]] std::uint16_t port() const { return socket_.local_endpoint().port(); }

    /// Takes no datagram any more, or takes them again.
    void be_mute(bool mute) { mute_ = mute; }

    /// Every session is forgotten, as after a BMC's own restart.
    void restart() {
        boost::asio::dispatch(io_, boost::asio::use_future([this] { start(); })).get();
    }

private:
    void start() { bmc_.emplace(model_, commands_, random_, bmc::standstill, clock_.now(), clock_.wall()); }
    void listen() {
        socket_.async_receive_from(boost::asio::buffer(in_), from_, [this](auto error, std::size_t length) {
            if (error) return;
            const auto reply =
                mute_ ? base::OctetView{} : bmc_->receive({in_.data(), length}, {}, clock_.now());
            if (!reply.empty()) socket_.send_to(boost::asio::buffer(reply.data(), reply.size()), from_);
            listen();
        });
    }

    base::SystemClock clock_;
    ipmi_wire::SystemRandom random_;
    bmc::CommandTable commands_ = bmc::every_command();
    bmc::ChassisModel model_;
    std::optional<bmc::Bmc> bmc_{std::in_place,   model_,       commands_,    random_,
                                 bmc::standstill, clock_.now(), clock_.wall()};
    boost::asio::io_context io_;
    boost::asio::ip::udp::socket socket_{io_, {boost::asio::ip::address_v4::loopback(), 0}};
    boost::asio::ip::udp::endpoint from_;
    std::array<base::Octet, 2048> in_{};
    std::atomic<bool> mute_ = false;
    std::thread thread_{[this] {
        const auto work = boost::asio::make_work_guard(io_);
        io_.run();
    }};
};

}  // namespace assay::ipmi_client
