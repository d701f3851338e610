// A case of clients is the same conversation with the roles exchanged: it is given requests, and its answers
// are compared with those that the journal holds.
#include <algorithm>

#include <fmt/format.h>

#include "replay.hpp"

namespace assay::judge {
namespace {

class ClientReplay {
public:
    ClientReplay(const script::CaseDefinition& definition,
                 const std::vector<const record::Exchange*>& exchanges,
                 const std::optional<record::ClientEnd>& end, const Material& material)
        : end_{end},
          material_{material},
          dialogue_{definition, material.library, material.rules, material.setting} {
        std::ranges::copy_if(exchanges, std::back_inserter(requests_), [](const record::Exchange* exchange) {
            return exchange->label != script::unexpected_label;
        });
    }

    Replayed replay() {
        auto ask = dialogue_.resume();
        while (ask && trouble_.empty()) ask = answer(*ask);
        if (!trouble_.empty()) return diverged(trouble_);
        if (used_ < requests_.size())
            return diverged(fmt::format("it does not come to exchange {}", requests_[used_]->id));
        return {dialogue_.outcome(), {}, {}};
    }

private:
    std::optional<script::Ask> answer(const script::Ask& ask) {
        if (std::holds_alternative<script::Await>(ask))
            return dialogue_.resume(used_ < requests_.size() ? requests_[used_++] : nullptr);
        if (std::holds_alternative<script::AwaitEnd>(ask)) {
            if (!end_) trouble_ = "it asks how the client ended, which the journal does not hold";
            return end_ ? dialogue_.resume(
                              script::ClientOutcome{*end_, suite::kind_of(*end_, material_.driver)})
                        : std::nullopt;
        }
        if (const auto* reply = std::get_if<script::Reply>(&ask)) compare(*reply);
        return dialogue_.resume();
    }

    /// A client may have gone before it had taken the whole answer.
    void compare(const script::Reply& reply) {
        const auto found = std::ranges::find(requests_, reply.exchange, &record::Exchange::id);
        if (found == requests_.end()) return;
        const std::string octets = record::redacted(script::octets_of(reply));
        const bool same =
            (*found)->trouble.empty() ? octets == (*found)->response : octets.starts_with((*found)->response);
        if (!same) trouble_ = fmt::format("exchange {} would have another answer now", reply.exchange);
    }

    const std::optional<record::ClientEnd>& end_;
    const Material& material_;
    script::Dialogue dialogue_;
    std::vector<const record::Exchange*> requests_;
    std::size_t used_ = 0;
    std::string trouble_;
};

}  // namespace

Replayed replay_client(const script::CaseDefinition& definition,
                       const std::vector<const record::Exchange*>& exchanges,
                       const std::optional<record::ClientEnd>& end, const Material& material) {
    return ClientReplay{definition, exchanges, end, material}.replay();
}

}  // namespace assay::judge
