#include "machine_port.hpp"

#include <fmt/format.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

#include "assay/base/setup_error.hpp"

namespace assay::bmcsim {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

/// How late the machine hears of what others do to it.
constexpr auto attention_interval = std::chrono::milliseconds{20};
/// A machine that asks and does not read what it is answered is cut off.
constexpr std::size_t most_unread = 64UL * 1024;

MachinePort::Tcp::acceptor open(asio::io_context& io, const MachinePort::Tcp::endpoint& at) {
    try {
        return {io, at};
    } catch (const boost::system::system_error& error) {
        throw base::SetupError{error.code().message(),
                               fmt::format("--vm {}:{}", at.address().to_string(), at.port()),
                               "choose another port; port 0 takes any that is free"};
    }
}

}  // namespace

MachinePort::MachinePort(asio::io_context& io, const Tcp::endpoint& at, bmc::Bmc& bmc,
                         const base::Clock& clock, std::function<void()> settle)
    : clock_{clock},
      settle_{std::move(settle)},
      interface_{bmc},
      acceptor_{open(io, at)},
      machine_{io},
      timer_{io} {
    accept();
}

void MachinePort::accept() {
    acceptor_.async_accept([this](const error_code& failure, Tcp::socket machine) {
        if (failure == asio::error::operation_aborted) return;
        if (!failure && !interface_.is_connected()) begin(std::move(machine));
        accept();
    });
}

void MachinePort::begin(Tcp::socket machine) {
    machine_ = std::move(machine);
    error_code ignored;
    machine_.set_option(Tcp::no_delay{true}, ignored);
    ++connection_;
    out_.clear();
    next_out_.clear();
    interface_.connect(clock_.now());
    settle_();
    write();
    read();
    watch();
}

void MachinePort::read() {
    machine_.async_read_some(asio::buffer(in_),
                             [this, of = connection_](const error_code& failure, std::size_t length) {
                                 if (of != connection_) return;
                                 if (failure) return end();
                                 interface_.receive({in_.data(), length}, clock_.now());
                                 settle_();
                                 write();
                                 if (interface_.is_connected()) read();
                             });
}

void MachinePort::write() {
    const base::Octets more = interface_.take_outgoing();
    next_out_.insert(next_out_.end(), more.begin(), more.end());
    if (next_out_.size() > most_unread) return end();
    if (!out_.empty() || next_out_.empty()) return;
    std::swap(out_, next_out_);
    asio::async_write(machine_, asio::buffer(out_),
                      [this, of = connection_](const error_code& failure, std::size_t) {
                          if (of != connection_) return;
                          if (failure) return end();
                          out_.clear();
                          write();
                      });
}

void MachinePort::watch() {
    timer_.expires_after(attention_interval);
    timer_.async_wait([this, of = connection_](const error_code& failure) {
        if (failure || of != connection_) return;
        interface_.attend();
        write();
        if (interface_.is_connected()) watch();
    });
}

void MachinePort::end() {
    ++connection_;
    interface_.disconnect();
    timer_.cancel();
    error_code ignored;
    machine_.close(ignored);
}

}  // namespace assay::bmcsim
