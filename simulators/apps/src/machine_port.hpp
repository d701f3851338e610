// The TCP port that a virtual machine's BMC device connects to (QEMU: -chardev
// socket,host=…,port=…,reconnect=5 -device ipmi-bmc-extern).
#pragma once

#include <array>
#include <functional>
#include <string>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "assay/base/clock.hpp"
#include "assay/bmc/system_interface.hpp"

namespace assay::bmcsim {

/// One machine at a time: another that connects meanwhile is turned away.
class MachinePort {
public:
    using Tcp = boost::asio::ip::tcp;

    /// @param settle  called after the machine may have changed the BMC
    /// @throws base::SetupError when the address cannot be bound
    MachinePort(boost::asio::io_context& io, const Tcp::endpoint& at, bmc::Bmc& bmc, const base::Clock& clock,
                std::function<void()> settle);
    MachinePort(const MachinePort&) = delete;
    MachinePort& operator=(const MachinePort&) = delete;

    [[nodiscard]] Tcp::endpoint endpoint() const { return acceptor_.local_endpoint(); }

private:
    void accept();
    void begin(Tcp::socket machine);
    void read();
    void write();
    void watch();
    void end();

    const base::Clock& clock_;
    std::function<void()> settle_;
    bmc::SystemInterface interface_;
    Tcp::acceptor acceptor_;
    Tcp::socket machine_;
    boost::asio::steady_timer timer_;
    std::array<base::Octet, 4096> in_{};
    base::Octets out_, next_out_;
    std::uint64_t connection_ = 0;  ///< what is left of an earlier one does not touch this one
};

}  // namespace assay::bmcsim
