// Bounds-checked little-endian cursors; every IPMI structure is read and written through these.
#pragma once

#include <cstddef>
#include <cstdint>

#include "assay/base/octets.hpp"

namespace assay::ipmi_wire {

using base::Octet;
using base::Octets;
using base::OctetView;

/// Reads forward. Reading past the end yields zero (or nothing) and makes ok() false for good, so a
/// structure can be read in one sweep and checked once.
class Reader {
public:
    /// @param in must outlive the reader and the views it returns.
    explicit Reader(OctetView in) : in_{in} {}

    std::uint8_t u8();
    std::uint16_t u16();
    std::uint32_t u24();
    std::uint32_t u32();
    /// The next `count` octets; empty when there are not so many.
    OctetView take(std::size_t count);
    /// Everything that is left.
    OctetView rest() { return take(in_.size()); }

    [[nodiscard]] std::size_t left() const { return in_.size(); }
    /// Was everything read so far really there?
    [[nodiscard]] bool ok() const { return ok_; }
    /// Was everything there, and nothing more?
    [[nodiscard]] bool finished() const { return ok_ && in_.empty(); }

private:
    OctetView in_;
    bool ok_ = true;
};

/// Appends to a buffer that it does not own.
class Writer {
public:
    /// @param out must outlive the writer.
    explicit Writer(Octets& out) : out_{out} {}

    Writer& u8(unsigned value);
    Writer& u16(unsigned value);
    Writer& u24(std::uint32_t value);
    Writer& u32(std::uint32_t value);
    Writer& put(OctetView octets);
    Writer& fill(std::size_t count, Octet value = 0);

private:
    Octets& out_;
};

}  // namespace assay::ipmi_wire
