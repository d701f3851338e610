// Writes the tables of a chassis file (fixtures/chassis/README.md).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "assay/base/octets.hpp"

namespace assay::imports {

class ChassisText {
public:
    /// "[[sensor]]"; `remark` is for people and may be empty.
    void table(std::string_view heading, std::string_view remark = {});
    void text(std::string_view key, std::string_view value);
    void integer(std::string_view key, std::int64_t value);
    void number(std::string_view key, double value);
    void flag(std::string_view key, bool value);
    /// As hexadecimal digits, in lines that one can read.
    void octets(std::string_view key, base::OctetView value);
    /// The numbers of the bits that are set.
    void offsets(std::string_view key, unsigned mask);

    [[nodiscard]] std::string take() { return std::move(out_); }

private:
    std::string out_;
};

}  // namespace assay::imports
