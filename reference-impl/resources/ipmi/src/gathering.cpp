#include "gathering.hpp"

#include <fmt/format.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/concurrent_channel.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "assay/model/faults.hpp"

namespace assay::ipmi {
namespace {

namespace asio = boost::asio;
namespace faults = model::faults;
using boost::system::error_code;
using Instances = std::vector<cim::Instance>;

constexpr auto try_await = asio::as_tuple(asio::use_awaitable);

}  // namespace

/// Shared by the caller and by what runs for it on the fleet's executor.
struct Gathering::State : std::enable_shared_from_this<Gathering::State> {
    State(std::shared_ptr<Fleet> all, std::vector<Bmc*> asked, Ask question)
        : fleet{std::move(all)},
          bmcs{std::move(asked)},
          ask{std::move(question)},
          strand{asio::make_strand(fleet->executor())},
          given_up{strand, base::Instant::max()} {}

    const std::shared_ptr<Fleet> fleet;
    const std::vector<Bmc*> bmcs;
    const Ask ask;
    asio::strand<asio::any_io_executor> strand;
    asio::steady_timer given_up;  ///< on the strand; past when nobody wants the answers any more

    // the caller's
    using Answers = asio::experimental::concurrent_channel<void(error_code, std::optional<Part>)>;
    std::optional<Answers> answers;
    std::size_t begun = 0;
    std::size_t under_way = 0;

    void begin_more() {
        while (under_way < fleet->polling().at_once && begun < bmcs.size()) {
            asio::co_spawn(strand, run(shared_from_this(), *bmcs[begun]), asio::detached);
            ++begun;
            ++under_way;
        }
    }

    /// One BMC's part, until it has answered, its time is over or nobody wants it.
    static awaitable<void> run(std::shared_ptr<State> self, Bmc& bmc) {
        using namespace asio::experimental::awaitable_operators;
        const base::Duration limit = self->fleet->polling().limit;
        asio::steady_timer timer{self->strand, limit};
        auto first = co_await (attempt(*self, bmc) || timer.async_wait(try_await) ||
                               self->given_up.async_wait(try_await));
        if (first.index() == 2) co_return;
        Outcome<Instances> answer =
            first.index() == 0 ? std::get<0>(std::move(first))
                               : faults::endpoint_unavailable(fmt::format("BMC {}: it takes longer than {} s",
                                                                          bmc.client.address(),
                                                                          limit / std::chrono::seconds{1}));
        self->answers->try_send(error_code{}, Part{.bmc = &bmc, .instances = std::move(answer)});
    }

    /// What is wrong with this machine (no memory, say) is an answer too: the caller waits for one.
    static awaitable<Outcome<Instances>> attempt(State& self, Bmc& bmc) {
        try {
            co_return co_await self.ask(bmc);
        } catch (const std::exception& trouble) {
            co_return faults::internal_error(fmt::format("BMC {}: {}", bmc.client.address(), trouble.what()));
        }
    }
};

Gathering::Gathering(std::shared_ptr<Fleet> fleet, std::vector<Bmc*> bmcs, Ask ask)
    : state_{std::make_shared<State>(std::move(fleet), std::move(bmcs), std::move(ask))} {}

Gathering::~Gathering() {
    if (state_->under_way == 0) return;
    asio::post(state_->strand, [state = state_] { state->given_up.expires_at(base::Instant::min()); });
}

awaitable<std::optional<Gathering::Part>> Gathering::next() {
    State& state = *state_;
    if (!state.answers) {
        state.answers.emplace(co_await asio::this_coro::executor, state.fleet->polling().at_once);
    }
    state.begin_more();
    if (state.under_way == 0) co_return std::nullopt;
    auto [cancelled, part] = co_await state.answers->async_receive(try_await);
    if (cancelled) {
        co_return Part{.bmc = nullptr,
                       .instances = faults::endpoint_unavailable("the caller did not wait for the BMCs")};
    }
    --state.under_way;
    co_return std::move(part);
}

}  // namespace assay::ipmi
