// Why a query is not taken.
#pragma once

#include <boost/system/result.hpp>
#include <cstddef>
#include <string>

namespace assay::query {

struct Error {
    std::size_t position = 0;  ///< octets from the beginning of the query
    std::string message;       ///< for people, with the position
};

[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location& where);

/// An error that tells its position, counted from one.
[[nodiscard]] Error error_at(std::size_t position, const std::string& message);

template <class T>
using Result = boost::system::result<T, Error>;

/// How much a query may ask for.
struct Limits {
    std::size_t characters = 8'192;
    std::size_t tokens = 1'024;
    std::size_t depth = 32;     ///< of brackets within brackets
    std::size_t pattern = 256;  ///< characters of a LIKE pattern
};

}  // namespace assay::query
