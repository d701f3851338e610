// Runs an operation to its end on this thread.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <optional>

namespace assay::repository {

/// @param loop  has nothing else to do
template <class T>
T run_on(boost::asio::io_context& loop, boost::asio::awaitable<T> operation) {
    std::optional<T> result;
    const auto keep = [](std::optional<T>& into,
                         boost::asio::awaitable<T> from) -> boost::asio::awaitable<void> {
        into.emplace(co_await std::move(from));
    };
    boost::asio::co_spawn(loop, keep(result, std::move(operation)), [](const std::exception_ptr& trouble) {
        if (trouble) std::rethrow_exception(trouble);
    });
    loop.restart();
    loop.run();
    return std::move(*result);
}

}  // namespace assay::repository
