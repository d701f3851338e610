// Runs an awaitable to its end, for tests and benchmarks.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <optional>
#include <utility>

namespace assay::awaited {

/// Runs `work` on a loop that may have other work, and the loop until all of it is done.
/// @return what `work` gives; throws what it throws
template <class T>
T run_on(boost::asio::io_context& loop, boost::asio::awaitable<T> work) {
    std::optional<T> result;
    // A result need not have a default constructor, which co_spawn wants of what it hands to its handler.
    const auto keep = [](std::optional<T>& into,
                         boost::asio::awaitable<T> from) -> boost::asio::awaitable<void> {
        into.emplace(co_await std::move(from));
    };
    boost::asio::co_spawn(loop, keep(result, std::move(work)), [](const std::exception_ptr& trouble) {
        if (trouble) std::rethrow_exception(trouble);
    });
    loop.restart();
    loop.run();
    return std::move(*result);
}

/// The same on a loop of its own.
template <class T>
T run(boost::asio::awaitable<T> work) {
    boost::asio::io_context loop{1};
    return run_on(loop, std::move(work));
}

}  // namespace assay::awaited
